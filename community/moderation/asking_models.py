"""Who was asked about a case by hand: those who became responders after it was opened."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class CaseAsking(Base):
    """A responder who was none yet when a case was opened is asked about it by one who has it."""

    __tablename__ = "case_asking"
    __table_args__ = (Index(None, "member_id"), Index(None, "by_id"))

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
