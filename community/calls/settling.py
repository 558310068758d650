"""Putting the calls of a changed series on their new dates: each keeps its row, its UID and its
answers; what no longer has a date is called off with a reason.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db
from community.events import Event, announce

from .changing import call_off, take_back
from .events import CapacityChanged, SittingMoved, SittingsScheduled
from .expansion import dates
from .history import as_held, keep
from .links import link_to_edit, set_link
from .matching import match_dates
from .models import Call
from .standing import Standing, places
from .times import Recurrence, Sitting, Slot
from .writing import HORIZON, MOST_AT_ONCE, attach, rule_of, skipped_days, write_sitting

DROPPED = "The series has changed: it is no longer held on this date."
FEWER = "The series has changed: this sitting is no longer held."
LEFT_OUT = "This date is left out."


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
    moves = _moves(kept, was, recurrence, first, now)
    _detach(kept)
    for call, day in moves.items():
        if day is None:
            _drop(kept[call], was, reason=reason, by=by, now=now)
    _free_dates(moves)
    links = {slot.id: link_to_edit(slot) for slot in slots}
    stay = {call: day for call, day in moves.items() if day is not None}
    for call, day in stay.items():
        call.rule_date = day
    news = [
        event
        for call in stay
        for event in _resettle(call, kept[call], slots, was, links, by=by, now=now)
    ]
    db.session.flush()
    for event in news:
        announce(event)


def _moves(
    kept: Mapping[Call, Sequence[Sitting]],
    was: Mapping[Sitting, Standing],
    recurrence: Recurrence,
    first: date,
    now: datetime,
) -> dict[Call, date | None]:
    """The new date of each call, None where it has none. What is held after all stays on its day,
    and belongs to the rule again where that gives the day.
    """
    days = {call: call.rule_date for call in kept if call.rule_date is not None}
    stays = {day for call, day in days.items() if all(was[s].is_held_after_all for s in kept[call])}
    rule = rule_of(recurrence)
    before = max([now.date() + HORIZON, *(day + timedelta(days=1) for day in days.values())])
    taken = skipped_days(recurrence) | _days_of_others(recurrence.series_id, kept)
    ahead = set(dates(rule, max(first, rule.starts_on), before, MOST_AT_ONCE)) - taken
    pairs = match_dates(sorted(set(days.values()) - stays), sorted(ahead - stays), rule)
    pairs |= {day: day for day in ahead & stays}
    return {call: pairs.get(day) for call, day in days.items()}


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
) -> list[Event]:
    """Gives what is to be told of it once it is written."""
    by_position, news = {sitting.position: sitting for sitting in sittings}, list[Event]()
    for slot in slots:
        sitting = by_position.pop(slot.position, None)
        if sitting is None:
            news.append(SittingsScheduled((write_sitting(call, slot, now),), now))
        else:
            news += _reattach(sitting, slot, was[sitting], links[slot.id], by=by, now=now)
    _drop(list(by_position.values()), was, reason=FEWER, by=by, now=now)
    return news


def _reattach(
    sitting: Sitting,
    slot: Slot,
    was: Standing,
    link: tuple[str, bool],
    *,
    by: Member,
    now: datetime,
) -> list[Event]:
    """Into its slot on its date; what was set for this date by hand stays: its time, its places."""
    before, held, sitting.keeps_time = places(sitting), as_held(sitting), False
    attach(sitting, slot)
    if was.is_moved:
        sitting.local_start, sitting.ends_at = was.local_start, was.ends_at
        sitting.starts_at, sitting.zone, sitting.minutes = was.time
    if not was.has_own_places:
        sitting.capacity, sitting.hours_to_accept = places(slot)
    moved = (sitting.starts_at, sitting.zone, sitting.minutes) != was.time
    if moved:
        keep(sitting, held, now=now)
    if sitting.cancellation is not None and sitting.cancellation.by_change:
        take_back(sitting, by_id=by.id, now=now)
    if was.is_held_after_all and link_to_edit(sitting) == link:
        set_link(sitting, None, is_public=False, by=by, now=now)  # it follows its slot's again
    if moved or was.link not in (None, link):
        sitting.touch(now)
    elif before != places(sitting):
        sitting.edited(now)
    news: list[Event] = [SittingMoved(sitting, now, held)] if moved else []
    return [*news, *([CapacityChanged(sitting, now)] if before != places(sitting) else [])]


def _drop(
    sittings: Sequence[Sitting],
    was: Mapping[Sitting, Standing],
    *,
    reason: str,
    by: Member,
    now: datetime,
) -> None:
    for sitting in sittings:
        sitting.keeps_time = was[sitting].is_moved and not was[sitting].is_held_after_all
        if not sitting.is_cancelled and not was[sitting].is_held_after_all:
            call_off(sitting, by_id=by.id, reason=reason, now=now, by_change=True)
