"""Whom members keep at a distance. Nobody but themselves is ever shown it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import UNNESTED, Base, choice


class Keeping(StrEnum):
    """How far: what they write is folded, or they reach one by nothing they do."""

    MUTE = "mute"
    BLOCK = "block"


class Distance(Base):
    """That a member mutes or blocks another. Without `is_named` they met them in words that name
    nobody: then nothing they are shown may say who it is.
    """

    __tablename__ = "member_distance"
    __table_args__ = (
        UniqueConstraint("by_id", "other_id", "is_named", name="uq_member_distance_pair"),
        CheckConstraint("by_id <> other_id", name="between_two"),
        Index(None, "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    is_named: Mapped[bool]
    kind: Mapped[Keeping] = mapped_column(choice(Keeping))
    at: Mapped[datetime]

    other: Mapped[Member] = relationship(foreign_keys=[other_id], lazy="joined", innerjoin=UNNESTED)
