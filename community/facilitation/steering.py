"""Steering a call: start it, take up the next item or any other, end it.

Who steers says what they saw; where somebody else was quicker, nothing happens a second time.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update

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
from .queries import discussed_in, last_published, opening_of, spells_of, standing_spell
from .reaching import within_reach
from .timing import is_held_again, may_begin


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
    """Take up the neighbour of the current item, or of the last one where none is; who does not
    lead the call, the neighbour among what everybody may read. `seen` is the number of the spell
    that was looked at, 0 for none; gives whether it was still that one. Raises `IsNotOn`.
    """
    opening = hold(call)
    if _standing(opening) != seen:
        return False
    there = neighbour(_agenda(opening, leads=leads), _here(opening), step)
    _go(opening, there, by, now)
    return True


def jump(
    call: Call, number: int, *, seen: int, by: Member, now: datetime, leads: bool = True
) -> bool:
    """Take up the item of the agenda with this number, of those that `move` leads to. Gives whether
    what was looked at was still so, and the item there. Raises `IsNotOn`.
    """
    opening = hold(call)
    there = next((one for one in _agenda(opening, leads=leads) if one.id == number), None)
    if _standing(opening) != seen or there is None:
        return False
    _go(opening, there, by, now)
    return True


def park(call: Call, *, seen: int, by: Member, now: datetime) -> bool:
    """Keep the current item for later, and take up what follows it, if anything does. Gives whether
    the spell that was looked at was still that one. Raises `IsNotOn`.
    """
    opening = hold(call)
    spell = standing_spell(opening)
    if spell is None or spell.id != seen:
        return False
    states.park(spell.item, by=by, now=now)
    _put_down(opening, now)
    _go(opening, neighbour(_agenda(opening, leads=True), spell.item, Step.NEXT), by, now)
    return True


def end(
    call: Call,
    *,
    seen: int,
    by: Member | None,
    ended_at: datetime | None = None,
    now: datetime,
) -> None:
    """End a call: what was spoken about is discussed, and what was not reached is parked, unless
    the call is held once more. `seen` is the number of the opening; twice changes nothing. Without
    `by` it was left on, and was over at `ended_at`.
    """
    opening = opening_of(call)
    if opening is None or number_of(opening) != seen:
        return
    opening = locked(Opening, seen)
    if not opening.is_on:
        return
    over = ended_at or now
    _put_down(opening, over)
    opening.ended_at, opening.ended_by_id = over, by.id if by else None
    opening.found_over_at = None if by else now
    up = update(Hand).where(Hand.opening_id == seen, Hand.ended_at.is_(None))
    db.session.execute(up.values(ended_at=over, ended_by_id=opening.ended_by_id))
    db.session.flush()
    call = opening.call
    is_last = not is_held_again(sittings_of(call), opening.since, over)
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


def _standing(opening: Opening) -> int:
    spell = standing_spell(opening)
    return spell.id if spell else 0


def _here(opening: Opening) -> Item | None:
    """The current item, or the last one that was."""
    spells = spells_of(opening)
    return spells[-1].item if spells else None


def _go(opening: Opening, there: Item | None, by: Member, now: datetime) -> None:
    if there is not None:
        _put_down(opening, now)
        _take_up(opening, there, by, now)


def _take_up(opening: Opening, item: Item, by: Member, now: datetime) -> None:
    db.session.add(Spell(opening_id=opening.id, item_id=item.id, by_id=by.id, at=now))
    db.session.flush()


def _put_down(opening: Opening, now: datetime) -> None:
    standing = Spell.opening_id == opening.id, Spell.ended_at.is_(None)
    db.session.execute(update(Spell).where(*standing).values(ended_at=now))


def _settle(call: Call, by: Member | None, now: datetime) -> None:
    """What was spoken about in any sitting is discussed, the rest was not reached."""
    discussed = discussed_in(call.id)
    for item in items_of(call.id, {State.ACCEPTED}):
        if item.id in discussed:
            states.discuss(item, by=by, now=now)
        else:
            states.park(item, by=None, now=now)
