"""Actions that were left open at a call and belong before the next one of its series."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.calls.models import Call, one_standing
from community.db import Base

from .tasks import Action


class CarriedAction(Base):
    """That an action which is still open is on the list of the next call; it can be undone."""

    __tablename__ = "carried_action"
    __table_args__ = (
        one_standing(
            "uq_carried_action_standing", "note_id", "from_call_id", open_column="undone_at"
        ),
        CheckConstraint("from_call_id <> to_call_id", name="two_calls"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by"),
        Index(None, "note_id"),
        Index(None, "from_call_id"),
        Index(None, "to_call_id"),
        Index(None, "undone_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("action.note_id"))
    from_call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    to_call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    action: Mapped[Action] = relationship()
    to_call: Mapped[Call] = relationship(foreign_keys=[to_call_id])
