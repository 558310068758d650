"""What became of what notes raise about things that have revisions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, case
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import one_standing
from community.conduct.state_models import Content
from community.conduct.state_queries import is_aside
from community.db import Base, choice
from community.marks import BAR

from .models import Kind, Note

LONGEST_WHY = 300
RAISING = (
    *(Kind.QUESTION, Kind.EVIDENCE, Kind.CAUTION),
    *(Kind.ADAPTATION, Kind.TRANSLATION, Kind.QUOTE),
)
"""The kinds of notes that are open until somebody says what became of them."""


class Outcome(StrEnum):
    """What became of a note."""

    INCORPORATED = "incorporated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class NoteOutcome(Base):
    """What became of a note, by whom, when and why; kept when it is open again. What was taken in
    stands in a `revision` of what the thread is about.
    """

    __tablename__ = "note_outcome"
    __table_args__ = (
        one_standing("uq_note_outcome_standing", "note_id", open_column="ended_at"),
        CheckConstraint("(outcome = 'incorporated') = (revision IS NOT NULL)", name="revision"),
        CheckConstraint("outcome <> 'declined' OR why <> ''", name="declined_why"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        Index(None, "note_id"),
        Index(None, "by_id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    revision: Mapped[int | None]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    is_aside: Mapped[bool] = column_property(is_aside(Content.OUTCOME, id))  # noqa: A003 - the column

    note: Mapped[Note] = relationship()
    by: Mapped[Member] = relationship(foreign_keys=[by_id])


def why_shown() -> ColumnElement[str]:
    """For a query: why, for whoever takes it along; a bar where it is set aside under the code."""
    return case((NoteOutcome.is_aside, BAR), else_=NoteOutcome.why)


def became() -> ColumnElement[bool]:
    """What joins a note to what became of it, as long as that stands and it raises something."""
    stands = (NoteOutcome.note_id == Note.id) & NoteOutcome.ended_at.is_(None)
    return stands & Note.kind.in_(RAISING)
