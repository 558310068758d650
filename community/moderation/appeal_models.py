"""Appeals: a second look that the person concerned asked for, who hears it, what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import Base, choice

from .ruling_models import Ruling


class Appeal(Base):
    """The person concerned asks for a second look: once for each ruling."""

    __tablename__ = "appeal"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words_source: Mapped[str] = mapped_column(Text)
    words_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    ruling: Mapped[Ruling] = relationship(foreign_keys=[ruling_id])
    outcome: Mapped["AppealOutcome | None"] = relationship(
        primaryjoin="Appeal.id == AppealOutcome.appeal_id", viewonly=True, lazy="joined"
    )


class AppealHearer(Base):
    """Somebody who hears an appeal, and did not decide what it is against."""

    __tablename__ = "appeal_hearer"
    __table_args__ = (Index(None, "member_id"),)

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class Outcome(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"
    INCREASED = "increased"
    SENT_BACK = "sent back"


class AppealWord(Base):
    """What one of those who hear an appeal says of it, until it is decided. `words` are for whoever
    appealed, `for_reporter` for whoever reported.
    """

    __tablename__ = "appeal_word"
    __table_args__ = (
        ForeignKeyConstraint(
            ["appeal_id", "member_id"],
            ["appeal_hearer.appeal_id", "appeal_hearer.member_id"],
            name="fk_appeal_word_hearer",
        ),
        CheckConstraint("outcome IN ('upheld', 'withdrawn', 'sent back')", name="without_ruling"),
    )

    appeal_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome] = mapped_column("outcome", choice(Outcome, name="appeal_said"))
    words: Mapped[str] = mapped_column(Text)
    for_reporter: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class AppealOutcome(Base):
    """What became of an appeal: enough of those who hear it said the same. `ruling_id` is what took
    the place of the ruling, which they decided as any other.
    """

    __tablename__ = "appeal_outcome"

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column("outcome", choice(Outcome, name="appeal_outcome"))
    words: Mapped[str] = mapped_column(Text)
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))
    at: Mapped[datetime]


class AppealReminder(Base):
    """That those who can hear an appeal, or the contacts, were written to again, and when last."""

    __tablename__ = "appeal_reminder"

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True)
    at: Mapped[datetime]
