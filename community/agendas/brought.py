"""What is known of an item that was voted for in another place: by how many, not by whom."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class BroughtVotes(Base):
    """How many voted for an item elsewhere, and how many of them would have joined."""

    __tablename__ = "brought_votes"
    __table_args__ = (CheckConstraint("joiners >= 0 AND votes >= joiners", name="numbers"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    votes: Mapped[int]
    joiners: Mapped[int]
