"""Two cases that are one: which goes on in which, since when, by whom and why, until they are taken
apart. Triggers of the database hold that none goes on in itself, nor in a ring.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.calls.models import one_standing
from community.db import Base


class CaseMerging(Base):
    """A case goes on in another, which leads. What belongs to it stays its own, so that nothing is
    lost where they are taken apart.
    """

    __tablename__ = "case_merging"
    __table_args__ = (
        CheckConstraint("case_id <> into_id", name="into_another"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name="taken_apart_by_somebody"
        ),
        one_standing("uq_case_merging_standing", "case_id", open_column="ended_at"),
        Index(None, "case_id"),
        Index(None, "into_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    why: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_why: Mapped[str] = mapped_column(String(500), default="")


class CaseKin(Base):
    """Two cases that were one once: whoever is left out of one is left out of the other for good,
    as what was written meanwhile may speak of both. Each pair stands both ways.
    """

    __tablename__ = "case_kin"
    __table_args__ = (
        CheckConstraint("case_id <> other_id", name="of_another"),
        Index(None, "other_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
