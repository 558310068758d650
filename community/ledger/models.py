"""Lines of labour, what a person says to each, and the calls for which lines were drafted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.brought_names import LONGEST_KEPT, LONGEST_NAME
from community.calls.models import Call, one_standing
from community.db import Base, choice
from community.keys import KEY_LENGTH, new_key

LONGEST_WHAT = 100
LONGEST_PSEUDONYM = LONGEST_NAME
LONGEST_REASON = 300
MOST_MINUTES = 1440


class Labour(StrEnum):
    """What somebody did."""

    FACILITATING = "facilitating"
    NOTES = "notes"
    QUEUE = "queue and time"
    CAPTIONS = "captions"
    WELCOME = "welcome"
    CONDUCT = "conduct contact"
    EDITING = "editing patterns"
    REVIEWING = "reviewing"
    OTHER = "other"


class Shown(StrEnum):
    """How a line that is confirmed is listed. `COUNTED`: nobody is named."""

    NAME = "name"
    PSEUDONYM = "pseudonym"
    COUNTED = "counted"


class Line(Base):
    """One piece of labour for a call. A line is listed once its person has confirmed it.

    `what` says what it was where no kind does. Without `member_id` the person has left; the line
    still counts.
    """

    __tablename__ = "labour_line"
    __table_args__ = (
        UniqueConstraint("call_id", "member_id", "kind", "what"),
        CheckConstraint("kind <> 'other' OR what <> ''", name="other_what"),
        CheckConstraint(f"minutes BETWEEN 1 AND {MOST_MINUTES}", name="minutes"),
        Index(None, "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[Labour] = mapped_column(choice(Labour))
    what: Mapped[str] = mapped_column(String(LONGEST_WHAT), default="")
    minutes: Mapped[int | None]
    made_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, index=True, default=new_key)

    call: Mapped[Call] = relationship()


class Confirmation(Base):
    """A person says that a line is right, and how it is listed; kept when it is withdrawn."""

    __tablename__ = "labour_confirmation"
    __table_args__ = (
        one_standing("uq_labour_confirmation_standing", "line_id", open_column="withdrawn_at"),
        CheckConstraint("shown <> 'pseudonym' OR pseudonym <> ''", name="pseudonym"),
        Index(None, "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("labour_line.id"))
    shown: Mapped[Shown] = mapped_column(choice(Shown))
    pseudonym: Mapped[str] = mapped_column(String(LONGEST_KEPT), default="")
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Refusal(Base):
    """A person says that a line is not right, or not for listing; kept when it is withdrawn."""

    __tablename__ = "labour_refusal"
    __table_args__ = (
        one_standing("uq_labour_refusal_standing", "line_id", open_column="withdrawn_at"),
        Index(None, "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("labour_line.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class LineRemoval(Base):
    """A line was taken off the list by somebody who holds its call: when and why; kept when it is
    withdrawn.
    """

    __tablename__ = "labour_removal"
    __table_args__ = (
        one_standing("uq_labour_removal_standing", "line_id", open_column="withdrawn_at"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "line_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("labour_line.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


class Drafting(Base):
    """The lines of a call were drafted once it was a day behind everybody; it is not looked at
    again.
    """

    __tablename__ = "labour_drafting"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    at: Mapped[datetime]
