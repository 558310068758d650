"""Reads about what became of notes."""

from sqlalchemy import select

from community.db import db

from .models import Note
from .outcomes import NoteOutcome


def outcome_of(note: Note) -> NoteOutcome | None:
    """What became of it, as long as it stands."""
    query = select(NoteOutcome).where(
        NoteOutcome.note_id == note.id, NoteOutcome.ended_at.is_(None)
    )
    return db.session.scalar(query)
