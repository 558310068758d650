"""What a change of notes stands for among the revisions: the thread they are in."""

from typing import Any

from sqlalchemy.orm import Session

from community import revisions
from community.revisions import Parameters

from .models import Note, Thread


def of_thread(thread: Thread) -> str:
    """The scope of the notes of a thread."""
    return of_thread_id(thread.id)


def of_thread_id(thread_id: int) -> str:
    """The same, for the thread with this number."""
    return f"thread:{thread_id}"


def connect() -> None:
    """Let each statement that writes notes tell which thread they are in."""
    revisions.narrow("note", _of_note)
    beside = "note_revision", "note_mention", "note_removal", "action", "decision", "completion"
    for table in (*beside, "note_outcome"):
        revisions.narrow(table, _of_what_is_beside)


def _of_note(session: Session, given: Parameters) -> str | None:
    """By what is inserted, else by the row that is at hand in the session."""
    thread_id = given.get("thread_id")
    return f"thread:{thread_id}" if isinstance(thread_id, int) else _at_hand(session, given)


def _of_what_is_beside(session: Session, given: Parameters) -> str | None:
    return _at_hand(session, given)


def _at_hand(session: Session, given: Parameters) -> str | None:
    note_id: Any = given.get("note_id", given.get("note_note_id"))
    row = session.identity_map.get(session.identity_key(Note, note_id)) if note_id else None
    thread_id = row.__dict__.get("thread_id") if row is not None else None
    return f"thread:{thread_id}" if isinstance(thread_id, int) else None
