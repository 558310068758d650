"""Opening cases: a code name, who is asked, and who is told where too few are left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select, true

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.models import Contact
from community.db import db, locked
from community.events import announce

from .asking_models import CaseAsking
from .case_models import Case, CaseAnswer, CaseHolder, CaseReport, CaseState, State
from .case_queries import reports_of
from .code_names import new_name
from .events import FewerLeft, RespondersAsked, SomethingWaits, TooFewLeft
from .involved_queries import ENOUGH, excluded_from, is_spoken_of, part_of
from .people_queries import is_contact
from .report_models import Report, ReportExclusion
from .sight_queries import is_left_out, is_of_one_matter, who_can, who_could


def open_case(reports: Sequence[Report], *, now: datetime) -> Case:
    """Make a case of reports, and ask the responders whether they can take it."""
    case = Case(name=new_name(_is_taken), opened_at=now)
    db.session.add(case)
    db.session.flush()
    for report in reports:
        leave_out(report)
        db.session.add(CaseReport(report_id=report.id, case_id=case.id, at=now))
    db.session.add(CaseState(case_id=case.id, state=State.RECEIVED, at=now))
    db.session.flush()
    announce(RespondersAsked(case, who_can(case, now, but_away=True), now))
    tell_where_too_few(case, now=now)
    return case


def take_in(case: Case, report: Report, *, now: datetime) -> None:
    """Add a report to a case, and tell those who have it. Whoever it leaves out knows nothing of
    the case from now on.
    """
    locked(Case, case.id)
    leave_out(report)
    db.session.add(CaseReport(report_id=report.id, case_id=case.id, at=now))
    db.session.flush()
    let_go(case, now=now)
    told = who_can(case, now, but_away=True)
    announce(SomethingWaits(case, told, f"report {report.id}", now))


def leave_out(report: Report, *members: Member) -> None:
    """Let these members know nothing of a report, nor those who are part of what it is about."""
    shall = {*part_of(report), *(one.id for one in members)}
    for number in sorted(shall - excluded_from(report)):
        db.session.add(ReportExclusion(report_id=report.id, member_id=number))
    db.session.flush()


def let_go(case: Case, *, now: datetime) -> None:
    """Where somebody is left out since: they see to the case no more, what is proposed is counted
    again, and if too few are left the contacts are told. Who responds since is asked where nobody
    else is left.
    """
    ask_who_is_new(case, now)
    able = [one.id for one in who_can(case, now)]
    query = select(CaseHolder).where(CaseHolder.case_id == case.id, CaseHolder.ended_at.is_(None))
    for holder in db.session.scalars(query.where(CaseHolder.member_id.not_in(able))):
        holder.ended_at = now
    db.session.flush()
    announce(FewerLeft(case, now))
    tell_where_too_few(case, now=now)


def ask_who_is_new(case: Case, now: datetime) -> None:
    """Where nobody is left of those who responded when it was opened; but for those of whom a
    report speaks, also one of what goes on in it, whether they may respond for now or not.
    """
    numbers = leave_out_of_who_is_new(case)
    if numbers:
        asked = [one for one in who_can(case, now, but_away=True) if one.id in numbers]
        announce(RespondersAsked(case, asked, now))


def leave_out_of_who_is_new(case: Case) -> set[int]:
    """Of those who respond since a case was opened and would be asked now: whoever a report in it
    speaks of knows nothing of it. Gives who all were new.
    """
    unasked = _unasked(case)
    new = [one for one in who_could(case) if one.id in unasked]
    for report in reports_of(case) if new else ():
        leave_out(report, *(one for one in new if is_spoken_of(report, one)))
    return {one.id for one in new}


def _unasked(case: Case) -> set[int]:
    """Who responds since it was opened, and has neither been asked by hand nor answered."""
    since = select(RoleGrant.member_id).where(
        RoleGrant.role == Role.RESPONDER,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.granted_at > case.opened_at,
    )
    asked = select(CaseAsking.member_id).where(CaseAsking.case_id == case.id)
    answered = select(CaseAnswer.member_id).where(CaseAnswer.case_id == case.id)
    return set(db.session.scalars(since)).difference(
        db.session.scalars(asked), db.session.scalars(answered)
    )


def tell_where_too_few(case: Case, *, now: datetime) -> None:
    """Where fewer than two are left who are not on leave, tell the contacts whom the case does not
    touch.
    """
    if len(who_can(case, now, but_away=True)) < ENOUGH:
        tell_contacts(case, now=now)


def tell_contacts(case: Case, *, now: datetime) -> None:
    """Tell the contacts whom a case does not touch that the responders need help."""
    announce(TooFewLeft(case, _contacts_outside(case), now))


def _contacts_outside(case: Case) -> Sequence[Contact]:
    """Contacts who are nobody that is left out, whether they are named as a member or only by the
    address of one.
    """
    touched = select(Member.id).where(is_contact(), is_left_out(Member))
    reported = exists().where(
        is_of_one_matter(CaseReport.case_id),
        CaseReport.report_id == Report.id,
        Report.reporter_address == func.lower(Contact.address),
    )
    query = select(Contact).join(Case, true()).where(Case.id == case.id)
    query = query.where(~touched.correlate(Contact, Case).exists(), ~reported)
    return db.session.scalars(query.order_by(Contact.id)).unique().all()


def _is_taken(name: str) -> bool:
    return bool(db.session.scalar(select(exists().where(Case.name == name))))
