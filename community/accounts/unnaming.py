"""Whoever leaves is named no more in what others wrote: neither by the handle they have, nor by one
they had.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import Text, cast, or_, select

from community.db import Base, db
from community.marks import PEOPLE
from community.text import LONGEST_SOURCE

from . import left_handles
from .handle_models import FormerHandle
from .models import Member

FORMER = "a former member"
NOBODY = "-"  # in the address of a page: nobody's handle
SHORTER = "…"  # where a text would be longer than it may be

_LETTER = r"[^\W_]"
_BETWEEN_WORDS = re.compile(r"[\s<>\"'()\[\]]")
_LONGEST_WORD = 2000  # characters: what is longer is no list of mentions

Columns = Mapping[type[Base], Sequence[str]]
"""The columns of a table in which somebody may be named: a text, or Markdown called `…_source` with
the HTML made of it in `…_html` beside it.
"""


def handles_of(member: Member) -> list[str]:
    """The handle of a member, and those they had; of who has just left, those they had then."""
    former = select(FormerHandle.handle).where(FormerHandle.member_id == member.id)
    had = db.session.scalars(former.order_by(FormerHandle.handle))
    return [member.handle, *had, *left_handles.of(member.id)]


def name_no_more(member: Member, texts: Columns, in_json: Columns | None = None) -> list[Any]:
    """Put "a former member" wherever these columns have `@handle`, and nobody where they lead to
    the page of one; those `in_json` are JSON that holds texts, or HTML. Gives the rows that say
    something else now, held until the transaction ends.
    """
    named = handles_of(member)
    pattern, changed = _pattern(named), list[Any]()
    for columns, say in ((texts, _said), (in_json or {}, _said_in_json)):
        for model, names in columns.items():
            rows, whole = _rows(model, names, named), _with_html(model, names)
            changed += [row for row in rows if _write(row, whole, partial(say, pattern))]
    db.session.flush()
    return changed


def _rows(model: type[Base], names: Sequence[str], handles: Sequence[str]) -> Sequence[Any]:
    texts = [cast(getattr(model, name), Text) for name in names]
    marks = [f"{before}{handle}" for handle in handles for before in ("@", PEOPLE)]
    stands = or_(*(t.icontains(m, autoescape=True) for t in texts for m in marks))
    query = select(model).where(stands).order_by(*model.__table__.primary_key)
    held = query.with_for_update(of=model).execution_options(populate_existing=True)
    return db.session.scalars(held).unique().all()


def _with_html(model: type[Base], names: Sequence[str]) -> list[str]:
    html = [f"{name.removesuffix('_source')}_html" for name in names if name.endswith("_source")]
    return [*names, *(name for name in html if hasattr(model, name))]


def _write(row: Any, names: Sequence[str], say: Callable[[str, Any], Any]) -> bool:
    """Every text of a row in one way, so that source and HTML say the same; whether any changed."""
    kept = {name: text for name in names if (text := getattr(row, name))}
    told = {name: say(FORMER, text) for name, text in kept.items()}
    if any(_is_too_long(row, name, text) for name, text in told.items()):
        told = {name: say(SHORTER, text) for name, text in kept.items()}
    for name, text in told.items():
        if text != kept[name]:
            setattr(row, name, text)
    return told != kept


def _is_too_long(row: Any, name: str, text: Any) -> bool:
    most: int | None = getattr(getattr(row.__class__, name).type, "length", None)
    if most is not None:
        return len(text) > most
    return name.endswith("_source") and len(text.encode()) > LONGEST_SOURCE


def _pattern(handles: Sequence[str]) -> re.Pattern[str]:
    """A mention as `community.marks` reads it, the link that was made of it, or the address of
    their page here. `_` is emphasis where no letter is beyond it.
    """
    one = f"(?:{'|'.join(map(re.escape, handles))})"
    said = rf"(?<!{_LETTER})(?<!{_LETTER}_)(?<![@.+-])@{one}(?!_*{_LETTER}|[@-]|\.\w)"
    linked = rf'<a href="{PEOPLE}{one}"[^>]*>@{one}</a>'
    here = re.escape(current_app.config["SETTINGS"].base_url)
    page = rf"(?P<page>(?:{here}|(?<![\w./:-])){PEOPLE}){one}(?![\w-])"
    return re.compile(f"{linked}|{page}|{said}", re.IGNORECASE)


def _said(pattern: re.Pattern[str], word: str, text: str) -> str:
    def instead(found: re.Match[str]) -> str:
        if found["page"]:
            return f"{found['page']}{NOBODY}"
        return found[0] if _is_within_an_address(text, found.start()) else word

    return pattern.sub(instead, text)


def _is_within_an_address(text: str, at: int) -> bool:
    """Whether what stands there follows a slash, but not that of several mentions in a row."""
    if text[at - 1 : at] != "/":
        return False
    before = _BETWEEN_WORDS.split(text[max(0, at - _LONGEST_WORD) : at])[-1]
    return len(before) == _LONGEST_WORD or not before.startswith("@")


def _said_in_json(pattern: re.Pattern[str], word: str, value: Any) -> Any:
    """The same in every text within JSON, which is left as it is where nobody is named."""
    kept = json.loads(value) if isinstance(value, str) else value
    told = _within(kept, partial(_said, pattern, word))
    if told == kept:
        return value
    return json.dumps(told, ensure_ascii=False) if isinstance(value, str) else told


def _within(value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return say(value)
    if isinstance(value, list):
        return [_within(one, say) for one in value]
    if isinstance(value, dict):
        return {key: _within(one, say) for key, one in value.items()}
    return value
