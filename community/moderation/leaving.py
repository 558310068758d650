"""Responders who respond no more: what they had is let go, and who is left is counted again."""

from sqlalchemy import select

from community.accounts.events import RoleRevoked
from community.accounts.models import Role
from community.db import db, locked

from .case_models import OVER, Case, CaseState
from .opening import let_go
from .sight_queries import is_left_out, leading


def role_revoked(event: RoleRevoked) -> None:
    """In each case that is not over and that they could have taken: nobody is told who it was."""
    if event.grant.role is not Role.RESPONDER:
        return
    query = select(Case.id).join(CaseState, CaseState.case_id == Case.id)
    query = query.where(CaseState.ended_at.is_(None), CaseState.state.not_in(OVER))
    query = query.where(Case.id == leading(Case.id), ~is_left_out(event.grant.member))
    for number in db.session.scalars(query.order_by(Case.id)).all():
        case = locked(Case, number)
        let_go(case, now=event.at)
