"""What was carried over goes back where it came from, and is carried over again after all."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.errors import Refusal

from . import versions
from .carried import CarriedItem, CarriedOver
from .carrying import move, next_of
from .hiding import hide_moved
from .models import Agenda, Item, ItemState, State
from .writing import next_place

_OPEN = (State.PROPOSED, State.ACCEPTED, State.PARKED)


class NothingToUndo(Refusal):
    """The item has not come from another call, or has been worked on since."""


class NowhereToGo(Refusal):
    """There is no next call."""


def send_back(item: Item, *, by: Member, now: datetime) -> Call:
    """Undo that an item was carried over: it is back on the call it came from, which is given.

    Raises `NothingToUndo`.
    """
    query = select(CarriedItem).where(
        CarriedItem.item_id == item.id, CarriedItem.undone_at.is_(None)
    )
    carried = db.session.scalar(query.order_by(CarriedItem.id.desc()).limit(1))
    if carried is None:
        raise NothingToUndo("This item has not come from another call.")
    item = _held(item, carried.from_call_id, carried.to_call_id, now)
    if item.call_id != carried.to_call_id:
        raise NothingToUndo("This item has moved on meanwhile.")
    carried.undone_at, carried.undone_by_id = now, by.id
    _stand_on(item, carried.from_call_id)
    _touch(carried.from_call_id, carried.to_call_id, now)
    return db.session.get_one(Call, carried.from_call_id)


def carry_again(item: Item, *, now: datetime) -> Call:
    """Undo that an item was sent back: it is on the next call again, which is given; where the one
    it was on is not the next any more, on that which is.

    Raises `NothingToUndo` and `NowhereToGo`.
    """
    call = item.call
    to = next_of(call, now)
    if to is None:
        raise NowhereToGo("This series has no next call that it could go to.")
    item = _held(item, call.id, to.id, now)
    if item.call_id != call.id or item.id not in sent_back(call, now):
        raise NothingToUndo("This item was not sent back, or something became of it since.")
    query = select(CarriedItem).where(*_undone(item.id, call.id), CarriedItem.to_call_id == to.id)
    before = db.session.scalar(query.order_by(CarriedItem.id.desc()).limit(1))
    if before is None:
        move(item, to.id, now)
    else:
        before.undone_at = before.undone_by_id = None
        _stand_on(item, to.id)
    _touch(call.id, to.id, now)
    return to


def sent_back(call: Call, now: datetime) -> Collection[int]:
    """The items that were sent back to a call, are open there, and can be carried over again, by
    their numbers. One query, a few more where there are some.
    """
    its = Item.call_id == call.id, ItemState.state.in_(_OPEN), ItemState.ended_at.is_(None)
    query = (
        select(Item.id)
        .join(ItemState, ItemState.item_id == Item.id)
        .where(*its, exists().where(*_undone(Item.id, call.id)))
        # where it turned out that the call had not ended, all of them come along once it has
        .where(exists().where(CarriedOver.call_id == call.id))
    )
    found = db.session.scalars(query).all()
    return found if found and next_of(call, now) is not None else ()


def _undone(item_id: Any, call_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        CarriedItem.item_id == item_id,
        CarriedItem.from_call_id == call_id,
        CarriedItem.undone_at.is_not(None),
    )


def _held(item: Item, from_id: int, to_id: int, now: datetime) -> Item:
    """The item, read again once both agendas are held."""
    number = item.id
    for held in sorted({from_id, to_id}):  # in one order, so that nobody waits for ever
        versions.hold(held, now=now)
    return db.session.get_one(Item, number, populate_existing=True)


def _stand_on(item: Item, call_id: int) -> None:
    item.call_id, item.place = call_id, next_place(call_id)
    item.version += 1
    db.session.flush()
    hide_moved(item)


def _touch(from_id: int, to_id: int, now: datetime) -> None:
    for held in (from_id, to_id):
        versions.touch(db.session.get_one(Agenda, held), now=now)
