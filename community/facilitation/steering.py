"""Steering a call: start it, take up the next item or the one before, end it.

Who steers says what they saw; where somebody else was quicker, nothing happens a second time.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from community.accounts.models import Member
from community.agendas import states
from community.agendas.models import Item, State
from community.agendas.queries import items_of
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db, locked, number_of
from community.errors import Refusal
from community.events import announce

from .events import CallEnded
from .models import Hand, Opening, Spell
from .queries import last_published, opening_of, spells_of, standing_spell
from .reaching import within_reach
from .timing import is_still_to_be_held, may_begin


class Step(StrEnum):
    """Which way to go on the agenda."""

    NEXT = "next"
    BACK = "back"


class NotItsTime(Refusal):
    """A call is started about the time it is held."""


class IsNotOn(Refusal):
    """The call was not started, or has ended."""


def start(call: Call, *, by: Member, now: datetime, leads: bool = True) -> None:
    """Start a call with the first item of its agenda, if it has one: who does not lead it, but has
    a role at it, with the first that is published. Twice changes nothing.

    Raises `NotItsTime`.
    """
    call = locked(Call, number_of(call))
    opening = opening_of(call)
    if opening is not None and opening.is_on:
        return
    if call.is_removed or not may_begin(sittings_of(call), now):
        raise NotItsTime("A call can be started from an hour before the time it is held.")
    opening = Opening(call_id=call.id, by_id=by.id, at=now)
    db.session.add(opening)
    db.session.flush()
    first = neighbour(_agenda(opening, leads=leads), None, Step.NEXT)
    if first is not None:
        _take_up(opening, first, by, now)


def move(
    call: Call, step: Step, *, seen: int, by: Member, now: datetime, leads: bool = True
) -> bool:
    """Take up the neighbour of the current item; who does not lead the call, the neighbour among
    what everybody may read. `seen` is the number of the spell that was looked at, 0 for none;
    gives whether it was still that one. Raises `IsNotOn`.
    """
    opening = hold(call)
    spell = standing_spell(opening)
    if (spell.id if spell else 0) != seen:
        return False
    current = spell.item if spell else None
    there = neighbour(_agenda(opening, leads=leads), current, step)
    if there is not None:
        _put_down(opening, now)
        _take_up(opening, there, by, now)
    return True


def end(call: Call, *, seen: int, by: Member | None, now: datetime) -> None:
    """End a call: what was spoken about is discussed, and what was not reached is parked, unless
    the call is held once more. `seen` is the number of the opening; twice changes nothing. Without
    `by` it was left on.
    """
    opening = opening_of(call)
    if opening is None or number_of(opening) != seen:
        return
    opening = locked(Opening, seen)
    if not opening.is_on:
        return
    _put_down(opening, now)
    opening.ended_at, opening.ended_by_id = now, by.id if by else None
    up = update(Hand).where(Hand.opening_id == seen, Hand.ended_at.is_(None))
    db.session.execute(up.values(ended_at=now, ended_by_id=opening.ended_by_id))
    db.session.flush()
    call = opening.call
    is_last = not is_still_to_be_held(sittings_of(call), now)
    if is_last and not call.is_removed:
        _settle(call, by, now)
    announce(CallEnded(call, by, is_last, now))


def hold(call: Call) -> Opening:
    """The opening of a call that is on, held until the transaction ends. Raises `IsNotOn`."""
    opening = opening_of(call)
    if opening is not None:
        opening = locked(Opening, number_of(opening))
    if opening is None or not opening.is_on:
        raise IsNotOn("The call is not on.")
    return opening


def neighbour(items: Sequence[Item], current: Item | None, step: Step) -> Item | None:
    """The item after or before `current` on an agenda in its order, also where `current` is no
    longer on it; without `current` the first.
    """
    if current is None:
        return items[0] if items else None
    here = (current.place, current.id)
    if step is Step.NEXT:
        return next((item for item in items if (item.place, item.id) > here), None)
    return next((item for item in reversed(items) if (item.place, item.id) < here), None)


def _agenda(opening: Opening, *, leads: bool) -> Sequence[Item]:
    items = items_of(opening.call_id, {State.ACCEPTED})
    if leads:
        return items
    taken_up = {spell.item_id for spell in spells_of(opening)}
    return within_reach(items, last_published(opening.call_id), taken_up)


def _take_up(opening: Opening, item: Item, by: Member, now: datetime) -> None:
    db.session.add(Spell(opening_id=opening.id, item_id=item.id, by_id=by.id, at=now))
    db.session.flush()


def _put_down(opening: Opening, now: datetime) -> None:
    standing = Spell.opening_id == opening.id, Spell.ended_at.is_(None)
    db.session.execute(update(Spell).where(*standing).values(ended_at=now))


def _settle(call: Call, by: Member | None, now: datetime) -> None:
    """What was taken up in any sitting is discussed, the rest was not reached."""
    taken_up = select(Spell.item_id).join(Opening, Opening.id == Spell.opening_id)
    discussed = set(db.session.scalars(taken_up.where(Opening.call_id == call.id)))
    for item in items_of(call.id, {State.ACCEPTED}):
        if item.id in discussed:
            states.discuss(item, by=by, now=now)
        else:
            states.park(item, by=None, now=now)
