"""Actions that are left open when a call ends go on to the list of the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, literal, or_, select, update

from community.accounts.models import Member
from community.agendas import versions
from community.agendas.carried import CarriedOver
from community.agendas.events import CallCarriedOver, CarryingTakenBack
from community.db import db, locked

from .carried import CarriedAction
from .left_queries import left_of
from .models import Note
from .tasks import Action


def call_carried_over(event: CallCarriedOver) -> None:
    """Put what is open on the list of the next call, all of it with one statement."""
    left = select(
        Note.id.label("note_id"),
        literal(event.call.id).label("from_call_id"),
        literal(event.to.id).label("to_call_id"),
        literal(event.at, CarriedAction.at.type).label("at"),
    ).where(Note.id.in_(left_of(event.call.id)))
    db.session.execute(insert(CarriedAction).from_select([*left.selected_columns.keys()], left))


def carrying_taken_back(event: CarryingTakenBack) -> None:
    """Take what came from the call off the list of the next one."""
    came = update(CarriedAction).where(
        CarriedAction.from_call_id == event.call.id,
        CarriedAction.to_call_id == event.to.id,
        CarriedAction.undone_at.is_(None),
    )
    db.session.execute(came.values(undone_at=event.at, undone_by_id=event.by.id))


def follow(action: Action, *, now: datetime) -> None:
    """Put an action that is made, or open again, after what its call left over has moved on where
    the rest is by now; where it is there, or was left out there, nothing changes. The calls are
    held, so that nothing moves on at the same moment.
    """
    if action.call_id is None:
        return
    held: set[int] = set()
    while True:
        last = _last_way_from(action.call_id)
        calls = {action.call_id} if last is None else {action.call_id, last.to_call_id}
        if calls <= held:
            break
        for call_id in sorted(calls - held):
            versions.hold(call_id, now=now, or_gone=True)
        held |= calls
    if last is not None and not _has_followed(action, last):
        way = {"from_call_id": last.call_id, "to_call_id": last.to_call_id}
        db.session.add(CarriedAction(note_id=action.note_id, **way, at=now))


def _has_followed(action: Action, last: Any) -> bool:
    """Whether an action went that way with the rest or since, left out there or not."""
    query = select(CarriedAction.id).where(
        CarriedAction.note_id == action.note_id,
        CarriedAction.to_call_id == last.to_call_id,
        or_(CarriedAction.undone_at.is_(None), CarriedAction.at >= last.at),
    )
    return db.session.scalar(query.limit(1)) is not None


def _last_way_from(call_id: int) -> Any:
    """The last step by which what a call has left over moved on, however often it did."""
    ways = select(CarriedOver.call_id, CarriedOver.to_call_id, CarriedOver.at)
    chain = ways.where(CarriedOver.call_id == call_id).cte(recursive=True)
    chain = chain.union(ways.join(chain, CarriedOver.call_id == chain.c.to_call_id))
    goes_on = exists().where(CarriedOver.call_id == chain.c.to_call_id)
    return db.session.execute(select(chain).where(~goes_on)).first()


def leave_out(carried: CarriedAction, *, by: Member, now: datetime) -> None:
    """Take an action off the list of a call; it stays open. Doing it twice changes nothing."""
    carried = locked(CarriedAction, carried.id)
    if carried.undone_at is None:
        carried.undone_at, carried.undone_by_id = now, by.id
        db.session.flush()
