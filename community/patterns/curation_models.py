"""What others say of a pattern: reviews, objections, a curator's word, checks."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.calls.models import one_standing
from community.db import UNNESTED, Base, choice

from .models import Pattern

LONGEST_WORDS = 2000
LONGEST_INTEREST = 300
LONGEST_REASON = 1000
LONGEST_WORD = 300
LOOKED_AT = {
    "problem": "The problem is one that others have too",
    "solution": "Somebody who was not there could do it",
    "check": "The check can be answered",
    "sides": "People and business are told of alike",
    "sources": "Sources and licences are right",
}
"""What a reviewer is asked to look at, by name."""
_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"


class Verdict(StrEnum):
    """What a review comes to."""

    READY = "ready"
    WORK = "needs work"
    CONCERN = "concern"


class Review(Base):
    """Somebody who wrote none of it has read a revision. `interest` says what they stand to gain;
    `looked_at` names what they looked at, of `reviewing.LOOKED_AT`, with spaces between.
    """

    __tablename__ = "pattern_review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["pattern_id", "number"], ["pattern_revision.pattern_id", "pattern_revision.number"]
        ),
        CheckConstraint("interest <> ''", name="interest_said"),
        one_standing(
            "uq_pattern_review_standing", "pattern_id", "by_id", open_column="withdrawn_at"
        ),
        Index(None, "pattern_id", "id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int]
    number: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    looked_at: Mapped[str] = mapped_column(String(100), default="")
    interest: Mapped[str] = mapped_column(String(LONGEST_INTEREST))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # by who wrote it, or for a later one of theirs

    pattern: Mapped[Pattern] = relationship(
        primaryjoin="foreign(Review.pattern_id) == Pattern.id", lazy="joined", viewonly=True
    )
    by: Mapped[Person] = relationship()


class Objection(Base):
    """Somebody gives a reason why a pattern should not be proven. Until it is answered or
    withdrawn, no days count.
    """

    __tablename__ = "pattern_objection"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        Index(None, "pattern_id", "id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # by who raised it

    pattern: Mapped[Pattern] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Person] = relationship()


class ObjectionAnswer(Base):
    """The author or a curator has answered an objection, in words everybody reads."""

    __tablename__ = "pattern_objection_answer"
    __table_args__ = (
        CheckConstraint("words <> ''", name="words_said"),
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        one_standing(
            "uq_pattern_objection_answer_standing", "objection_id", open_column="withdrawn_at"
        ),
        Index(None, "objection_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("pattern_objection.id"))
    words: Mapped[str] = mapped_column(String(LONGEST_REASON))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class CuratorWord(Base):
    """A curator who wrote none of it says that it may be called proven."""

    __tablename__ = "pattern_curator_word"
    __table_args__ = (
        CheckConstraint(_WITHDRAWN, name="withdrawn_by_somebody"),
        one_standing("uq_pattern_curator_word_standing", "pattern_id", open_column="withdrawn_at"),
        Index(None, "pattern_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    number: Mapped[int | None]  # of the revision it is about; not known of old ones
    word: Mapped[str] = mapped_column(String(LONGEST_WORD), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    pattern: Mapped[Pattern] = relationship(viewonly=True)
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class PatternCheck(Base):
    """Somebody has looked whether a pattern is still right, and found that it is."""

    __tablename__ = "pattern_check"
    __table_args__ = (Index(None, "pattern_id", "at"), Index(None, "by_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    number: Mapped[int | None]  # of the revision that was looked at; not known of old ones
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # by who said so

    by: Mapped[Person] = relationship()
