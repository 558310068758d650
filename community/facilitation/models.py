"""Calls that are on: from when to when, what is spoken about, who wants to speak, who is there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call, one_standing
from community.db import Base, choice

_HAS_THE_FLOOR = text("called_at IS NOT NULL AND ended_at IS NULL")


class HandKind(StrEnum):
    """What somebody wants to say; the first of them go before the others."""

    ORDER = "order"
    QUESTION = "question"
    REPLY = "reply"
    TOPIC = "topic"


class Way(StrEnum):
    """How somebody would say it. `TEXT`: in writing, while the others wait for it."""

    VOICE = "voice"
    TEXT = "text"


class Opening(Base):
    """A call was started, and is on until it is ended. A call held several times has several. One
    that ended by itself was found to be over later, `found_over_at`; that an end was taken back is
    kept as `resumed_at`.
    """

    __tablename__ = "call_opening"
    __table_args__ = (
        one_standing("uq_call_opening_standing", "call_id", open_column="ended_at"),
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by"),
        CheckConstraint(
            "found_over_at IS NULL OR (ended_at IS NOT NULL AND ended_by_id IS NULL)",
            name="found_over",
        ),
        Index(None, "call_id"),
        Index(None, "by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))  # None: by itself
    found_over_at: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()

    @property
    def since(self) -> datetime:
        """When it was started or its end was taken back, which tells for which sitting it is on."""
        return self.resumed_at or self.at

    @property
    def is_on(self) -> bool:
        """Whether it has not been ended."""
        return self.ended_at is None


class Spell(Base):
    """A time during which one item was the current one; an item returned to has several."""

    __tablename__ = "item_spell"
    __table_args__ = (
        one_standing("uq_item_spell_standing", "opening_id", open_column="ended_at"),
        Index(None, "opening_id"),
        Index(None, "item_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("call_opening.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    item: Mapped[Item] = relationship()


class Hand(Base):
    """Somebody wants to speak: since when, when they were called, and when that was over.

    Lowered is what ended without a call. A member has one hand up at a time, and one has the floor.
    """

    __tablename__ = "hand"
    __table_args__ = (
        one_standing("uq_hand_standing", "opening_id", "member_id", open_column="ended_at"),
        Index(
            "uq_hand_floor",
            "opening_id",
            unique=True,
            sqlite_where=_HAS_THE_FLOOR,
            postgresql_where=_HAS_THE_FLOOR,
        ),
        CheckConstraint("(called_at IS NULL) = (called_by_id IS NULL)", name="called_by"),
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by"),
        Index(None, "opening_id"),
        Index(None, "member_id"),
        Index(None, "called_by_id"),
        Index(None, "ended_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("call_opening.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[HandKind] = mapped_column("hand_kind", choice(HandKind))
    way: Mapped[Way] = mapped_column(choice(Way))
    at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    opening: Mapped[Opening] = relationship()
    member: Mapped[Member] = relationship(foreign_keys=[member_id])


class Presence(Base):
    """A member says that they are there. They are counted, and named only if they chose it:
    without a break since `named_at`.
    """

    __tablename__ = "presence"
    __table_args__ = (Index(None, "member_id"),)

    opening_id: Mapped[int] = mapped_column(ForeignKey("call_opening.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]
    named_at: Mapped[datetime | None]

    opening: Mapped[Opening] = relationship()

    @hybrid_property
    def shows_name(self) -> bool:
        """Whether they are named."""
        return self.named_at is not None

    @shows_name.inplace.expression
    @classmethod
    def _shows_name(cls) -> ColumnElement[bool]:
        return cls.named_at.is_not(None)
