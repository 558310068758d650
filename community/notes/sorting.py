"""What kind a note is, and what stands beside decisions and actions."""

from datetime import date, datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db, locked
from community.errors import Refusal

from .carrying import follow
from .models import Kind, Note, NoteRevision
from .queries import revision_of
from .subject_queries import subject_of
from .tasks import Action, Decision


class SortedMeanwhile(Refusal):
    """Somebody else has made the note another kind since it was read."""


def sort(
    note: Note,
    kind: Kind,
    *,
    owner_id: int | None = None,
    due_on: date | None = None,
    base: int | None = None,
    by: Member,
    now: datetime,
) -> None:
    """Make `note`, which was read as version `base`, another kind; an action gets an owner and a
    day. What it was before is kept. Doing it twice changes nothing.

    Raises `SortedMeanwhile`.
    """
    note = locked(Note, note.id)
    before = revision_of(note, base) if base is not None else None
    if before is not None and before.kind is not note.kind and note.kind is not kind:
        raise SortedMeanwhile("Somebody else has made it something else. Look, then save again.")
    if note.kind is not kind:
        keep_before(note)
        note.kind = kind
        note.version += 1
        note.changed_at, note.changed_by_id = now, by.id
        db.session.flush()
    subject = subject_of(note.thread)
    put_beside(note, subject.call if subject else None, owner_id=owner_id, due_on=due_on, now=now)


def put_beside(
    note: Note, call: Call | None, *, owner_id: int | None, due_on: date | None, now: datetime
) -> None:
    """The row that belongs to a decision or an action, made or brought up to date."""
    call_id = call.id if call else None
    if note.kind is Kind.DECISION and db.session.get(Decision, note.id) is None:
        db.session.add(Decision(note_id=note.id, call_id=call_id, at=now))
    if note.kind is Kind.ACTION:
        action = db.session.get(Action, note.id)
        if action is None:
            action = Action(note_id=note.id, call_id=call_id, at=now)
            db.session.add(action)
            db.session.flush()
            follow(action, now=now)
        if (action.owner_id, action.due_on) != (owner_id, due_on):
            action.owner_id, action.due_on = owner_id, due_on
    db.session.flush()


def keep_before(note: Note) -> None:
    """Keep what a note is, before it changes."""
    db.session.add(
        NoteRevision(
            note_id=note.id,
            number=note.version,
            kind=note.kind,
            text_source=note.text_source,
            disclosure_id=note.disclosure_id,
            by_id=note.changed_by_id or note.by_id,
            at=note.changed_at or note.made_at,
        )
    )
    db.session.flush()
