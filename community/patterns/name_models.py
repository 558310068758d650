"""Names that people have taken off a pattern; what they wrote stays."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class NameTakenOff(Base):
    """Somebody does not want to be named with a pattern, from `at` on. Kept when it is put back."""

    __tablename__ = "pattern_name_taken_off"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= at", name="withdrawn_later"),
        Index(
            "uq_pattern_name_taken_off_standing",
            *("pattern_id", "person_id"),
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
