"""What members have begun to write and not sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base
from community.keys import KEY_LENGTH


class PatternDraft(Base):
    """A form as a member has left it: `place` says which, `tab` in which of those that were opened.
    `typed` is JSON, a list of names and values, since what was typed need not be a pattern yet.
    """

    __tablename__ = "pattern_draft"
    __table_args__ = (Index(None, "member_id", "at"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    tab: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True, server_default="")
    typed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
