"""Who may know of which case: one condition, used by every list, count, page and letter.

A case is open to a responder who said that they can take it; it is asked of one who has not
answered, if they were a responder when it was opened or a colleague asked them by hand. To
everybody else it is not there. A case that goes on in another is not there by itself: whoever has
the one that leads has it too.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.standing import may_act
from community.db import db

from .asking_models import CaseAsking
from .case_models import Answer, Case, CaseAnswer, CaseReport, Leave
from .merging_models import CaseKin, CaseMerging
from .report_models import Report, ReportCopy, ReportExclusion, ReportPerson


def cases_open_to(member: Member | type[Member], now: datetime) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member may read it, its reports and all that is in it."""
    return and_(may_act(member.person_id, now), cases_taken_by(member))


def cases_taken_by(member: Member | type[Member]) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member has it, and may read it where no measure keeps them
    from it for now.
    """
    has_it = and_(is_responder(member.id), _has_answered(member.id, Answer.CAN))
    return and_(has_it, ~is_left_out(member), ~_goes_on_elsewhere())


def cases_asked_of(member: Member | type[Member], now: datetime) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member is asked if they can take it, and knows no more of
    it than its code name. Whom a measure keeps from it still says that they have a conflict.
    """
    answered = exists().where(CaseAnswer.case_id == Case.id, CaseAnswer.member_id == member.id)
    return and_(
        *(_is_theirs_to_take(member.id), ~answered, ~is_left_out(member)),
        *(~is_away(member.id, now), ~_goes_on_elsewhere()),
    )


def cases_to_take(member: Member) -> ColumnElement[bool]:
    """For a query on `Case`: whether it is a responder's to take, now or once they are back."""
    return and_(_is_theirs_to_take(member.id), ~is_left_out(member))


def who_can(case: Case, now: datetime, *, but_away: bool = False) -> Sequence[Member]:
    """The responders whom nothing keeps from a case, no measure either, whether they have answered
    or not; `but_away`: without those on leave.
    """
    query = _whom_nothing_keeps(case).where(may_act(Member.person_id, now))
    if but_away:
        query = query.where(~is_away(Member.id, now))
    return db.session.scalars(query).unique().all()


def who_could(case: Case) -> Sequence[Member]:
    """The same with those whom a measure keeps from it for now."""
    return db.session.scalars(_whom_nothing_keeps(case)).unique().all()


def _whom_nothing_keeps(case: Case) -> Select[Member]:
    query = select(Member).join(Case, true()).where(Case.id == leading(case.id))
    query = query.where(Member.erased_at.is_(None))
    has_it = and_(is_responder(Member.id), _has_answered(Member.id, Answer.CAN))
    query = query.where(or_(_is_theirs_to_take(Member.id), has_it), ~is_left_out(Member))
    return query.order_by(Member.id)


def is_left_out(member: Member | type[Member]) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member reported, is reported, wrote what is reported, is
    one who shall not know, or has a conflict of interest; in this case or in one that it is or was
    one with.
    """
    involved = (
        select(CaseReport.case_id)
        .join(Report, Report.id == CaseReport.report_id)
        .outerjoin(ReportCopy, ReportCopy.report_id == Report.id)
        .outerjoin(
            ReportExclusion,
            and_(ReportExclusion.report_id == Report.id, ReportExclusion.member_id == member.id),
        )
        .where(
            is_of_one_matter(CaseReport.case_id),
            or_(
                Report.reporter_id == member.person_id,
                Report.person_id == member.person_id,
                Report.reporter_address == member.email_key,
                ReportCopy.author_id == member.person_id,
                ReportExclusion.member_id.is_not(None),
            ),
        )
        .correlate_except(CaseReport, Report, ReportCopy, ReportExclusion)
    )
    found = (
        select(CaseReport.case_id)
        .join(ReportPerson, ReportPerson.report_id == CaseReport.report_id)
        .where(is_of_one_matter(CaseReport.case_id), ReportPerson.person_id == member.person_id)
        .correlate_except(CaseReport, ReportPerson)
    )
    conflict = exists().where(
        is_of_one_matter(CaseAnswer.case_id),
        CaseAnswer.member_id == member.id,
        CaseAnswer.answer == Answer.CONFLICT,
    )
    return or_(involved.exists(), found.exists(), conflict.correlate_except(CaseAnswer))


def leading(case_id: Any) -> ColumnElement[int]:
    """The number of the case that a case goes on in, or its own."""
    into = select(CaseMerging.into_id).where(
        CaseMerging.case_id == case_id, CaseMerging.ended_at.is_(None)
    )
    return func.coalesce(into.scalar_subquery(), case_id)


def _goes_on_elsewhere() -> ColumnElement[bool]:
    """For a query on `Case`: whether it goes on in another."""
    return exists().where(CaseMerging.case_id == Case.id, CaseMerging.ended_at.is_(None))


def is_of_one_matter(case_id: Any) -> ColumnElement[bool]:
    """For a query on `Case`: whether a number is its own, or that of one it was ever one with."""
    kin = select(CaseKin.other_id).where(CaseKin.case_id == Case.id).correlate(Case)
    return or_(case_id == Case.id, case_id.in_(kin))


def is_responder(member_id: object) -> ColumnElement[bool]:
    """Whether the member is a responder now."""
    return exists().where(
        RoleGrant.member_id == member_id,
        RoleGrant.role == Role.RESPONDER,
        RoleGrant.revoked_at.is_(None),
    )


def can_respond(member: Member | type[Member], now: datetime) -> ColumnElement[bool]:
    """Whether the member is a responder whom no measure keeps from it at `now`."""
    return and_(is_responder(member.id), may_act(member.person_id, now))


def _is_theirs_to_take(member_id: Any) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member is a responder since before it was opened, or was
    asked about it by hand; or responds now where nobody who does did then whom nothing keeps from
    it, and nobody who does has taken it since whom nothing does.
    """
    then = exists().where(
        RoleGrant.member_id == member_id,
        RoleGrant.role == Role.RESPONDER,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.granted_at <= Case.opened_at,
    )
    asked = exists().where(CaseAsking.case_id == Case.id, CaseAsking.member_id == member_id)
    return or_(then, and_(is_responder(member_id), or_(asked, ~had_somebody())))


def had_somebody() -> ColumnElement[bool]:
    """For a query on `Case`: whether somebody who responds still did when it was opened, or has
    taken it since, whom nothing keeps from it.
    """
    first, grant = aliased(Member), aliased(RoleGrant)
    taker, answered = aliased(Member), aliased(CaseAnswer)
    then = select(first.id).select_from(grant).join(first, first.id == grant.member_id)
    then = then.where(
        grant.role == Role.RESPONDER,
        grant.granted_at <= Case.opened_at,
        grant.revoked_at.is_(None),
        first.erased_at.is_(None),
        ~is_left_out(first),
    )
    since = select(taker.id).select_from(answered).join(taker, taker.id == answered.member_id)
    since = since.where(
        answered.case_id == Case.id,
        answered.answer == Answer.CAN,
        is_responder(taker.id),
        taker.erased_at.is_(None),
        ~is_left_out(taker),
    )
    return or_(
        then.correlate_except(first, grant).exists(),
        since.correlate_except(taker, answered).exists(),
    )


def was_for(grant: RoleGrant) -> ColumnElement[bool]:
    """For a query on `Case`: whether whoever had this grant responded when it was opened, or has
    taken it since.
    """
    return or_(Case.opened_at >= grant.granted_at, _has_answered(grant.member_id, Answer.CAN))


def is_away(member_id: object, now: datetime) -> ColumnElement[bool]:
    """Whether the member is on leave at `now`."""
    return exists().where(Leave.member_id == member_id, Leave.starts_at <= now, Leave.ends_at > now)


def _has_answered(member_id: object, answer: Answer) -> ColumnElement[bool]:
    return exists().where(
        CaseAnswer.case_id == Case.id,
        CaseAnswer.member_id == member_id,
        CaseAnswer.answer == answer,
    )
