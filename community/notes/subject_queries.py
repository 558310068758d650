"""What threads are about: each feature that ties threads to its things says how to find them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select

from community.access import Viewer, may_see
from community.agendas.editions import EditionItem
from community.agendas.models import Item
from community.agendas.queries import item_by_key
from community.calls.models import Call, Visibility
from community.calls.policies import is_facilitator_of
from community.db import db, number_of

from .models import CallThread, ItemThread, Kind, Thread
from .sight_queries import was_there

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
_finders: dict[str, Find] = {}


@dataclass(frozen=True, slots=True)
class Parts:
    """How notes are taken on parts of things of another feature: what is at an address, which
    thread it has once something was said, and how one is begun.
    """

    at: Callable[[str, str], Subject | None]
    thread: Callable[[Subject], Thread | None]
    begin: Callable[[Subject, datetime], Thread]


PARTS: dict[str, Parts] = {}
"""Of things with parts, by the word that stands first in their addresses."""


def tie(about: str, find: Find) -> None:
    """Make `find` what finds the subject of threads that are about such things."""
    _finders[about] = find


def subject_of(thread: Thread) -> Subject | None:
    """What a thread is about."""
    find = _finders.get(thread.about)
    return find(thread) if find else None


def may_see_subject(viewer: Viewer, subject: Any) -> bool:
    """Whoever may see the thing, as long as it is there. What is off the record is between those
    who were there and who hold the call.
    """
    if subject.is_gone:
        return False
    if not subject.is_off_record:
        return may_see(viewer, subject.thing)
    return may_see(viewer, subject.call) and is_among_them(viewer, subject)


def is_among_them(viewer: Viewer, subject: Subject) -> bool:
    """Whether the viewer was there when an item was spoken about, or holds its call."""
    if viewer.member is None or subject.item is None:
        return False
    holds = is_facilitator_of(viewer, subject.call)
    return holds or was_there(subject.item.id, viewer.member.id)


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
    """An item of an agenda as the subject of its thread: as it is published, where it is."""
    published = _published(item)
    return Subject(
        about=f"{ITEM} {item.id}",
        title=published.title if published else item.title,
        thing=item.call if published else item,
        endpoint="agendas.show_agenda",
        values={"slug": item.call.slug},
        notes_endpoint="notes.show_notes_of_item",
        notes_values={"key": item.key},
        call=item.call,
        item=item,
        is_gone=item.call.is_removed,
        is_off_record=item.is_off_record or (published is not None and published.is_off_record),
        is_open=item.call.visibility is Visibility.PUBLIC,
        is_led_by=partial(is_facilitator_of, subject=item.call),
    )


def _published(item: Item) -> EditionItem | None:
    """The item as it was published last."""
    query = select(EditionItem).where(EditionItem.item_id == item.id)
    return db.session.scalar(query.order_by(EditionItem.edition_id.desc()).limit(1))


def _find_call(thread: Thread) -> Subject | None:
    call = db.session.scalar(_CALL_OF, {"thread_id": number_of(thread)})
    return subject_of_call(call) if call else None


def _find_item(thread: Thread) -> Subject | None:
    query = select(Item).join(ItemThread, ItemThread.item_id == Item.id)
    item = db.session.scalar(query.where(ItemThread.thread_id == thread.id))
    return subject_of_item(item) if item else None


tie(CALL, _find_call)
tie(ITEM, _find_item)
