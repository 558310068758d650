"""What can be found of notes: those that everybody who may see their call may read."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.agendas.findable import items_in
from community.agendas.models import Item
from community.calls.findable import CALL, SERIES, audience_of_call, calls_in, language_of_call
from community.calls.listing import listed
from community.calls.models import Call, Series
from community.db import db
from community.holdings import Audience, Entry, Scope, Texts
from community.text import plain_of

from .models import CallThread, ItemThread, Note, NoteRemoval
from .sight_queries import is_kept_from_search

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a feature below lets people find of notes on its own things: which notes belong to some
    scopes, and what is found of those with some numbers.
    """

    numbers: Callable[[Collection[Scope]], Collection[int]]
    entries: Callable[[Collection[int]], Sequence[Entry]]


_elsewhere: dict[str, Elsewhere] = {}


def find_also(about: str, elsewhere: Elsewhere) -> None:
    """Let notes be found that are in threads about such things."""
    _elsewhere[about] = elsewhere


def _tell_note(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(NOTE, row.id)] if changed("text_html", "key", "thread_id") else []


def _tell_removal(row: Any, _changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(NOTE, row.note_id)]


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    found = {number for kind, number in scopes if kind == NOTE}
    others = [scope for scope in scopes if scope[0] != NOTE]
    if others:
        whole = [scope for scope in others if scope[0] in {CALL, SERIES}]
        of_calls = select(CallThread.thread_id).join(Call).where(calls_in(whole))
        of_items = select(ItemThread.thread_id).where(ItemThread.item_id.in_(items_in(others)))
        about = or_(Note.thread_id.in_(of_calls), Note.thread_id.in_(of_items))
        found |= set(db.session.scalars(select(Note.id).where(about)))
    return found.union(*(one.numbers(others) for one in _elsewhere.values() if others))


@cache
def _readable() -> Select[Any]:
    """The notes among `numbers` that others can find; made once, which takes longer than asking."""
    thread, item = aliased(ItemThread), aliased(Item)
    call_id = func.coalesce(CallThread.call_id, item.call_id)
    gone = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    among = Note.id.in_(bindparam("numbers", expanding=True))
    return (
        select(Note.id, Note.key, Note.text_html, Note.made_at, Call.id.label("call_id"))
        .add_columns(audience_of_call().label("audience"), language_of_call().label("language"))
        .outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(thread, thread.thread_id == Note.thread_id)
        .outerjoin(item, item.id == thread.item_id)
        .join(Call, Call.id == call_id)
        .outerjoin(Series, Series.id == Call.series_id)
        .where(among, ~gone, listed(for_member=True), ~is_kept_from_search())
    )


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    found = _on_calls(numbers)
    left = set(numbers) - {entry.number for entry in found}
    return [*found, *(e for one in _elsewhere.values() if left for e in one.entries(left))]


def _on_calls(numbers: Collection[int]) -> Sequence[Entry]:
    return [
        Entry(
            number=row.id,
            key=row.key,
            title="",
            text=plain_of(row.text_html),
            audience=Audience(row.audience),
            language=row.language,
            at=row.made_at,
            call_id=row.call_id,
        )
        for row in db.session.execute(_readable(), {"numbers": list(numbers)})
    ]


TEXTS = (
    Texts(
        kind="note",
        model=Note,
        told={Note: _tell_note, NoteRemoval: _tell_removal},
        numbers=_numbers,
        entries=_entries,
    ),
)
