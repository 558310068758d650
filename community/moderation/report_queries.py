"""What whoever made a report sees of it: where it stands in plain words, and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from community.db import db

from .case_models import Audience, Case, CaseMessage, CaseReport, State
from .follow_up import hash_of
from .readmission_models import Answered, Readmission
from .report_models import Mode, Report
from .ruling_models import Ruling
from .sight_queries import leading

ANSWER_WITHIN = timedelta(hours=48)
UPDATE_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """One message between the reporter and the responders, who are one voice."""

    is_mine: bool
    text_html: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A report as its reporter sees it. `stands` is a word of `moderation/followed.html`."""

    stands: str
    at: datetime
    answer_by: datetime | None
    can_write: bool
    messages: Sequence[Said]


_SHOWN = {
    State.RECEIVED: "received",
    State.ACKNOWLEDGED: "read",
    State.TRIAGE: "read",
    State.INVESTIGATING: "looked into",
    State.ASKED_MORE: "asked",
    State.REDIRECTED: "redirected",
    State.PROPOSED: "looked into",
    State.DECIDED: "looked into",
    State.NOTIFIED: "decided",
    State.IN_FORCE: "decided",
    State.FOLLOWED_UP: "decided",
    State.CLOSED: "closed",
    State.APPEALED: "decided",
    State.REOPENED: "looked into",
}

_UNDER_WAY = ("read", "looked into")


def report_with(code: str) -> Report | None:
    """The report that a follow-up code leads back to."""
    return db.session.scalars(select(Report).where(Report.code_hash == hash_of(code))).first()


def told_to_reporter(report: Report) -> Told:
    """Where it stands. That an escrow was opened nobody learns from this page before a responder
    has written to them, or it is decided: so nobody finds out by a report of their own at once
    whether there is another.
    """
    case, is_part = _case_of(report)
    if case is None or (report.mode is Mode.ESCROWED and not has_been_written_to(report)):
        return Told("kept", report.at, None, can_write=False, messages=())
    stands = _SHOWN[case.standing.state]
    if is_part and stands in _UNDER_WAY and not has_been_written_to(report):
        stands = "received"  # what was said to others is no answer to this one
    by = report.at + ANSWER_WITHIN if stands == "received" else None
    can_write = stands != "closed" or _let_in_again(case)
    return Told(stands, report.at, by, can_write=can_write, messages=_messages(report))


def _let_in_again(case: Case) -> bool:
    """Whether somebody was let in again in a case: whoever reported is asked to say if anything
    happens.
    """
    query = select(Readmission.id).join(Ruling, Ruling.id == Readmission.ruling_id)
    query = query.where(Ruling.case_id == case.id, Readmission.outcome == Answered.LET_IN)
    return bool(db.session.scalar(select(query.exists())))


def _case_of(report: Report) -> tuple[Case | None, bool]:
    """The case that leads where a report is, and whether the report came to another."""
    query = select(Case, CaseReport.case_id != Case.id)
    query = query.select_from(Case).join(CaseReport, Case.id == leading(CaseReport.case_id))
    row = db.session.execute(query.where(CaseReport.report_id == report.id)).first()
    return (row[0], row[1]) if row is not None else (None, False)


def has_been_written_to(report: Report) -> bool:
    """Whether a responder has written to whoever made a report."""
    written = exists().where(
        CaseMessage.report_id == report.id,
        CaseMessage.audience == Audience.REPORTER,
        CaseMessage.by_id.is_not(None),
    )
    return bool(db.session.scalar(select(written)))


def _messages(report: Report) -> Sequence[Said]:
    query = select(CaseMessage).where(
        CaseMessage.report_id == report.id, CaseMessage.audience == Audience.REPORTER
    )
    rows = db.session.scalars(query.order_by(CaseMessage.id)).unique()
    return [Said(row.by_id is None, row.text_html, row.at) for row in rows]
