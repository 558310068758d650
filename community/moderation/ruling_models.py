"""Rulings and appeals: what was decided, by how many, what the person concerned was told, and who
heard it again.

A ruling is a draft until it is made. From then on triggers of the database refuse any change to it
and its parts: it ends by a row, where another takes its place or an appeal withdraws it. Whether
enough decided, whether a clause is named and whether it is one of the code that held when it
happened is asked where it is made; that nobody hears an appeal against their own ruling, where they
join. Only a case that is purged may lose its rulings.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member, Person
from community.conduct.content import Effect
from community.conduct.measure_models import Measure
from community.db import UNNESTED, Base, choice
from community.keys import KEY_LENGTH, new_key

from .case_models import Case


class Dismissal(StrEnum):
    """Why nothing follows."""

    NO_VIOLATION = "no violation"
    NOT_ENOUGH = "not enough known"
    ELSEWHERE = "belongs elsewhere"
    SETTLED = "settled between them"


class Ruling(Base):
    """What is decided about one person: a rung of the ladder, or that nothing follows. The letter
    has four parts; `rationale` is for the responders, `for_reporter` for whoever reported.

    `lasts_days` counts from when the person is told; without it there is no end.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        UniqueConstraint("id", "version_id"),
        ForeignKeyConstraint(
            ["version_id", "level"],
            ["code_rung.version_id", "code_rung.level"],
            name="fk_ruling_rung",
        ),
        CheckConstraint(
            "(dismissal IS NULL) = (level IS NOT NULL) AND (level IS NULL) = (version_id IS NULL)",
            name="rung_or_dismissal",
        ),
        CheckConstraint("level IS NULL OR person_id IS NOT NULL", name="about_somebody"),
        CheckConstraint("lasts_days >= 0", name="lasts_days"),
        CheckConstraint("NOT is_on_appeal OR replaces_id IS NOT NULL", name="on_appeal_of"),
        Index(None, "case_id"),
        Index(None, "person_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("code_publication.version_id"))
    level: Mapped[int | None]
    dismissal: Mapped[Dismissal | None] = mapped_column(choice(Dismissal))
    behaviour: Mapped[str] = mapped_column(Text, default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(Text, default="")
    consequence: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(300), default="")
    how_found: Mapped[str] = mapped_column(String(300), default="")
    rationale: Mapped[str] = mapped_column(Text)
    for_reporter: Mapped[str] = mapped_column(Text, default="")
    lasts_days: Mapped[int | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))
    is_on_appeal: Mapped[bool] = mapped_column(default=False)  # against what it replaces
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    made: Mapped["RulingMade | None"] = relationship(viewonly=True, lazy="joined")
    notice: Mapped["RulingNotice | None"] = relationship(viewonly=True, lazy="joined")
    end: Mapped["RulingEnd | None"] = relationship(
        primaryjoin="Ruling.id == RulingEnd.ruling_id", viewonly=True, lazy="joined", uselist=False
    )
    measure: Mapped["RulingMeasure | None"] = relationship(viewonly=True, lazy="joined")


class RulingClause(Base):
    """A clause that was broken, of the version the ruling is by."""

    __tablename__ = "ruling_clause"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ruling_id", "version_id"],
            ["ruling.id", "ruling.version_id"],
            name="fk_ruling_clause_ruling",
        ),
        ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_ruling_clause_clause",
        ),
    )

    ruling_id: Mapped[int] = mapped_column(primary_key=True)
    clause_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    version_id: Mapped[int]


class RulingEffect(Base):
    """What the program does while what the ruling imposes stands."""

    __tablename__ = "ruling_effect"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    effect: Mapped[Effect] = mapped_column("effect", choice(Effect), primary_key=True)


class RulingUnheard(Base):
    """Why the person it is about was not heard before, which they read with the reasons. Without it
    a trigger refuses to make a ruling where nobody has written to them in time.
    """

    __tablename__ = "ruling_unheard"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(300))


class RulingEmergency(Base):
    """Something done at once in a call that is to stand for the person as long as what the ruling
    imposes does.
    """

    __tablename__ = "ruling_emergency"
    __table_args__ = (Index(None, "emergency_id"),)

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    emergency_id: Mapped[int] = mapped_column(
        ForeignKey("emergency.id", ondelete="CASCADE"), primary_key=True
    )


class RulingDecider(Base):
    """Somebody agrees to a ruling: who can take the case, and on appeal who hears it."""

    __tablename__ = "ruling_decider"
    __table_args__ = (Index(None, "member_id"),)

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class RulingUncounted(Base):
    """Somebody had agreed to a ruling whom an appeal kept from deciding by the time it was made."""

    __tablename__ = "ruling_uncounted"
    __table_args__ = (Index(None, "member_id"),)

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]


class RulingMade(Base):
    """Enough have agreed. `without_conflict`: how many could have decided."""

    __tablename__ = "ruling_made"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    without_conflict: Mapped[int]
    at: Mapped[datetime]


class RulingNotice(Base):
    """The person concerned is told, once somebody who did not write it has read it."""

    __tablename__ = "ruling_notice"
    __table_args__ = (Index(None, "read_by_id"),)

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    read_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class RulingMeasure(Base):
    """What a ruling imposes. It is lifted when the ruling ends."""

    __tablename__ = "ruling_measure"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), unique=True)

    measure: Mapped[Measure] = relationship(lazy="joined", innerjoin=UNNESTED)


class RulingEnd(Base):
    """A ruling stands no more: another took its place, or an appeal withdrew it."""

    __tablename__ = "ruling_end"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))
    why: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
