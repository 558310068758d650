"""What follows a ruling while it stands: conditions and whether they are met, being let in again on
request, and the yearly look at a ban.

Conditions are a part of a ruling and change no more than it. What is said of them, a request, what
those say who hear it, and each look are rows that stay until the case is purged; triggers of the
database hold that, and that nobody hears a request or looks again who decided the ruling.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import one_standing
from community.db import Base, choice
from community.keys import KEY_LENGTH, new_key

from .ruling_models import Ruling


class RulingCondition(Base):
    """What is to be met while a ruling stands; `within_days` counts from when the person is told.
    Without it there is time until it ends.
    """

    __tablename__ = "ruling_condition"
    __table_args__ = (
        UniqueConstraint("ruling_id", "position"),
        CheckConstraint("within_days > 0", name="within_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(500))
    within_days: Mapped[int | None]


class ConditionWord(Base):
    """A responder says that a condition is met, or is not; the last word counts."""

    __tablename__ = "condition_word"
    __table_args__ = (Index(None, "condition_id"), Index(None, "by_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    condition_id: Mapped[int] = mapped_column(ForeignKey("ruling_condition.id"))
    is_met: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    by: Mapped[Member] = relationship()


class Answered(StrEnum):
    """What becomes of a request to be let in again."""

    LET_IN = "let in"
    NOT_YET = "not yet"


class Readmission(Base):
    """The person concerned asks to be let in again; one request at a time for a ruling. `answer`
    is what they read.
    """

    __tablename__ = "readmission"
    __table_args__ = (
        one_standing("uq_readmission_standing", "ruling_id", open_column="answered_at"),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered_how"),
        Index(None, "ruling_id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words_source: Mapped[str] = mapped_column(Text)
    words_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    outcome: Mapped[Answered | None] = mapped_column(choice(Answered, name="readmission_outcome"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]

    ruling: Mapped[Ruling] = relationship()


class ReadmissionWord(Base):
    """What one of those who hear a request says of it, until it is answered. `words` are for
    whoever asked, `for_reporter` for whoever reported.
    """

    __tablename__ = "readmission_word"
    __table_args__ = (Index(None, "member_id"),)

    readmission_id: Mapped[int] = mapped_column(ForeignKey("readmission.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    outcome: Mapped[Answered] = mapped_column("outcome", choice(Answered, name="readmission_said"))
    words: Mapped[str] = mapped_column(Text)
    for_reporter: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class RulingLook(Base):
    """A ban was looked at again, and stands. `why` is for the responders."""

    __tablename__ = "ruling_look"
    __table_args__ = (Index(None, "ruling_id"), Index(None, "by_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    by: Mapped[Member] = relationship()


class LookAsking(Base):
    """That responders were asked to look at a ban again, once for each year's look."""

    __tablename__ = "look_asking"

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
