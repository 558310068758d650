"""The rule of a series for calls with nothing on their agenda; a series without one has no row."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base

ASKED_AHEAD = timedelta(hours=48)
MOST_HOURS = 47  # the facilitators are asked before


class EmptyRule(Base):
    """Calls of a series are cancelled `hours` before they begin if nothing is on their agenda."""

    __tablename__ = "empty_agenda_rule"
    __table_args__ = (
        CheckConstraint(f"hours BETWEEN 1 AND {MOST_HOURS}", name="hours"),
        Index(None, "set_by_id"),
    )

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    hours: Mapped[int]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    set_at: Mapped[datetime]

    @property
    def ahead(self) -> timedelta:
        """How long before its start a call is cancelled."""
        return timedelta(hours=self.hours)
