"""Responders who respond no more, or may not for now: what they had is let go, and who is left is
counted again.
"""

from datetime import datetime

from sqlalchemy import and_, select

from community.accounts.events import RoleRevoked
from community.accounts.guests import member_of
from community.accounts.models import Member, Role
from community.conduct.events import MeasureImposed
from community.conduct.standing import may_act
from community.db import db, locked

from .case_models import OVER, Case, CaseState
from .opening import let_go
from .sight_queries import is_left_out, is_responder, leading


def role_revoked(event: RoleRevoked) -> None:
    """In each case that is not over and that they could have taken: nobody is told who it was."""
    if event.grant.role is not Role.RESPONDER:
        return
    _let_go_of_all(event.grant.member, event.at)


def measure_imposed(event: MeasureImposed) -> None:
    """The same for a responder whom a measure keeps from doing anything."""
    member = member_of(event.measure.person_id)
    if member is None:
        return
    is_kept = is_responder(member.id), ~may_act(member.person_id, event.at)
    if db.session.scalar(select(and_(*is_kept))):
        _let_go_of_all(member, event.at)


def _let_go_of_all(member: Member, now: datetime) -> None:
    query = select(Case.id).join(CaseState, CaseState.case_id == Case.id)
    query = query.where(CaseState.ended_at.is_(None), CaseState.state.not_in(OVER))
    query = query.where(Case.id == leading(Case.id), ~is_left_out(member))
    for number in db.session.scalars(query.order_by(Case.id)).all():
        case = locked(Case, number)
        let_go(case, now=now)
