"""Putting the calls of a changed series on their new dates: each keeps its row, its UID and its
answers; what no longer has a date is called off with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.db import db
from community.events import announce

from .changing import call_off, take_back
from .events import CapacityChanged, SittingMoved, SittingsScheduled
from .expansion import dates
from .links import link_to_edit, with_own_link
from .matching import match_dates
from .models import Call, Series
from .times import Recurrence, Sitting, Slot
from .writing import HORIZON, MOST_AT_ONCE, attach, rule_of, skipped_days, write_sitting

DROPPED = "The series has changed: it is no longer held on this date."
FEWER = "The series has changed: this sitting is no longer held."
LEFT_OUT = "This date is left out."


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sitting was held before the change, and what of it was its own."""

    local_start: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    minutes: int
    is_moved: bool
    has_own_places: bool
    link: tuple[str, bool] | None  # its slot's; None: its own, or it had no slot

    @property
    def time(self) -> tuple[datetime, str, int]:
        """What makes a move where it changes."""
        return self.starts_at, self.zone, self.minutes


def survivors(series: Series, first: date, now: datetime) -> dict[Call, list[Sitting]]:
    """The calls from `first` on of which nothing has begun, with their sittings: also those that
    an earlier change has dropped.
    """
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(joinedload(Sitting.slot))
        .where(Call.series_id == series.id, Call.rule_date >= first)
        .order_by(Call.rule_date, Sitting.position)
    )
    calls: dict[Call, list[Sitting]] = {}
    for sitting in db.session.scalars(query).unique():
        calls.setdefault(sitting.call, []).append(sitting)
    return {
        call: sittings
        for call, sittings in calls.items()
        if not any(sitting.has_begun(now) for sitting in sittings)
    }


def standing_of(
    kept: Mapping[Call, Sequence[Sitting]], present: Sequence[Slot]
) -> dict[Sitting, Standing]:
    """How each sitting is held; read it before the slots change. A sitting that an earlier change
    dropped is compared with the `present` slot at its position.
    """
    by_position = {slot.position: slot for slot in present}
    links: dict[int, tuple[str, bool]] = {}
    found = {}
    everything = [sitting for sittings in kept.values() for sitting in sittings]
    own = with_own_link(everything)
    for sitting in everything:
        slot = sitting.slot or by_position.get(sitting.position)
        if slot is not None and slot.id not in links:
            links[slot.id] = link_to_edit(slot)
        found[sitting] = Standing(
            local_start=sitting.local_start,
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            zone=sitting.zone,
            minutes=sitting.minutes,
            is_moved=sitting.is_moved,
            has_own_places=slot is not None and _places(sitting) != _places(slot),
            link=links[sitting.slot.id] if sitting.slot and sitting.id not in own else None,
        )
    return found


def settle(
    kept: dict[Call, list[Sitting]],
    was: Mapping[Sitting, Standing],
    recurrence: Recurrence,
    slots: Sequence[Slot],
    *,
    first: date,
    reason: str = DROPPED,
    by: Member,
    now: datetime,
) -> None:
    """Put each surviving call on its new date, from `first` on, and call off the rest."""
    old = [call.rule_date for call in kept if call.rule_date is not None]
    rule = rule_of(recurrence)
    before = max([now.date() + HORIZON, *(day + timedelta(days=1) for day in old)])
    taken = skipped_days(recurrence) | _days_of_others(recurrence.series_id, kept)
    ahead = dates(rule, max(first, rule.starts_on), before, MOST_AT_ONCE)
    pairs = match_dates(old, [day for day in ahead if day not in taken], rule)
    moves = {call: pairs.get(call.rule_date) for call in kept if call.rule_date is not None}
    _detach(kept)
    for call, day in moves.items():
        if day is None:
            _drop(kept[call], reason=reason, by=by, now=now)
    _free_dates(moves)
    links = {slot.id: link_to_edit(slot) for slot in slots}
    for call, day in moves.items():
        if day is not None:
            call.rule_date = day
            db.session.flush()
            _resettle(call, kept[call], slots, was, links, by=by, now=now)


def _places(subject: Sitting | Slot) -> tuple[int | None, int | None]:
    return subject.capacity, subject.hours_to_accept


def _days_of_others(series_id: int, kept: Mapping[Call, object]) -> set[date]:
    """The dates of the calls that stay as they are."""
    ours = {call.id for call in kept}
    query = select(Call.id, Call.rule_date).where(
        Call.series_id == series_id, Call.rule_date.is_not(None)
    )
    return {row.rule_date for row in db.session.execute(query) if row.id not in ours}


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
    was: Mapping[Sitting, Standing],
    links: Mapping[int, tuple[str, bool]],
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
        _reattach(sitting, slot, was[sitting], links[slot.id], by=by, now=now)
    _drop(list(by_position.values()), reason=FEWER, by=by, now=now)


def _added(call: Call, slot: Slot, now: datetime) -> Sitting:
    sitting = write_sitting(call, slot, now)
    db.session.flush()
    return sitting


def _reattach(
    sitting: Sitting,
    slot: Slot,
    was: Standing,
    link: tuple[str, bool],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Into its slot on its date; what was set for this date by hand stays: its time, its places."""
    places = _places(sitting)
    attach(sitting, slot)
    if was.is_moved:
        sitting.local_start, sitting.ends_at = was.local_start, was.ends_at
        sitting.starts_at, sitting.zone, sitting.minutes = was.time
    if not was.has_own_places:
        sitting.capacity, sitting.hours_to_accept = _places(slot)
    moved = (sitting.starts_at, sitting.zone, sitting.minutes) != was.time
    if sitting.cancellation is not None and sitting.cancellation.by_change:
        take_back(sitting, by_id=by.id, now=now)
    if moved or was.link not in (None, link):
        sitting.touch(now)
    elif places != _places(sitting):
        sitting.edited(now)
    db.session.flush()
    if moved:
        announce(SittingMoved(sitting, now))
    if places != _places(sitting):
        announce(CapacityChanged(sitting, now))


def _drop(sittings: Sequence[Sitting], *, reason: str, by: Member, now: datetime) -> None:
    for sitting in sittings:
        if not sitting.is_cancelled:
            call_off(sitting, by_id=by.id, reason=reason, now=now, by_change=True)
