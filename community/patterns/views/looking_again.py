"""The page of one form about a pattern; and again, with what has changed since that was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import Form

from community.access import viewer
from community.notes.blocks import reader_zone
from community.patterns.comparing import Difference, compare
from community.patterns.credit_queries import unnamed
from community.patterns.models import Pattern
from community.patterns.policies import first_shown
from community.patterns.queries import read, revisions_by_number
from community.sent import once_key


@dataclass(frozen=True, slots=True)
class Stands:
    """What was said first; `by` is None for who is not named. `is_mine`: whoever reads it said so
    themselves; `is_by_rules`: nobody did.
    """

    words: str
    by: str | None
    at: datetime
    instead: str = ""
    is_mine: bool = False
    is_by_rules: bool = False


def standing(pattern: Pattern, row: Any, words: str, *, instead: str = "") -> Stands:
    """What `row` says, which stands; `instead` is what to use in place of what was retired."""
    is_named = row.by is not None and row.by_id not in unnamed(pattern)
    me = viewer().member
    return Stands(
        *(words, row.by.credited_as if is_named else None, row.at, instead),
        is_mine=me is not None and row.by_id == me.person_id,
        is_by_rules=row.by_id is None,
    )


def look_again(what: str, pattern: Pattern, form: Any, about: Any = None) -> ResponseReturnValue:
    """What has changed since it was read, and the same form, now about what it says."""
    return form_page(what, pattern, form, about, **read_since(pattern, form), status=409)


def read_since(pattern: Pattern, form: Any) -> dict[str, Any]:
    """What has changed since it was read, as far as they may read that, for a page that asks again;
    the form is about what it says now from here on.
    """
    first, is_known = first_shown(viewer(), pattern), bool(form.seen.data)
    seen, now = max(form.seen.data or 0, first), pattern.revision
    found = revisions_by_number(pattern, {seen, now}, since=first)
    form.seen.data, form.seen.raw_data = now, None
    if seen not in found:
        return {"differences": (), "is_known": is_known}
    told = compare(read(found[seen]).content, read(found[now]).content)
    return {"differences": told, "is_known": is_known}


def form_page(
    what: str,
    pattern: Pattern,
    form: Form,
    about: Any = None,
    *,
    differences: Sequence[Difference] | None = None,
    is_known: bool = True,
    stands: Stands | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one form about a pattern, or `about` an objection or an earlier revision; with
    `differences` it is asked again, `is_known` where it was said which revision was read; with what
    `stands`, something was said first.
    """
    page = render_template(
        "patterns/curation_form.html",
        what=what,
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        number=pattern.revision,
        about=about,
        differences=differences,
        is_known=is_known,
        stands=stands,
        zone=reader_zone(viewer()),
        once_key=once_key(),
    )
    return page, status
