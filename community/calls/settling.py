"""Putting the calls of a changed series on their new dates: each keeps its row, its UID and its
answers; what no longer has a date is called off with a reason.
"""

from collections.abc import Sequence
from datetime import date, datetime

from community.accounts.models import Member
from community.db import db
from community.events import announce

from .changing import call_off, take_back
from .events import CapacityChanged, SittingMoved, SittingsScheduled
from .expansion import dates
from .matching import match_dates
from .models import Call
from .times import Recurrence, Sitting, Slot
from .writing import HORIZON, MOST_AT_ONCE, attach, rule_of, skipped_days, write_sitting

DROPPED = "The series has changed: it is no longer held on this date."
FEWER = "The series has changed: this sitting is no longer held."


def settle(
    kept: dict[Call, list[Sitting]],
    recurrence: Recurrence,
    slots: Sequence[Slot],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Put each surviving call on its new date and call off the rest."""
    old = [call.rule_date for call in kept if call.rule_date is not None]
    rule = rule_of(recurrence)
    skipped = skipped_days(recurrence)
    ahead = dates(rule, rule.starts_on, now.date() + HORIZON, MOST_AT_ONCE)
    pairs = match_dates(old, [day for day in ahead if day not in skipped], rule)
    was = {sitting: _standing(sitting) for sittings in kept.values() for sitting in sittings}
    moves = {call: pairs.get(call.rule_date) for call in kept if call.rule_date is not None}
    _detach(kept)
    for call, day in moves.items():
        if day is None:
            _drop(kept[call], reason=DROPPED, by=by, now=now)
    _free_dates(moves)
    for call, day in moves.items():
        if day is not None:
            call.rule_date = day
            db.session.flush()
            _resettle(call, kept[call], slots, was, by=by, now=now)


def _standing(sitting: Sitting) -> tuple[datetime, str, int, bool]:
    return sitting.starts_at, sitting.zone, sitting.minutes, sitting.is_moved


def _detach(kept: dict[Call, list[Sitting]]) -> None:
    """Take the sittings out of their slots, so that no two meet while dates change places."""
    for sittings in kept.values():
        for sitting in sittings:
            sitting.slot, sitting.original_start = None, None
    db.session.flush()


def _free_dates(moves: dict[Call, date | None]) -> None:
    """Take the dates off calls that go elsewhere, and off dropped ones whose date is wanted."""
    wanted = {day for day in moves.values() if day is not None}
    for call, day in moves.items():
        if day != call.rule_date and (day is not None or call.rule_date in wanted):
            call.rule_date = None
    db.session.flush()


def _resettle(
    call: Call,
    sittings: Sequence[Sitting],
    slots: Sequence[Slot],
    was: dict[Sitting, tuple[datetime, str, int, bool]],
    *,
    by: Member,
    now: datetime,
) -> None:
    by_position = {sitting.position: sitting for sitting in sittings}
    for slot in slots:
        sitting = by_position.pop(slot.position, None)
        if sitting is None:
            announce(SittingsScheduled((_added(call, slot, now),), now))
            continue
        _reattach(sitting, slot, was[sitting], by=by, now=now)
    _drop(list(by_position.values()), reason=FEWER, by=by, now=now)


def _added(call: Call, slot: Slot, now: datetime) -> Sitting:
    sitting = write_sitting(call, slot, now)
    db.session.flush()
    return sitting


def _reattach(
    sitting: Sitting,
    slot: Slot,
    was: tuple[datetime, str, int, bool],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Into its slot on its date; a date that was moved by hand stays where it was moved to."""
    starts_at, zone, minutes, moved_by_hand = was
    place = (sitting.local_start, sitting.ends_at)
    places = (sitting.capacity, sitting.hours_to_accept)
    attach(sitting, slot)
    if moved_by_hand:
        sitting.local_start, sitting.ends_at = place
        sitting.starts_at, sitting.zone, sitting.minutes = starts_at, zone, minutes
    sitting.capacity, sitting.hours_to_accept = slot.capacity, slot.hours_to_accept
    changed = (sitting.starts_at, sitting.zone, sitting.minutes) != (starts_at, zone, minutes)
    if sitting.cancellation is not None and sitting.cancellation.by_change:
        take_back(sitting, by_id=by.id, now=now)
    if changed:
        sitting.touch(now)
    elif places != (sitting.capacity, sitting.hours_to_accept):
        sitting.edited(now)
    db.session.flush()
    if changed:
        announce(SittingMoved(sitting, now))
    if places != (sitting.capacity, sitting.hours_to_accept):
        announce(CapacityChanged(sitting, now))


def _drop(sittings: Sequence[Sitting], *, reason: str, by: Member, now: datetime) -> None:
    for sitting in sittings:
        if not sitting.is_cancelled:
            call_off(sitting, by_id=by.id, reason=reason, now=now, by_change=True)
