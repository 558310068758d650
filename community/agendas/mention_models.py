"""Whom the texts of items name."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base

from .models import Item


class ItemMention(Base):
    """An item that others can read names a member, since `at`."""

    __tablename__ = "agenda_item_mention"
    __table_args__ = (Index(None, "member_id", "at"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]

    item: Mapped[Item] = relationship()
