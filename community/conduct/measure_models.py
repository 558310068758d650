"""Measures under the code: what was imposed on whom for which clause, and its end ahead of time.

Rows are added and never changed: triggers of the database refuse it. What has become old is taken
out whole.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, choice

from .content import Effect

BAN = 4  # the rung without an end


class Measure(Base):
    """What a person may not do for a while, and the clause of the code it stands on.

    `series_id` or `other_person_id`: that it is about one series or one person alone. Without
    `ends_at` no end is set. `facts` and `scope` are what the person is told.
    """

    __tablename__ = "measure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_measure_clause",
        ),
        ForeignKeyConstraint(
            ["version_id", "level"],
            ["code_rung.version_id", "code_rung.level"],
            name="fk_measure_rung",
        ),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("series_id IS NULL OR other_person_id IS NULL", name="one_scope"),
        Index("ix_measure_person_id_ends_at", "person_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int]
    clause_key: Mapped[str] = mapped_column(String(40))
    level: Mapped[int]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    facts: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(500))
    how_found: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    lifting: Mapped["MeasureLifting | None"] = relationship(back_populates="measure", lazy="joined")
    effects: Mapped[list["MeasureEffect"]] = relationship(lazy="selectin")

    def stands(self, now: datetime) -> bool:
        """Whether it has begun, has not ended and was not lifted."""
        if self.lifting is not None and self.lifting.at <= now:
            return False
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


class MeasureEffect(Base):
    """One thing that a measure does."""

    __tablename__ = "measure_effect"

    measure_id: Mapped[int] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    effect: Mapped[Effect] = mapped_column(choice(Effect), primary_key=True)


class MeasureLifting(Base):
    """That a measure ended ahead of its time, and why."""

    __tablename__ = "measure_lifting"

    measure_id: Mapped[int] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(500))

    measure: Mapped[Measure] = relationship(back_populates="lifting")


class LeftAddress(Base):
    """An address of somebody who left while a measure stood, as a digest that only the key of this
    place can make: who comes back by it is known for the same. It goes when nothing stands.
    """

    __tablename__ = "left_address"
    __table_args__ = (Index(None, "digest"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
