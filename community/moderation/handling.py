"""Handling a case: where it stands, and the steps that are not to be forgotten."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked

from .case_models import Case, CaseCheck, CaseState, State, Step
from .merging_queries import parts_of


def move_to(case: Case, state: State, *, by: Member | None, now: datetime, why: str = "") -> None:
    """Let a case stand at `state`, with what goes on in it. Where it stands there already nothing
    changes.
    """
    locked(Case, case.id)
    for one in (case, *parts_of(case)):
        _move(one, state, by=by, now=now, why=why)


def _move(case: Case, state: State, *, by: Member | None, now: datetime, why: str) -> None:
    query = select(CaseState).where(CaseState.case_id == case.id, CaseState.ended_at.is_(None))
    standing = db.session.scalars(query).one()
    if standing.state is state:
        return
    standing.ended_at = now
    db.session.flush()
    db.session.add(
        CaseState(case_id=case.id, state=state, by_id=by.id if by else None, why=why, at=now)
    )
    db.session.flush()
    db.session.refresh(case, ["standing"])


def check(case: Case, step: Step, *, is_done: bool, by: Member, now: datetime) -> None:
    """Tick a step, or take the tick away."""
    locked(Case, case.id)
    row = db.session.get(CaseCheck, (case.id, step))
    if is_done and row is None:
        db.session.add(CaseCheck(case_id=case.id, step=step, by_id=by.id, at=now))
    elif not is_done and row is not None:
        db.session.delete(row)
    db.session.flush()
