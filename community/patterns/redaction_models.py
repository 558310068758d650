"""That words were taken out of patterns for ever: by whom, when and why, never which."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base
from community.redaction_fields import LONGEST_WHY


class PatternRedaction(Base):
    """Words were taken out of a pattern and of all that is kept with it. From revision `number` on
    it is without them, and what was written over an earlier one is not taken any more.
    """

    __tablename__ = "pattern_redaction"
    __table_args__ = (
        CheckConstraint("why <> ''", name="why"),
        ForeignKeyConstraint(
            ["pattern_id", "number"], ["pattern_revision.pattern_id", "pattern_revision.number"]
        ),
        Index(None, "pattern_id", "number"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int]
    number: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
