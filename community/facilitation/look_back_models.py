"""What people said of a call when it was over: what worked well, what to do differently."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import Call, one_standing
from community.conduct.state_models import Content
from community.conduct.state_queries import is_aside
from community.db import Base
from community.keys import KEY_LENGTH, new_key

LONGEST_WORDS = 1000
LONGEST_REASON = 300


class LookBack(Base):
    """One member's words on one call. They are shown without a name, in the order of `key`, which
    is drawn: not even when they came can be told from it. Without a member they came from another
    place, where they were shown without a name too; of those taken out there, no words came.
    """

    __tablename__ = "look_back"
    __table_args__ = (
        UniqueConstraint("call_id", "member_id"),
        CheckConstraint(
            "worked <> '' OR differently <> '' OR member_id IS NULL", name="says_something"
        ),
        Index(None, "member_id"),
        {"sqlite_autoincrement": True},  # reports and states are kept by its number
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    worked: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    differently: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    at: Mapped[datetime]
    is_aside: Mapped[bool] = column_property(is_aside(Content.LOOK_BACK, id))  # noqa: A003 - the column

    call: Mapped[Call] = relationship()
    member: Mapped[Member | None] = relationship()


class LookBackRemoval(Base):
    """Words that were taken out: by whom, when and why; kept when they are put back."""

    __tablename__ = "look_back_removal"
    __table_args__ = (
        one_standing("uq_look_back_removal_standing", "look_back_id", open_column="withdrawn_at"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        Index(None, "look_back_id"),
        Index(None, "by_id"),
        Index(None, "withdrawn_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    look_back_id: Mapped[int] = mapped_column(ForeignKey("look_back.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
