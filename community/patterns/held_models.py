"""What has the first link of somebody waits, or waited, until a curator has read it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    cast,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, choice

from .collection_models import Openness

WAITS = "waits"
_WAITS = text("ended_at IS NULL")


class Held(StrEnum):
    """What can wait; with a number it says which row of which table."""

    USE = "use"
    SUGGESTION = "suggestion"
    COLLECTION = "collection"
    PATTERN = "pattern"
    REVIEW = "review"
    OBJECTION = "objection"
    ANSWER = "answer"
    MESSAGE = "message"


class Outcome(StrEnum):
    """How it ended."""

    SHOWN = "shown"
    LEFT = "left"
    TAKEN_BACK = "taken back"


class LibraryHold(Base):
    """Something of `by_id` that nobody else sees until a curator has read it. Until then a known
    use, a suggestion, a review, an objection and an answer are withdrawn, a collection is private
    though it is to have this `openness`, and a pattern is a draft though it is proposed, for which
    `why` is the reason. A message has no more than this row.
    """

    __tablename__ = "library_hold"
    __table_args__ = (
        CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) = (ended_by_id IS NULL)",
            name="ended_by",
        ),
        CheckConstraint("(about = 'collection') = (openness IS NOT NULL)", name="open_to"),
        Index(
            *("uq_library_hold_waits", "about", "subject_id"),
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(None, "about", "subject_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[Held] = mapped_column(choice(Held, name="about"))
    subject_id: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(300), default="")
    openness: Mapped[Openness | None] = mapped_column(choice(Openness))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])


def held_as(about: Held, subject_id: Any) -> ScalarSelect[str]:
    """For a query on content that waits once: how that ended, `WAITS` where it has not."""
    of_it = select(func.coalesce(cast(LibraryHold.outcome, String), literal(WAITS))).where(
        LibraryHold.about == about, LibraryHold.subject_id == subject_id
    )
    return of_it.correlate_except(LibraryHold).limit(1).scalar_subquery()


def is_kept_back(about: Held, subject_id: Any) -> ColumnElement[bool]:
    """For a query on content: whether it waits, or was left out or taken back then."""
    of_it = LibraryHold.about == about, LibraryHold.subject_id == subject_id
    return exists().where(*of_it, LibraryHold.outcome.is_distinct_from(Outcome.SHOWN))
