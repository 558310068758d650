"""Cases: what the responders make of reports, who can take one, and what is said in it.

A case is spoken of by a code name that says nothing. A conflict of interest is a row without a
reason.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Member
from community.calls.models import one_standing
from community.db import Base, choice
from community.keys import KEY_LENGTH, new_key

from .report_models import Report


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    TRIAGE = "triage"
    INVESTIGATING = "investigating"
    ASKED_MORE = "asked for more"
    REDIRECTED = "redirected"
    PROPOSED = "proposed"
    DECIDED = "decided"
    NOTIFIED = "notified"
    IN_FORCE = "in force"
    FOLLOWED_UP = "followed up"
    CLOSED = "closed"
    APPEALED = "appealed"
    REOPENED = "reopened"


OVER = frozenset(
    {State.CLOSED, State.FOLLOWED_UP, State.REDIRECTED, State.NOTIFIED, State.IN_FORCE}
)
"""Where nothing is left to be decided: what comes anew is another case."""


class Case(Base):
    """One matter, made of one or more reports."""

    __tablename__ = "conduct_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True, default=new_key)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    opened_at: Mapped[datetime]

    standing: Mapped["CaseState"] = relationship(
        primaryjoin="and_(Case.id == CaseState.case_id, CaseState.ended_at.is_(None))",
        uselist=False,
        lazy="joined",
        viewonly=True,
    )


class CaseReport(Base):
    """A report belongs to a case. One that is kept in escrow belongs to none."""

    __tablename__ = "case_report"
    __table_args__ = (Index(None, "case_id"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    report: Mapped[Report] = relationship()


class CaseState(Base):
    """Where a case stands or stood: since when, by whom (nobody: by itself) and why."""

    __tablename__ = "case_state"
    __table_args__ = (
        one_standing("uq_case_state_standing", "case_id", open_column="ended_at"),
        Index(None, "case_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    state: Mapped[State] = mapped_column("state", choice(State, name="case_state"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    why: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    by: Mapped[Member | None] = relationship()


class Answer(StrEnum):
    """What a responder says when asked whether they can take a case."""

    CAN = "can"
    CONFLICT = "conflict"


class CaseAnswer(Base):
    """A responder's answer. Nobody is asked why; a conflict stays one, which a trigger holds."""

    __tablename__ = "case_answer"
    __table_args__ = (Index(None, "member_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column("answer", choice(Answer, name="case_answer"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class CaseHolder(Base):
    """Who sees to a case, from when until it is handed over."""

    __tablename__ = "case_holder"
    __table_args__ = (
        one_standing("uq_case_holder_standing", "case_id", open_column="ended_at"),
        Index(None, "member_id"),
        Index(None, "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship()


class Step(StrEnum):
    """What is not to be forgotten in a case."""

    SAFE = "safe now"
    CONTEXT = "context"
    HEARD_REPORTER = "heard reporter"
    HEARD_REPORTED = "heard reported"
    EARLIER = "earlier cases"
    REASONS = "reasons"
    TOLD_REPORTER = "told reporter"
    FOLLOW_UP = "follow up"


class CaseCheck(Base):
    """A step that is done."""

    __tablename__ = "case_check"
    __table_args__ = (Index(None, "by_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"), primary_key=True)
    step: Mapped[Step] = mapped_column("step", choice(Step), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Audience(StrEnum):
    """Who a message is for."""

    RESPONDERS = "responders"
    REPORTER = "reporter"
    REPORTED = "reported"


class CaseMessage(Base):
    """Something said in a case: to or from the reporter of `report_id`, to or from the person
    `person_id` it is about, or among the responders. Without `by_id` it came from outside.
    """

    __tablename__ = "case_message"
    __table_args__ = (
        CheckConstraint("(audience = 'reporter') = (report_id IS NOT NULL)", name="to_a_reporter"),
        CheckConstraint("(audience = 'reported') = (person_id IS NOT NULL)", name="to_a_person"),
        Index(None, "case_id"),
        Index(None, "report_id"),
        Index(None, "person_id"),
        Index(None, "by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), default=new_key, server_default="")
    case_id: Mapped[int] = mapped_column(ForeignKey("conduct_case.id"))
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    text_source: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    by: Mapped[Member | None] = relationship()
    reading: Mapped["MessageReading | None"] = relationship(viewonly=True, lazy="joined")


class MessageReading(Base):
    """A second responder has read what goes to the person it is about, for anything that says who
    reported. Only then it goes. A trigger holds that it was not the writer.
    """

    __tablename__ = "case_message_reading"
    __table_args__ = (Index(None, "by_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("case_message.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Leave(Base):
    """A time in which a responder is not asked about cases."""

    __tablename__ = "responder_leave"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_later"),
        UniqueConstraint("member_id", "starts_at"),
        Index(None, "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), default=new_key)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
