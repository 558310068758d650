"""Reads about what became of notes."""

from sqlalchemy import select

from community.db import db

from .models import Note
from .outcomes import RAISING, NoteOutcome


def outcome_of(note: Note) -> NoteOutcome | None:
    """What became of it, as long as it stands."""
    query = select(NoteOutcome).where(
        NoteOutcome.note_id == note.id, NoteOutcome.ended_at.is_(None)
    )
    return db.session.scalar(query)


def outcome_numbered(number: int) -> NoteOutcome | None:
    """What became of a note, with this number, where it stands and says why, which is not set
    aside.
    """
    query = select(NoteOutcome).join(Note, Note.id == NoteOutcome.note_id)
    said = NoteOutcome.why != "", ~NoteOutcome.is_aside
    standing = NoteOutcome.ended_at.is_(None), Note.kind.in_(RAISING)
    return db.session.scalar(query.where(NoteOutcome.id == number, *said, *standing))
