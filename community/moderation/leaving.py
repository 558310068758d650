"""Responders who respond no more, or may not for now: what they had is let go, and who is left is
counted again. And those who were new before that was asked of any case.
"""

from datetime import datetime

from sqlalchemy import Select, and_, select

from community.accounts.events import RoleRevoked
from community.accounts.guests import member_of
from community.accounts.models import Member, Role
from community.conduct.events import MeasureImposed
from community.conduct.standing import may_act
from community.db import db, locked, transaction

from .case_models import OVER, Case, CaseState
from .opening import ask_who_is_new, leave_out_of_who_is_new, let_go
from .sight_queries import had_somebody, is_left_out, is_responder, leading, was_for


def role_revoked(event: RoleRevoked) -> None:
    """In each case not over that they could have taken: nobody is told who it was. Where
    nobody is left for one that is over, who is new is asked.
    """
    if event.grant.role is not Role.RESPONDER:
        return
    _let_go_of_all(event.grant.member, event.at)
    query = _cases_of(event.grant.member).where(CaseState.state.in_(OVER), was_for(event.grant))
    for number in db.session.scalars(query).all():
        ask_who_is_new(locked(Case, number), event.at)


def measure_imposed(event: MeasureImposed) -> None:
    """The same for a responder whom a measure keeps from doing anything."""
    member = member_of(event.measure.person_id)
    if member is None:
        return
    is_kept = is_responder(member.id), ~may_act(member.person_id, event.at)
    if db.session.scalar(select(and_(*is_kept))):
        _let_go_of_all(member, event.at)


def leave_out_who_was_new() -> None:
    """Of each case that nobody of then can take, leave out whoever is new and of whom a report in
    it speaks, in a transaction of its own: a version of before left such a case to nobody, and this
    one asks who is new. Doing it again changes nothing.
    """
    with transaction():
        query = select(Case).where(Case.id == leading(Case.id), ~had_somebody())
        for case in db.session.scalars(query.order_by(Case.id).with_for_update(of=Case)).unique():
            leave_out_of_who_is_new(case)


def _let_go_of_all(member: Member, now: datetime) -> None:
    query = _cases_of(member).where(CaseState.state.not_in(OVER))
    for number in db.session.scalars(query).all():
        case = locked(Case, number)
        let_go(case, now=now)


def _cases_of(member: Member) -> Select[int]:
    """The cases that go on in no other and from which nothing keeps a member; numbers of them."""
    query = select(Case.id).join(CaseState, CaseState.case_id == Case.id)
    query = query.where(CaseState.ended_at.is_(None))
    return query.where(Case.id == leading(Case.id), ~is_left_out(member)).order_by(Case.id)
