"""Who may know of which case: one condition, used by every list, count, page and letter.

A case is open to a responder who said that they can take it; it is asked of one who has not
answered, if they were a responder when it was opened or a colleague asked them by hand. To
everybody else it is not there.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from community.accounts.models import Member, Role, RoleGrant
from community.db import db

from .asking_models import CaseAsking
from .case_models import Answer, Case, CaseAnswer, CaseReport, Leave
from .report_models import Report, ReportCopy, ReportExclusion, ReportPerson


def cases_open_to(member: Member, now: datetime) -> ColumnElement[bool]:  # noqa: ARG001 - one shape
    """For a query on `Case`: whether the member may read it, its reports and all that is in it."""
    return and_(is_responder(member.id), _has_answered(member.id, Answer.CAN), ~is_left_out(member))


def cases_asked_of(member: Member, now: datetime) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member is asked if they can take it, and knows no more of
    it than its code name.
    """
    answered = exists().where(CaseAnswer.case_id == Case.id, CaseAnswer.member_id == member.id)
    return and_(
        _is_theirs_to_take(member.id), ~answered, ~is_left_out(member), ~is_away(member.id, now)
    )


def who_can(case: Case, now: datetime, *, but_away: bool = False) -> Sequence[Member]:
    """The responders whom nothing keeps from a case, whether they have answered or not;
    `but_away`: without those on leave.
    """
    query = select(Member).join(Case, true()).where(Case.id == case.id, Member.erased_at.is_(None))
    has_it = and_(is_responder(Member.id), _has_answered(Member.id, Answer.CAN))
    query = query.where(or_(_is_theirs_to_take(Member.id), has_it), ~is_left_out(Member))
    if but_away:
        query = query.where(~is_away(Member.id, now))
    return db.session.scalars(query.order_by(Member.id)).unique().all()


def is_left_out(member: Member | type[Member]) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member reported, is reported, wrote what is reported, is
    one who shall not know, or has a conflict of interest.
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
            CaseReport.case_id == Case.id,
            or_(
                Report.reporter_id == member.person_id,
                Report.person_id == member.person_id,
                Report.reporter_address == member.email_key,
                ReportCopy.author_id == member.person_id,
                ReportExclusion.member_id.is_not(None),
            ),
        )
    )
    found = (
        select(CaseReport.case_id)
        .join(ReportPerson, ReportPerson.report_id == CaseReport.report_id)
        .where(CaseReport.case_id == Case.id, ReportPerson.person_id == member.person_id)
    )
    conflict = _has_answered(member.id, Answer.CONFLICT)
    return or_(involved.exists(), found.exists(), conflict)


def is_responder(member_id: object) -> ColumnElement[bool]:
    """Whether the member is a responder now."""
    return exists().where(
        RoleGrant.member_id == member_id,
        RoleGrant.role == Role.RESPONDER,
        RoleGrant.revoked_at.is_(None),
    )


def _is_theirs_to_take(member_id: Any) -> ColumnElement[bool]:
    """For a query on `Case`: whether the member is a responder since before it was opened, or was
    asked about it by hand.
    """
    then = exists().where(
        RoleGrant.member_id == member_id,
        RoleGrant.role == Role.RESPONDER,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.granted_at <= Case.opened_at,
    )
    asked = exists().where(CaseAsking.case_id == Case.id, CaseAsking.member_id == member_id)
    return or_(then, and_(is_responder(member_id), asked))


def is_away(member_id: object, now: datetime) -> ColumnElement[bool]:
    """Whether the member is on leave at `now`."""
    return exists().where(Leave.member_id == member_id, Leave.starts_at <= now, Leave.ends_at > now)


def _has_answered(member_id: object, answer: Answer) -> ColumnElement[bool]:
    return exists().where(
        CaseAnswer.case_id == Case.id,
        CaseAnswer.member_id == member_id,
        CaseAnswer.answer == answer,
    )
