"""What became of content that is reported: set aside, back, or purged while a case still holds it.

Those who have a case read it there, whoever did it: a responder who is left out of the case may
have, and nothing tells them that there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.conduct.state_models import ContentState, Standing
from community.db import db

from .case_models import Case, CaseReport
from .merging_queries import is_of
from .report_models import Report, ReportCopy, key_of
from .sight_queries import leading

IS_ABOUT = and_(
    cast(ContentState.about, String) == cast(Report.about, String),
    ContentState.subject_id == Report.about_id,
)
"""Whether content that was set aside is what a report is about."""


@dataclass(frozen=True, slots=True)
class Became:
    """One time that content was set aside: how far, by whom, and by whom it came back."""

    state: str
    by: str
    at: datetime
    ended_by: str
    ended_at: datetime | None


def became_in(case: Case) -> Mapping[str, Sequence[Became]]:
    """What became of what the reports of a case are about, in order; by the key of the report."""
    by, ended_by = aliased(Member), aliased(Member)
    name, ended_name = aliased(Person), aliased(Person)
    query = (
        select(Report.code_hash, ContentState, name.name, func.coalesce(ended_name.name, ""))
        .join(ContentState, IS_ABOUT)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .join(by, by.id == ContentState.by_id)
        .join(name, name.id == by.person_id)
        .outerjoin(ended_by, ended_by.id == ContentState.ended_by_id)
        .outerjoin(ended_name, ended_name.id == ended_by.person_id)
        .where(is_of(CaseReport.case_id, case))
        .order_by(ContentState.id)
    )
    found: dict[str, list[Became]] = {}
    for code_hash, row, who, ended in db.session.execute(query).unique():
        one = Became(row.state.value, who, row.at, ended, row.ended_at)
        found.setdefault(key_of(code_hash), []).append(one)
    return found


def purged_in(case: Case) -> Sequence[ContentState]:
    """What a case is about that was purged."""
    query = (
        select(ContentState)
        .join(Report, IS_ABOUT)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .where(is_of(CaseReport.case_id, case), ContentState.state == Standing.PURGED)
    )
    return db.session.scalars(query.order_by(ContentState.id)).unique().all()


def copies_left() -> Sequence[int]:
    """The cases in which a copy is left of what was purged, each by the one that leads."""
    query = (
        select(Case.id)
        .select_from(Case)
        .join(CaseReport, Case.id == leading(CaseReport.case_id))
        .join(Report, Report.id == CaseReport.report_id)
        .join(ReportCopy, ReportCopy.report_id == Report.id)
        .join(ContentState, IS_ABOUT)
        .where(ContentState.state == Standing.PURGED, ReportCopy.text_source != "")
    )
    return db.session.scalars(query.distinct().order_by(Case.id)).all()
