"""Which notes stand beside the current item: its own, or those of the call; and what one has begun
to write elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.drafts.models import Draft
from community.drafts.places import of_note
from community.notes.left_queries import threads_left
from community.notes.models import Thread
from community.notes.queries import thread_of_call, thread_of_item
from community.notes.subject_queries import (
    CALL,
    ITEM,
    Subject,
    may_see_subject,
    subject_of_call,
    subject_of_item_numbered,
)
from community.notes.telling import of_thread, of_thread_id

from .queries import current_item_of


@dataclass(frozen=True, slots=True)
class Beside:
    """The notes of a call, and those of the item that is spoken about, whichever are shown; `left`
    are the threads with actions that were left open for it.
    """

    item: int | None
    of_call: Thread | None
    of_item: Thread | None
    left: Sequence[int] = ()

    @property
    def scopes(self) -> set[str]:
        """What changes stand for among the revisions."""
        there = (thread for thread in (self.of_call, self.of_item) if thread is not None)
        return {*map(of_thread, there), *map(of_thread_id, self.left)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the notes of what, and whether it takes any now."""

    subject: Subject
    thread: Thread | None
    is_of_item: bool
    takes_notes: bool


@dataclass(frozen=True, slots=True)
class DraftElsewhere:
    """A draft that is not shown: on the item with this title, whose notes are found by its key, or
    without both on the call.
    """

    title: str | None = None
    key: str | None = None


def begun_elsewhere(
    member: Member, call: Call | None, items: Mapping[int, tuple[str | None, str | None]]
) -> Sequence[DraftElsewhere]:
    """What a member has begun to write on some items, by their numbers with titles and keys, and on
    `call`, the latest first. One query.
    """
    places = {
        of_note(f"{ITEM} {number}"): DraftElsewhere(*named) for number, named in items.items()
    }
    if call is not None:
        places[of_note(f"{CALL} {call.id}")] = DraftElsewhere()
    query = select(Draft.place).where(Draft.member_id == member.id, Draft.place.in_(places))
    found = db.session.scalars(query.order_by(Draft.at.desc(), Draft.place))
    return [places[place] for place in dict.fromkeys(found)]


def beside(call: Call) -> Beside:
    """What could be shown. At most four queries."""
    number = current_item_of(call)
    of_item = thread_of_item(number) if number else None
    return Beside(number, thread_of_call(call), of_item, threads_left(call.id))


def shown_of(call: Call, found: Beside, viewer: Viewer) -> Shown:
    """The notes of the item where everybody who follows the call may see it, so once it is
    published; else those of the call. Off the record only those who are here write, and read it.
    """
    subject = subject_of_item_numbered(found.item) if found.item else None
    if subject is not None and subject.is_off_record:
        if may_see_subject(viewer, subject):
            return Shown(subject, found.of_item, is_of_item=True, takes_notes=True)
        return Shown(subject_of_call(call), found.of_call, is_of_item=False, takes_notes=False)
    if subject is not None and subject.thing is subject.call:
        return Shown(subject, found.of_item, is_of_item=True, takes_notes=True)
    return Shown(subject_of_call(call), found.of_call, is_of_item=False, takes_notes=True)
