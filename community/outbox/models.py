"""Letters we owe, each a row of facts until it is posted; and which letters a person wants."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice


class Group(StrEnum):
    """What a person can choose to receive; letters about the account itself always come."""

    ACCOUNT = "account"
    CHANGES = "changes"
    PLACES = "places"
    DAY_BEFORE = "day before"
    HOUR_BEFORE = "hour before"
    SHARING = "sharing"
    NOTES = "notes"
    NOTES_DAILY = "notes daily"
    AGENDAS = "agendas"
    RECORDS = "records"
    RECORD_NUDGES = "record nudges"
    PATTERNS = "patterns"


NOT_UNLESS_CHOSEN = frozenset({Group.HOUR_BEFORE, Group.NOTES_DAILY})
"""Groups that nobody gets who did not ask for them."""


DISCREET = "discreet"
"""The kind of letters that say nothing but where to look."""

UNLISTED = frozenset({DISCREET, "join_link"})
"""The kinds of letters that stand in no list: whom they go to, or do not, would say too much."""


class Outcome(StrEnum):
    """How a letter ended."""

    SENT = "sent"
    NOT_NEEDED = "not needed"  # when it was to be written, there was nothing left to say
    GIVEN_UP = "given up"


class Letter(Base):
    """A letter we owe: for whom, of what kind, about what. What it says is read when it is sent.

    One for each kind, recipient and event (`about`). One that `gathers` takes in what happens
    until a worker has taken it; what happens later is another letter.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_how"),
        CheckConstraint("person_id IS NOT NULL OR address IS NOT NULL", name="to_somebody"),
        Index(
            "uq_letter_event",
            "kind",
            "recipient",
            "about",
            unique=True,
            sqlite_where=text("NOT gathers OR taken_at IS NULL"),
            postgresql_where=text("NOT gathers OR taken_at IS NULL"),
        ),
        Index(
            "ix_letter_due",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "person_id"),
        Index(None, "outcome", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(80))  # a key: see `owing.recipient_key`
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str | None] = mapped_column(String(254))  # where it is not the person's own
    about: Mapped[str] = mapped_column(String(120))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    gathers: Mapped[bool] = mapped_column(default=False)
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None]  # when a worker first had it in hand
    tried_at: Mapped[datetime | None]  # when a worker last had it in hand
    unsure_at: Mapped[datetime | None]  # when it was first tried and may have gone, unknown to us
    leased_until: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(String(32))  # of the worker that has it in hand
    fault: Mapped[str | None] = mapped_column(String(100))  # of the last try that failed
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))

    @property
    def is_open(self) -> bool:
        """Whether it is still to be posted."""
        return self.closed_at is None


class LetterChoice(Base):
    """A person's choice to receive a group of letters, or not to."""

    __tablename__ = "letter_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    group: Mapped[Group] = mapped_column("letter_group", choice(Group), primary_key=True)
    is_wanted: Mapped[bool]
    at: Mapped[datetime]
