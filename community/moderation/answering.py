"""Answering whether one can take a case, seeing to it, handing it over, and being on leave."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from .case_models import Answer, Case, CaseAnswer, CaseHolder, Leave
from .content_waiting import Waiting, turns_to_come, waiting_for
from .events import ContentWaits, LeaveTaken, SomethingWaits
from .opening import let_go
from .sight_queries import who_can


class CannotTakeIt(Refusal):
    """Whoever is to see to a case must have said that they can."""


def answer(case: Case, said: Answer, *, by: Member, now: datetime) -> None:
    """Say whether one can take a case. Nobody is asked why; a conflict is one for good."""
    locked(Case, case.id)
    row = db.session.get(CaseAnswer, (case.id, by.id))
    if row is not None and row.answer is Answer.CONFLICT:
        return
    waited = waiting_for(by, now) if said is Answer.CAN else None
    if row is None:
        row = CaseAnswer(case_id=case.id, member_id=by.id, answer=said, at=now)
        db.session.add(row)
    elif row.answer is not said:
        row.answer, row.at = said, now
    if said is Answer.CONFLICT:
        db.session.flush()
        let_go(case, now=now)
    elif holder_of(case) is None:
        db.session.add(CaseHolder(case_id=case.id, member_id=by.id, at=now))
    db.session.flush()
    if waited is not None:
        _tell_what_waits(case, by, waited, now)


def _tell_what_waits(case: Case, member: Member, waited: Waiting, now: datetime) -> None:
    """Whoever has a case is asked at once about content that it is about."""
    known, found = (*waited.readings, *waited.states), waiting_for(member, now)
    if any(one not in known for one in (*found.readings, *found.states)):
        announce(SomethingWaits(case, [member], "content", now))


def hand_over(case: Case, to: Member, *, now: datetime) -> None:
    """Let another responder see to a case. Raises `CannotTakeIt`."""
    locked(Case, case.id)
    can = db.session.get(CaseAnswer, (case.id, to.id))
    is_open = can is not None and can.answer is Answer.CAN
    if not is_open or all(one.id != to.id for one in who_can(case, now)):
        raise CannotTakeIt("They have not said that they can take this case.")
    holder = holder_of(case)
    if holder is not None:
        if holder.member_id == to.id:
            return
        holder.ended_at = now
        db.session.flush()
    row = CaseHolder(case_id=case.id, member_id=to.id, at=now)
    db.session.add(row)
    db.session.flush()
    announce(SomethingWaits(case, [to], f"holder {row.id}", now))


def holder_of(case: Case) -> CaseHolder | None:
    """Who sees to a case now."""
    query = select(CaseHolder).where(CaseHolder.case_id == case.id, CaseHolder.ended_at.is_(None))
    return db.session.scalars(query).first()


def be_away(member: Member, starts_at: datetime, ends_at: datetime, *, now: datetime) -> Leave:
    """Not be asked about cases from one instant to another; what came meanwhile is told then."""
    locked(Member, member.id)
    query = select(Leave).where(Leave.member_id == member.id, Leave.starts_at == starts_at)
    row = db.session.scalars(query).first()
    if row is None:
        row = Leave(member_id=member.id, starts_at=starts_at, ends_at=ends_at)
        db.session.add(row)
    row.ends_at = ends_at
    db.session.flush()
    announce(LeaveTaken(member, row.ends_at, now))
    return row


def be_back(leave: Leave, *, now: datetime) -> None:
    """End a leave, or do without one that has not begun. What they are asked about later is told
    then.
    """
    if leave.starts_at >= now:
        db.session.delete(leave)
    elif leave.ends_at > now:
        leave.ends_at = now
    db.session.flush()
    member = db.session.get_one(Member, leave.member_id)
    announce(ContentWaits([(member, at) for at in turns_to_come(member, now)], now))
