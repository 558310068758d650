"""What threads are about: each feature that ties threads to its things says how to find them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select

from community.access import Viewer, may_see
from community.accounts.models import Member
from community.agendas.models import Item
from community.agendas.proposal_queries import words_read_by_all
from community.agendas.queries import item_by_key
from community.calls.call_queries import is_gone
from community.calls.models import Call, Visibility
from community.calls.policies import is_facilitator_of
from community.db import db, number_of

from .models import CallThread, ItemThread, Kind, Thread
from .sight_queries import is_item_kept_from, was_there

CALL, ITEM = "call", "item"
# Written once: every note that is written asks it.
_CALL_OF = (
    select(Call)
    .join(CallThread, CallThread.call_id == Call.id)
    .where(CallThread.thread_id == bindparam("thread_id"))
)
IN_CALLS = (Kind.NOTE, Kind.QUESTION, Kind.DECISION, Kind.ACTION)


@dataclass(frozen=True, slots=True)
class Matters:
    """How what is raised about a thing that has revisions is settled: who may say what became of
    it, which revision stands, and the page of one, by its `number`.
    """

    may_settle: Callable[[Viewer], bool]
    present: int
    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing a thread is about: `about` tells one from another, `endpoint` with `values` is its
    page, `notes_endpoint` with `notes_values` that of its notes, where new ones are sent too.
    `thing` decides who may see the thread; `call` is the one it belongs to, `item` the
    one it is about, if any. `kinds` are those of its notes; `is_led_by` says who keeps order among
    them; where there are `matters`, what is raised is open until it is settled. What `is_open` is
    found by everybody, and kept by shared caches. A note on it reaches `author_id`, a person.
    """

    about: str
    title: str
    thing: Any
    endpoint: str
    values: Mapping[str, Any]
    notes_endpoint: str
    notes_values: Mapping[str, Any]
    call: Call | None = None
    item: Item | None = None
    is_gone: bool = False
    is_off_record: bool = False
    is_open: bool = True
    kinds: tuple[Kind, ...] = IN_CALLS
    is_led_by: Callable[[Viewer], bool] = lambda _viewer: False
    matters: Matters | None = None
    author_id: int | None = None


Find = Callable[[Thread], Subject | None]
Seen = Callable[[Member, Any], ColumnElement[bool]]
Titles = Callable[[Collection[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Tie:
    """What is known of threads about one sort of things: what one is about; for a query, whether
    a member may see it, by its number or a column with it; and by what titles some of them go.
    """

    find: Find
    seen: Seen
    titles: Titles


_ties: dict[str, Tie] = {}


@dataclass(frozen=True, slots=True)
class Parts:
    """How notes are taken on parts of things of another feature: what an address means to somebody,
    which thread it has once something was said, and how one is begun.
    """

    at: Callable[[Viewer, str, str], Subject | None]
    thread: Callable[[Subject], Thread | None]
    begin: Callable[[Subject, datetime], Thread]


PARTS: dict[str, Parts] = {}
"""Of things with parts, by the word that stands first in their addresses."""


def tie(about: str, find: Find, *, seen: Seen, titles: Titles) -> None:
    """Make `find` what finds the subject of threads that are about such things."""
    _ties[about] = Tie(find, seen, titles)


def subject_of(thread: Thread) -> Subject | None:
    """What a thread is about."""
    tied = _ties.get(thread.about)
    return tied.find(thread) if tied else None


def is_seen_by(member: Member, thread_id: Any) -> ColumnElement[bool]:
    """For a query: whether a member may see a thread, as `may_see_thread` says of one."""
    return or_(*(tied.seen(member, thread_id) for tied in _ties.values()))


def titles_of(thread_ids: Collection[int]) -> Mapping[int, str]:
    """By what the things are known that threads are about: one query for each sort of them."""
    found: dict[int, str] = {}
    for tied in _ties.values() if thread_ids else ():
        found.update(tied.titles(thread_ids))
    return found


def may_see_subject(viewer: Viewer, subject: Any) -> bool:
    """Whoever may see the thing, as long as it is there. What is off the record is between those
    who were there and who hold the call.
    """
    if subject.is_gone:
        return False
    if not subject.is_off_record:
        return may_see(viewer, subject.thing)
    return may_see(viewer, subject.call) and is_among_them(viewer, subject)


def is_among_them(viewer: Viewer, subject: Subject, said_at: datetime | None = None) -> bool:
    """Whether the viewer was there when it was spoken about, or said, or holds its call."""
    if viewer.member is None or subject.item is None:
        return False
    holds = is_facilitator_of(viewer, subject.call)
    return holds or was_there(subject.item.id, viewer.member.id, said_at)


def may_see_thread(viewer: Viewer, thread: Any) -> bool:
    """Whoever may see what it is about."""
    subject = subject_of(thread)
    return subject is not None and may_see_subject(viewer, subject)


def subject_of_call(call: Call) -> Subject:
    """A call as the subject of its thread."""
    return Subject(
        about=f"{CALL} {call.id}",
        title=call.title,
        thing=call,
        endpoint="front.show_call",
        values={"slug": call.slug},
        notes_endpoint="notes.show_notes_of_call",
        notes_values={"slug": call.slug},
        call=call,
        is_gone=call.is_removed,
        is_open=call.visibility is Visibility.PUBLIC,
        is_led_by=partial(is_facilitator_of, subject=call),
    )


def subject_at_item(key: str) -> Subject | None:
    """The item of an agenda at an address as the subject of its thread."""
    item = item_by_key(key)
    return subject_of_item(item) if item else None


def subject_of_item_numbered(number: int) -> Subject | None:
    """The item of an agenda with this number as the subject of its thread."""
    item = db.session.get(Item, number)
    return subject_of_item(item) if item else None


def subject_of_item(item: Item) -> Subject:
    """An item of an agenda as the subject of its thread: as it is published, or was proposed."""
    told = words_read_by_all(item)
    return Subject(
        about=f"{ITEM} {item.id}",
        title=told.title if told else item.title,
        thing=item.call if told else item,
        endpoint="agendas.show_agenda",
        values={"slug": item.call.slug},
        notes_endpoint="notes.show_notes_of_item",
        notes_values={"key": item.key},
        call=item.call,
        item=item,
        is_gone=item.call.is_removed,
        is_off_record=item.is_off_record or (told is not None and told.is_off_record),
        is_open=item.call.visibility is Visibility.PUBLIC,
        is_led_by=partial(is_facilitator_of, subject=item.call),
    )


def _find_call(thread: Thread) -> Subject | None:
    call = db.session.scalar(_CALL_OF, {"thread_id": number_of(thread)})
    return subject_of_call(call) if call else None


def _find_item(thread: Thread) -> Subject | None:
    query = select(Item).join(ItemThread, ItemThread.item_id == Item.id)
    item = db.session.scalar(query.where(ItemThread.thread_id == thread.id))
    return subject_of_item(item) if item else None


def _sees_call(_member: Member, thread_id: Any) -> ColumnElement[bool]:
    there = CallThread.thread_id == thread_id, Call.id == CallThread.call_id
    return exists().where(*there, ~is_gone())


def _sees_item(member: Member, thread_id: Any) -> ColumnElement[bool]:
    there = ItemThread.thread_id == thread_id, Item.id == ItemThread.item_id
    return exists().where(
        *there, Call.id == Item.call_id, ~is_gone(), ~is_item_kept_from(member.id)
    )


def _titles_of_calls(thread_ids: Collection[int]) -> Mapping[int, str]:
    query = select(CallThread.thread_id, Call).join(Call, Call.id == CallThread.call_id)
    found = db.session.execute(query.where(CallThread.thread_id.in_(thread_ids))).unique()
    return {thread_id: call.title for thread_id, call in found}


def _titles_of_items(thread_ids: Collection[int]) -> Mapping[int, str]:
    """Those of their calls: what an item is called may not be for everybody yet."""
    query = select(ItemThread.thread_id, Call).join(Item, Item.id == ItemThread.item_id)
    query = query.join(Call, Call.id == Item.call_id)
    found = db.session.execute(query.where(ItemThread.thread_id.in_(thread_ids))).unique()
    return {thread_id: call.title for thread_id, call in found}


tie(CALL, _find_call, seen=_sees_call, titles=_titles_of_calls)
tie(ITEM, _find_item, seen=_sees_item, titles=_titles_of_items)
