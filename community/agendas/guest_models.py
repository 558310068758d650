"""What guests propose for a call, and members whose first link is in it: it waits until somebody
who holds the call has read it.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.calls.models import Call
from community.db import Base, choice
from community.keys import KEY_LENGTH, new_key

from .models import LONGEST_TITLE, Item, ItemKind


class Outcome(StrEnum):
    """What became of it."""

    TAKEN = "taken"
    LEFT = "left"


class GuestProposal(Base):
    """An item as a guest proposes it, or where `is_first_link` a member, and what became of it.
    Once it is taken its words are those of `item` alone; without `person_id` whoever proposed that
    has been forgotten. `came_from_id` is the call that has left it over.
    """

    __tablename__ = "guest_proposal"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("(outcome IS NULL) = (ended_by_id IS NULL)", name="ended_by"),
        CheckConstraint(
            "(item_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'taken')", name="item"
        ),
        CheckConstraint("(item_id IS NOT NULL) = (title = '')", name="words_once"),
        CheckConstraint("person_id IS NOT NULL OR item_id IS NOT NULL", name="of_somebody"),
        Index(None, "call_id"),
        Index(None, "person_id"),
        Index(None, "ended_by_id"),
        Index(None, "disclosure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[ItemKind] = mapped_column("item_kind", choice(ItemKind))
    minutes: Mapped[int]
    leads: Mapped[bool]
    is_first_link: Mapped[bool] = mapped_column(default=False)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))

    call: Mapped[Call] = relationship(foreign_keys=[call_id])
    person: Mapped[Person | None] = relationship()
    item: Mapped[Item | None] = relationship()
