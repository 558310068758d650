"""Whom a report is about, as the responders find it, and asking a colleague who is new."""

from datetime import datetime

from sqlalchemy import exists, select

from community.accounts.events import RoleGranted
from community.accounts.models import Member, Person, Role
from community.db import db, locked
from community.events import announce

from .asking_models import CaseAsking
from .case_models import Case, CaseReport
from .case_queries import reports_of
from .concerned_queries import whom_of
from .escrows import open_for
from .events import RespondersAsked
from .involved_queries import is_spoken_of
from .opening import leave_out, let_go
from .report_models import Report, ReportPerson
from .sight_queries import cases_to_take, leading, who_can


def name_person(case: Case, report: Report, person: Person, *, by: Member, now: datetime) -> None:
    """Say whom a report of a case is about. A responder who is named so, or who holds the call with
    them, has the case no more. What waits in escrow about them is opened where nobody was known.
    """
    locked(Person, person.id)  # before the case, as those do who report them
    locked(Case, case.id)
    if report.whom_id == person.id:
        return
    is_first = report.person_id is None and not db.session.scalar(
        select(exists().where(ReportPerson.report_id == report.id))
    )
    if report.found is not None:
        report.found.ended_at = now
        db.session.flush()
    db.session.add(ReportPerson(report_id=report.id, person_id=person.id, by_id=by.id, at=now))
    db.session.flush()
    db.session.refresh(report, ["found"])
    leave_out(report)
    let_go(case, now=now)
    if is_first:
        open_for(report, case, now=now)


def name_another(case: Case, report: Report, person: Person, *, by: Member, now: datetime) -> None:
    """Say that a report is about somebody else, too: what is decided is decided about each, and
    neither learns of the other. Twice changes nothing. No escrow is opened by it: so nobody finds
    out by names what waits.
    """
    locked(Person, person.id)  # before the case, as where they are the first
    locked(Case, case.id)
    if report.whom_id is None:
        name_person(case, report, person, by=by, now=now)
    elif person.id not in whom_of([report])[report.id]:
        row = {"report_id": report.id, "person_id": person.id, "by_id": by.id, "at": now}
        db.session.add(ReportPerson(**row, is_also=True))
        db.session.flush()
        leave_out(report)
        let_go(case, now=now)


def name_no_more(case: Case, report: Report, person_id: int, *, now: datetime) -> None:
    """Say that a report is not about somebody too, after all. That they know nothing of the case
    stays.
    """
    locked(Case, case.id)
    query = select(ReportPerson).where(
        ReportPerson.report_id == report.id,
        ReportPerson.person_id == person_id,
        ReportPerson.is_also,
        ReportPerson.ended_at.is_(None),
    )
    for row in db.session.scalars(query.order_by(ReportPerson.id)):
        row.ended_at = now
    db.session.flush()


def ask(case: Case, member: Member, *, by: Member, now: datetime) -> None:
    """Ask a responder who was none yet when a case was opened. Asking twice changes nothing, and
    nobody learns whether something keeps them from it.
    """
    locked(Case, case.id)
    if db.session.get(CaseAsking, (case.id, member.id)) is not None:
        return
    db.session.add(CaseAsking(case_id=case.id, member_id=member.id, by_id=by.id, at=now))
    for report in reports_of(case):
        if is_spoken_of(report, member):
            leave_out(report, member)
    db.session.flush()
    asked = [one for one in who_can(case, now, but_away=True) if one.id == member.id]
    announce(RespondersAsked(case, asked, now))


def role_granted(event: RoleGranted) -> None:
    """Let a new responder, who is asked about what came when nobody responded, know nothing of a
    report that speaks of them.
    """
    if event.grant.role is not Role.RESPONDER:
        return
    member = event.grant.member
    query = select(Report).join(CaseReport, CaseReport.report_id == Report.id)
    query = query.join(Case, Case.id == leading(CaseReport.case_id))
    query = query.where(cases_to_take(member)).order_by(Report.id)
    for report in db.session.scalars(query).unique().all():
        if is_spoken_of(report, member):
            leave_out(report, member)
