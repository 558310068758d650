"""Which note of a call a pattern was begun from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base
from community.notes.models import Note

from .models import Pattern


class PatternNoteSource(Base):
    """A pattern was begun from a note, by a member who could read it."""

    __tablename__ = "pattern_note_source"
    __table_args__ = (Index(None, "note_id", "by_id"), Index(None, "by_id"))

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    pattern: Mapped[Pattern] = relationship()
    note: Mapped[Note] = relationship()
