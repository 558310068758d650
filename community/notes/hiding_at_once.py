"""Notes hidden at once during a call: until a day has passed. To be hidden longer, a note is set
aside under a clause of the code (`community.notes.setting_aside`).

When the time is over they are there again by themselves; the worker then ends the row, so that
they are found by the search too.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from community import work
from community.accounts.models import Member
from community.conduct.emergency_models import Emergency
from community.db import db, locked, transaction

from .models import Note, NoteRemoval


def hide(note: Note, measure: Emergency, *, by: Member, now: datetime) -> None:
    """Take a note out as long as a measure stands. What is out of sight already stays as it is."""
    note = locked(Note, note.id)
    if make_room(note, now) is not None:
        return
    db.session.add(
        NoteRemoval(
            note_id=note.id,
            by_id=by.id,
            at=now,
            reason="",
            emergency_id=measure.id,
            until=measure.ends_at,
        )
    )
    db.session.flush()
    db.session.expire(note, ["removal"])


def show_again(measure: Emergency, *, by: Member, now: datetime) -> None:
    """Undo it. Twice changes nothing."""
    row = _of(measure)
    if row is not None:
        _end(row, now, by.id)


def forget(number: int) -> None:
    """Name a measure no more that stood once; what it hid and what became of that stays said."""
    gone = update(NoteRemoval).where(NoteRemoval.emergency_id == number)
    over = func.coalesce(NoteRemoval.withdrawn_at, NoteRemoval.until)
    by = func.coalesce(NoteRemoval.withdrawn_by_id, NoteRemoval.by_id)
    ended = {"withdrawn_at": over, "withdrawn_by_id": by}
    db.session.execute(
        gone.values(emergency_id=None, until=None, **ended),
        execution_options={"synchronize_session": "fetch"},
    )


def make_room(note: Note, now: datetime) -> NoteRemoval | None:
    """The row by which a note is out of sight; where the time of one is over, that ends first."""
    query = select(NoteRemoval).where(
        NoteRemoval.note_id == note.id, NoteRemoval.withdrawn_at.is_(None)
    )
    row = db.session.scalar(query)
    if row is not None and row.until is not None and row.until <= now:
        _end(row, row.until, row.by_id)
        return None
    return row


def give_way(note: Note, row: NoteRemoval, *, by: Member, now: datetime) -> None:
    """End what was hidden at once, where something else takes its place."""
    _end(row, now, by.id)
    db.session.expire(note, ["removal"])


def end_those_over(now: datetime) -> None:
    """End the rows whose time is over, each in a transaction of its own.

    Raises `community.work.Unfinished`.
    """

    def end(note_id: int) -> None:
        with transaction():
            make_room(locked(Note, note_id), now)

    over = select(NoteRemoval.note_id).where(
        NoteRemoval.withdrawn_at.is_(None), NoteRemoval.until <= now
    )
    found = db.session.scalars(over.order_by(NoteRemoval.id)).all()
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, end, what="note")


def _of(measure: Emergency) -> NoteRemoval | None:
    """The row that a measure stands by, after its note, as everything that takes notes out."""
    if measure.note_id is None:
        return None
    locked(Note, measure.note_id)
    query = select(NoteRemoval).where(
        NoteRemoval.emergency_id == measure.id, NoteRemoval.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def _end(row: NoteRemoval, at: datetime, by_id: int) -> None:
    """At the hand of whoever hid it, where its time was over."""
    row.withdrawn_at, row.withdrawn_by_id = at, by_id
    db.session.flush()
    note = db.session.get_one(Note, row.note_id)
    db.session.expire(note, ["removal"])


JOBS = (work.Job("show hidden notes again", timedelta(minutes=1), end_those_over),)
