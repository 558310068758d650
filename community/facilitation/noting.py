"""Which notes stand beside the current item: its own, or those of the call."""

from dataclasses import dataclass

from community.access import Viewer
from community.calls.models import Call
from community.notes.models import Thread
from community.notes.queries import thread_of_call, thread_of_item
from community.notes.subject_queries import (
    Subject,
    may_see_subject,
    subject_of_call,
    subject_of_item_numbered,
)

from .queries import current_item_of


@dataclass(frozen=True, slots=True)
class Beside:
    """The notes of a call, and those of the item that is spoken about, whichever are shown."""

    item: int | None
    of_call: Thread | None
    of_item: Thread | None

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Those that are there."""
        return tuple(thread for thread in (self.of_call, self.of_item) if thread is not None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the notes of what, and whether it takes any now."""

    subject: Subject
    thread: Thread | None
    is_of_item: bool
    takes_notes: bool


def beside(call: Call) -> Beside:
    """What could be shown. At most three queries."""
    number = current_item_of(call)
    return Beside(number, thread_of_call(call), thread_of_item(number) if number else None)


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
