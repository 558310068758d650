"""Who was asked about a case by hand, and who again, as nobody had taken it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, choice


class CaseAsking(Base):
    """A responder who was none yet when a case was opened is asked about it by one who has it."""

    __tablename__ = "case_asking"
    __table_args__ = (Index(None, "member_id"), Index(None, "by_id"))

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Again(StrEnum):
    """Who is written to about a case that nobody sees to: one after the other."""

    RESPONDERS = "responders"
    CONTACTS = "contacts"


class CaseReminder(Base):
    """That they were written to again about a case that nobody saw to, and when last."""

    __tablename__ = "case_reminder"

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    to: Mapped[Again] = mapped_column("told", choice(Again, name="again"), primary_key=True)
    at: Mapped[datetime]
