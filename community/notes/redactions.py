"""That words were taken out of notes for ever: by whom, when and why, never which."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base
from community.redaction_fields import LONGEST_WHY

GONE = "It repeated what was taken out for ever."  # why, where words went from elsewhere with it


class NoteRedaction(Base):
    """Words were taken out of a note; from its `version` on it is without them, and what was
    written over an earlier one is not taken any more.
    """

    __tablename__ = "note_redaction"
    __table_args__ = (
        CheckConstraint("why <> ''", name="why"),
        Index(None, "note_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    version: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
