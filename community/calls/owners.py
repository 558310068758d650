"""Who is responsible for a series or a one-off call, and who is asked to be."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.db import Base, choice

from .models import Call, Series, one_standing


class Ownership(Base):
    """A member's share in facilitating a series or a one-off call."""

    __tablename__ = "ownership"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (call_id IS NULL)", name="one_subject"),
        one_standing("uq_ownership_series", "series_id", "member_id", open_column="ended_at"),
        one_standing("uq_ownership_call", "call_id", "member_id", open_column="ended_at"),
        Index("ix_ownership_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    series: Mapped[Series | None] = relationship()
    call: Mapped[Call | None] = relationship()
    member: Mapped[Member] = relationship()


class InvitationAnswer(StrEnum):
    """How an invitation to facilitate ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Invitation(Base):
    """A facilitator's invitation to share a series or a one-off call; `hands_over`: the inviter
    leaves when it is accepted.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (call_id IS NULL)", name="one_subject"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when"),
        one_standing("uq_invitation_series", "series_id", "member_id", open_column="answered_at"),
        one_standing("uq_invitation_call", "call_id", "member_id", open_column="answered_at"),
        Index("ix_invitation_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    hands_over: Mapped[bool]
    answer: Mapped[InvitationAnswer | None] = mapped_column(choice(InvitationAnswer))
    answered_at: Mapped[datetime | None]

    series: Mapped[Series | None] = relationship()
    call: Mapped[Call | None] = relationship()
    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    by: Mapped[Member] = relationship(foreign_keys=[by_id])
