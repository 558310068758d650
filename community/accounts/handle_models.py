"""Handles that members had before, or who left had: texts may name them by these still."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class FormerHandle(Base):
    """A handle a member had until `until`. Nobody else is given it, or one that looks like it, as
    long as the member has an account: texts would name somebody else.
    """

    __tablename__ = "former_handle"
    __table_args__ = (Index(None, "member_id"), Index(None, "handle_skeleton"))

    handle: Mapped[str] = mapped_column(String(30), primary_key=True)
    handle_skeleton: Mapped[str] = mapped_column(String(60))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    until: Mapped[datetime]


class LeftHandle(Base):
    """A handle of somebody who left, which is nobody's `until` then; see `left_handles`."""

    __tablename__ = "left_handle"
    __table_args__ = (Index(None, "member_id"), Index(None, "alike"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    sealed: Mapped[str] = mapped_column(String(80))
    alike: Mapped[str] = mapped_column(String(64))  # a keyed hash of what looks like it
    until: Mapped[datetime]
