"""What stands beside notes that are decisions or actions: where they were made, whose, by when.

The rows stay where a note becomes another kind; lists ask for the kind too.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import Call, one_standing
from community.db import Base

from .models import Note

LONGEST_HOW = 300


class Decision(Base):
    """A note is a decision, made in a call. It `follows` the pattern at this address, if any."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "call_id"), Index(None, "follows"))

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]
    follows: Mapped[str | None] = mapped_column(String(80))

    note: Mapped[Note] = relationship()


class Action(Base):
    """A note is an action: who does it, until which day; who gave it to them when, if that is
    known.
    """

    __tablename__ = "action"
    __table_args__ = (Index(None, "call_id"), Index(None, "owner_id"), Index(None, "given_by_id"))

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    note: Mapped[Note] = relationship()
    call: Mapped[Call | None] = relationship()
    owner: Mapped[Member | None] = relationship(foreign_keys=[owner_id])
    completion: Mapped["Completion | None"] = relationship(
        primaryjoin="and_(Action.note_id == Completion.note_id, Completion.withdrawn_at.is_(None))",
        uselist=False,
        lazy="joined",
        viewonly=True,
    )

    @property
    def is_done(self) -> bool:
        """Whether somebody has done it."""
        return self.completion is not None


class Completion(Base):
    """An action was done: by whom it was said, when, and a word on how."""

    __tablename__ = "completion"
    __table_args__ = (
        one_standing("uq_completion_standing", "note_id", open_column="withdrawn_at"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("action.note_id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(LONGEST_HOW), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
