"""Reports and cases for tests: from a few words to a case that somebody has taken."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.access import Viewer
from community.accounts.models import Member
from community.db import db
from community.moderation import answering, reporting
from community.moderation.case_models import Answer, Case, CaseReport
from community.moderation.report_models import Mode, Report
from community.moderation.reporting import Draft, Reporter
from community.moderation.subject_queries import subject_at
from tests.factories import START

NOBODY = Reporter()
LETTER = {
    "behaviour": "You shouted.",
    "impact": "People left.",
    "expected": "Speak calmly.",
    "consequence": "It is not the first time.",
    "how_found": "It was reported.",
    "unheard": "Nobody could reach you.",
}
"""What every letter about somebody says who was not heard."""
BY_LABEL = {
    "What it did": "Somebody left the choir.",
    "What is expected from now on": "Sing along, or listen.",
    "What follows, and why this": "No notes for a while.",
    "How it came to be known": "It was reported.",
    "Why they were not heard before": "It could not wait.",
    "Reasons, for the responders": "It was said on the call.",
    "What whoever reported is told": "They write no notes for a while.",
}
"""The same and what the others read, by what the page calls each part but what happened."""


def report(
    about: str = "",
    *,
    by: Member | None = None,
    mode: Mode = Mode.CONFIDENTIAL,
    now: datetime = START,
    address: str = "vera@example.org",
    **given: Any,
) -> tuple[Report, str]:
    """A report about something that `by`, or a visitor called Vera, may see; and its code."""
    who = Reporter(person=by.person) if by else Reporter(name="Vera", address=address)
    subject = subject_at(Viewer(by), about)
    known = subject.made_at if subject else None
    values: dict[str, Any] = {"words": "It hurt.", "happened_at": known or now, **given}
    draft = Draft(mode=mode, subject=subject, **values)
    return reporting.report(draft, by=who, now=now)


def case_of(row: Report) -> Case:
    """The case a report belongs to."""
    query = select(Case).join(CaseReport, CaseReport.case_id == Case.id)
    return db.session.scalars(query.where(CaseReport.report_id == row.id)).unique().one()


def take(case: Case, *members: Member, now: datetime = START) -> Case:
    """Let responders say that they can take a case."""
    for member in members:
        answering.answer(case, Answer.CAN, by=member, now=now)
    return case


def days(number: int, now: datetime = START) -> datetime:
    """So many days later."""
    return now + timedelta(days=number)


def refuses(_session: Any, promise: str) -> Any:
    """The database says no, whatever the program does."""
    return pytest.raises(IntegrityError, match=promise)
