"""Who does what at a call: roles that members claim, hand over and give up."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import one_standing
from community.db import UNNESTED, Base, choice


class CallRole(StrEnum):
    """What somebody does at a call."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co-facilitator"
    NOTES = "notes"
    QUEUE = "queue and time"
    CAPTIONS = "captions"
    WELCOME = "welcome"
    CONDUCT = "conduct contact"


STEERING = (CallRole.FACILITATOR, CallRole.CO_FACILITATOR, CallRole.QUEUE)
"""Those that go with steering a call while it is held."""


class RoleHeld(Base):
    """That somebody has a role at a call; when it ended they gave it up or handed it over, or were
    taken off it by somebody else, `taken_by_id`. `confirmed_by_id` is the facilitator who gave it
    to them, or agreed that they have it.
    """

    __tablename__ = "call_role"
    __table_args__ = (
        one_standing("uq_call_role_standing", "call_id", "role", open_column="ended_at"),
        Index(None, "call_id"),
        Index(None, "member_id"),
        Index(None, "confirmed_by_id"),
        Index(None, "taken_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    role: Mapped[CallRole] = mapped_column(choice(CallRole))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    member: Mapped[Member] = relationship(
        lazy="joined", innerjoin=UNNESTED, foreign_keys=[member_id]
    )
