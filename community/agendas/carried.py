"""Where items came from: which call has been carried over, and each item that moved with it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.calls.models import Call
from community.db import Base

from .models import Item


class CarriedOver(Base):
    """That what a call left over has been moved to the next one of its series."""

    __tablename__ = "carried_over"
    __table_args__ = (Index(None, "to_call_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    to_call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]


class CarriedItem(Base):
    """That an item moved from a call to the next one; it can be undone."""

    __tablename__ = "carried_item"
    __table_args__ = (
        CheckConstraint("from_call_id <> to_call_id", name="two_calls"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by"),
        Index(None, "item_id"),
        Index(None, "from_call_id"),
        Index(None, "to_call_id"),
        Index(None, "undone_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    from_call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    to_call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    item: Mapped[Item] = relationship()
    from_call: Mapped[Call] = relationship(foreign_keys=[from_call_id])
