"""Escrows: a report that is kept shut until somebody else reports the same person, and the case it
belongs to then.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, false, func, or_, select

from community.accounts.models import Member, Person
from community.db import db, locked

from .case_models import OVER, Case, CaseReport, CaseState
from .involved_queries import excluded_from
from .opening import open_case, take_in
from .report_models import Mode, Report, ReportPerson
from .sight_queries import leading, who_can


def put_where_it_belongs(row: Report, *, now: datetime) -> None:
    """Open a case, and take in what waits in escrow about the same person; or wait. Two who report
    the same person at once come after each other.
    """
    if row.whom_id is not None:
        locked(Person, row.whom_id)
    others = _by_others_about_the_same(row)
    if row.mode is Mode.ESCROWED and not others:
        return
    case = _case_of(others) if row.mode is Mode.ESCROWED else None
    case = open_case([row], now=now) if case is None else _join(case, row, now)
    _open(others, case, now)


def open_for(row: Report, case: Case, *, now: datetime) -> None:
    """Let a case take in what waits in escrow about the person of one of its reports."""
    _open(_by_others_about_the_same(row), case, now)


def _open(others: Sequence[Report], case: Case, now: datetime) -> None:
    for other in others:
        if other.mode is Mode.ESCROWED and not _has_case(other):
            joined = _join(case, other, now)
            case = joined if case.standing.state in OVER else case


def _join(case: Case, row: Report, now: datetime) -> Case:
    """Add what was kept in escrow to a case; it is a case of its own where that one is over, where
    it would keep responders from what others have reported, or where nobody has that one.
    """
    if case.standing.state in OVER:
        return open_case([row], now=now)
    able = {member.id for member in who_can(case, now)}
    if not able or able & excluded_from(row):
        return open_case([row], now=now)
    take_in(case, row, now=now)
    return case


def _by_others_about_the_same(row: Report) -> Sequence[Report]:
    """Reports about the same person, the latest first, but for those of the same reporter and of
    that person: nobody opens an escrow by reporting themselves.
    """
    whom, by = row.whom_id, _reporter_of(row)
    if whom is None or by == whom:
        return ()
    stands = and_(ReportPerson.report_id == Report.id, ReportPerson.ended_at.is_(None))
    found = select(ReportPerson.person_id).where(stands, ~ReportPerson.is_also)
    also = exists().where(stands, ReportPerson.is_also, ReportPerson.person_id == whom)
    others = select(Member.person_id).where(Member.email_key == Report.reporter_address)
    reporter = func.coalesce(Report.reporter_id, others.scalar_subquery())
    same = or_(
        reporter == whom,
        and_(reporter.is_not(None), reporter == by),
        and_(Report.reporter_address.is_not(None), Report.reporter_address == row.reporter_address),
    )
    query = select(Report).where(
        or_(func.coalesce(found.scalar_subquery(), Report.person_id) == whom, also),
        Report.id != row.id,
        ~func.coalesce(same, false()),  # what is not known is not the same
    )
    return db.session.scalars(query.order_by(Report.id.desc())).unique().all()


def _reporter_of(row: Report) -> int | None:
    """Who reported, also where they were signed out and gave the address of their account."""
    if row.reporter_id is not None or row.reporter_address is None:
        return row.reporter_id
    theirs = select(Member.person_id).where(Member.email_key == row.reporter_address)
    return db.session.scalar(theirs)


def _case_of(others: Sequence[Report]) -> Case | None:
    """The latest case among theirs that is not over."""
    is_over = exists().where(
        CaseState.case_id == Case.id, CaseState.ended_at.is_(None), CaseState.state.in_(OVER)
    )
    query = select(Case).join(CaseReport, Case.id == leading(CaseReport.case_id))
    query = query.where(CaseReport.report_id.in_([other.id for other in others]), ~is_over)
    return db.session.scalars(query.order_by(Case.id.desc()).limit(1)).first()


def _has_case(row: Report) -> bool:
    return bool(db.session.scalar(select(exists().where(CaseReport.report_id == row.id))))
