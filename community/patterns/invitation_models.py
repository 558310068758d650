"""Whom the author of a draft has invited to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, choice

from .models import Pattern


class MayDo(StrEnum):
    """What somebody is invited to."""

    READ = "read"
    WRITE = "write"


class PatternInvitation(Base):
    """Somebody may read or write a draft, from `at` on. Kept when it has ended: the author took it
    back, or whoever was invited left.
    """

    __tablename__ = "pattern_invitation"
    __table_args__ = (
        CheckConstraint("person_id <> by_id", name="somebody_else"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_by_id IN (by_id, person_id)", name="ended_by_one_of_both"),
        CheckConstraint("ended_at >= at", name="ended_after_it_began"),
        Index(
            "uq_pattern_invitation_standing",
            *("pattern_id", "person_id"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    may: Mapped[MayDo] = mapped_column(choice(MayDo))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    pattern: Mapped[Pattern] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
