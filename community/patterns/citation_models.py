"""Where patterns are cited: in the agenda of a call as it was published last, and in notes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class PatternCitation(Base):
    """A text leads to a pattern with its address: the agenda of a call, or a note."""

    __tablename__ = "pattern_citation"
    __table_args__ = (
        CheckConstraint("(note_id IS NULL) <> (call_id IS NULL)", name="one_place"),
        UniqueConstraint("pattern_id", "note_id", name="uq_pattern_citation_note"),
        UniqueConstraint("pattern_id", "call_id", name="uq_pattern_citation_call"),
        Index(None, "note_id"),
        Index(None, "call_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]
