"""What threads are about: each feature that ties threads to its things says how to find them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from community.access import Viewer, may_see
from community.calls.models import Call
from community.db import db

from .models import CallThread, Thread

CALL = "call"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing a thread is about: `about` tells one from another, `endpoint` with `values` is its
    page, `thing` decides who may see the thread, `call` is the one it belongs to, if any.
    """

    about: str
    title: str
    thing: Any
    endpoint: str
    values: Mapping[str, Any]
    call: Call | None = None
    is_gone: bool = False


Find = Callable[[Thread], Subject | None]
_finders: dict[str, Find] = {}


def tie(about: str, find: Find) -> None:
    """Make `find` what finds the subject of threads that are about such things."""
    _finders[about] = find


def subject_of(thread: Thread) -> Subject | None:
    """What a thread is about."""
    find = _finders.get(thread.about)
    return find(thread) if find else None


def may_see_thread(viewer: Viewer, thread: Any) -> bool:
    """Whoever may see what it is about, as long as that is there."""
    subject = subject_of(thread)
    return subject is not None and not subject.is_gone and may_see(viewer, subject.thing)


def subject_of_call(call: Call) -> Subject:
    """A call as the subject of its thread."""
    return Subject(
        f"{CALL} {call.id}",
        call.title,
        call,
        "front.show_call",
        {"slug": call.slug},
        call,
        is_gone=call.is_removed,
    )


def _find_call(thread: Thread) -> Subject | None:
    query = select(Call).join(CallThread, CallThread.call_id == Call.id)
    call = db.session.scalar(query.where(CallThread.thread_id == thread.id))
    return subject_of_call(call) if call else None


tie(CALL, _find_call)
