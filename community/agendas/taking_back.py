"""What a call left over comes back to it, where it turns out that the call had not ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, or_, select, update

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.events import announce

from . import versions
from .carried import CarriedItem, CarriedOver
from .events import CarryingTakenBack
from .guest_models import GuestProposal
from .guest_queries import unanswered
from .hiding import hide_moved
from .models import Agenda, Item, ItemState
from .states import stand, state_before
from .versions import ChangedMeanwhile
from .writing import next_place


def take_back(call: Call, *, since: datetime, by: Member, now: datetime) -> None:
    """Let the items of a call stand where they stood before it ended at `since`, and bring back
    what has moved on to the next call since, even where that was deleted meanwhile; of what guests
    proposed, what nobody has answered there.

    Raises `ChangedMeanwhile` where one of them was worked on after that.
    """
    over = db.session.get(CarriedOver, call.id)
    moved = over if over is not None and over.at >= since else None
    calls = sorted({call.id, moved.to_call_id} if moved else {call.id})
    for held in calls:  # in one order, so that nobody waits for ever
        versions.hold(held, now=now, or_gone=held != call.id)
    instants = [since, moved.at] if moved else [since]
    rows = _carried(moved)
    items = _touched(call, [row.item_id for row in rows], instants)
    there = {row.item_id: row.to_call_id for row in rows}
    if any(i.call_id != there.get(i.id, call.id) or i.updated_at not in instants for i in items):
        raise ChangedMeanwhile(_WORDS)
    for row in rows:
        row.undone_at, row.undone_by_id = now, by.id
        _bring_back(row.item, call.id, now)
    for item in items:
        before = state_before(item) if item.standing.at in instants else None
        if before is not None:
            stand(item, before.state, by_id=by.id, why=before.why, now=now)
    for held in calls:
        versions.touch(db.session.get_one(Agenda, held), now=now)
    if moved:
        to = db.session.get_one(Call, moved.to_call_id)
        _bring_guests_back(call.id, to.id)
        db.session.execute(delete(CarriedOver).where(CarriedOver.call_id == call.id))
        announce(CarryingTakenBack(call, to, by, now))


_WORDS = (
    "Something has been done with the items of this call since it ended, so its end stays."
    " You can start the call again."
)


def _carried(moved: CarriedOver | None) -> Sequence[CarriedItem]:
    """What has moved on with the call, in the order in which it did."""
    if moved is None:
        return ()
    query = select(CarriedItem).where(
        CarriedItem.from_call_id == moved.call_id,
        CarriedItem.at == moved.at,
        CarriedItem.undone_at.is_(None),
    )
    return db.session.scalars(query.order_by(CarriedItem.id)).all()


def _touched(call: Call, moved: Sequence[int], instants: Sequence[datetime]) -> Sequence[Item]:
    """The items that stand otherwise since the call ended, or have moved."""
    settled = exists().where(ItemState.item_id == Item.id, ItemState.at.in_(instants))
    query = select(Item).where(or_(Item.id.in_(moved), (Item.call_id == call.id) & settled))
    found = db.session.scalars(
        query.order_by(Item.place, Item.id).execution_options(populate_existing=True)
    )
    return found.unique().all()


def _bring_guests_back(call_id: int, to_id: int) -> None:
    came = update(GuestProposal).where(unanswered(to_id), GuestProposal.came_from_id == call_id)
    db.session.execute(
        came.values(call_id=call_id, came_from_id=None),
        execution_options={"synchronize_session": "fetch"},
    )


def _bring_back(item: Item, call_id: int, now: datetime) -> None:
    item.call_id, item.place = call_id, next_place(call_id)
    item.version += 1
    item.updated_at = now
    db.session.flush()
    hide_moved(item)
