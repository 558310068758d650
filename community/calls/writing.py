"""Rows for dates: calls and sittings as a recurrence gives them, ahead to the horizon."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from community.db import db

from .drafts import Place, SlotDraft
from .expansion import dates
from .grammar import parse_rule, stored_text
from .models import Call, Series, Visibility
from .rules import Rule
from .slugs import secret_slug
from .times import Recurrence, Sitting, SkippedDate, Slot
from .walltime import as_shown, instant

HORIZON = timedelta(days=550)  # about 18 months
LOOKBACK = timedelta(days=730)  # how far back dates of an older rule are written
MOST_AT_ONCE = 6000  # dates of one rule; a daily one from ten years back has fewer


def rule_of(recurrence: Recurrence) -> Rule:
    """The rule a recurrence follows."""
    return parse_rule(recurrence.rule, recurrence.starts_on)


def write_recurrence(
    series: Series, rule: Rule, skipped: Sequence[date], *, by_id: int, now: datetime
) -> Recurrence:
    """Add a recurrence for `rule` with the dates it leaves out; calls are written later."""
    recurrence = Recurrence(series=series, rule=stored_text(rule), starts_on=rule.starts_on)
    db.session.add(recurrence)
    db.session.flush()
    skip(recurrence, skipped, by_id=by_id, now=now)
    return recurrence


def skip(recurrence: Recurrence, days: Sequence[date], *, by_id: int, now: datetime) -> None:
    """Leave `days` out of a recurrence, before calls are written for them."""
    there = skipped_days(recurrence)
    fresh = sorted(set(days) - there)
    db.session.add_all(
        SkippedDate(recurrence_id=recurrence.id, day=day, by_id=by_id, at=now) for day in fresh
    )


def skip_only(recurrence: Recurrence, days: Collection[date], *, by_id: int, now: datetime) -> None:
    """Leave `days` out of a recurrence, and no others."""
    rows = select(SkippedDate).where(SkippedDate.recurrence_id == recurrence.id)
    for row in db.session.scalars(rows):
        if row.day not in days:
            db.session.delete(row)
    db.session.flush()
    skip(recurrence, sorted(days), by_id=by_id, now=now)
    db.session.flush()


def write_slot(recurrence: Recurrence, position: int, draft: SlotDraft, now: datetime) -> Slot:
    """Add the slot at `position` (from 0) of a recurrence."""
    slot = Slot(
        recurrence=recurrence,
        position=position,
        zone=draft.hour.zone,
        time=draft.hour.time,
        minutes=draft.hour.minutes,
        capacity=draft.place.capacity,
        hours_to_accept=draft.place.hours_to_accept,
        uid=draft.uid or new_uid(),
        sequence=draft.sequence,
        created_at=now,
        updated_at=now,
    )
    db.session.add(slot)
    db.session.flush()
    return slot


def write_dates(
    recurrence: Recurrence,
    slots: Sequence[Slot],
    now: datetime,
    *,
    including: Sequence[date] = (),
) -> list[Sitting]:
    """Write calls for the dates of a recurrence that have none yet, up to the horizon.

    Those begin `LOOKBACK` ago, and no date between the first and the last one is passed over; they
    reach further, back and ahead, where days of `including` do.
    """
    rule, today = rule_of(recurrence), now.date()
    since = max(rule.starts_on, min(today - LOOKBACK, *including, date.max))
    before = max(today + HORIZON, *(day + timedelta(days=1) for day in including), date.min)
    if recurrence.written_until is not None:
        since = max(since, recurrence.written_until + timedelta(days=1))
    left_out = skipped_days(recurrence) | _days_written(recurrence.series_id, since)
    wanted = [d for d in dates(rule, since, before, MOST_AT_ONCE) if d not in left_out]
    sittings = write_calls(recurrence.series, wanted, slots, now)
    recurrence.written_until = before - timedelta(days=1)
    db.session.flush()
    return sittings


def write_calls(
    series: Series, days: Sequence[date], slots: Sequence[Slot], now: datetime
) -> list[Sitting]:
    """The calls of a series on `days` of its rule, each with a sitting in every slot."""
    taken = set(
        db.session.scalars(
            select(Call.slug).where(Call.slug.startswith(f"{series.slug}-", autoescape=True))
        )
    )
    calls = [
        Call(
            series=series,
            rule_date=day,
            slug=_slug_on(series, day, taken),
            created_at=now,
            updated_at=now,
        )
        for day in days
    ]
    db.session.add_all(calls)
    sittings = [write_sitting(call, slot, now) for call in calls for slot in slots]
    db.session.flush()
    return sittings


def write_sitting(call: Call, slot: Slot, now: datetime) -> Sitting:
    """The sitting of a call in a slot; not yet flushed."""
    sitting = Sitting(
        call=call,
        position=slot.position,
        capacity=slot.capacity,
        hours_to_accept=slot.hours_to_accept,
        uid=new_uid(),
        sequence=0,
        created_at=now,
        updated_at=now,
    )
    attach(sitting, slot)
    db.session.add(sitting)
    return sitting


def attach(sitting: Sitting, slot: Slot) -> None:
    """Give a sitting the time its slot has on the date of its call.

    A time that clocks jump over that day is held later by the jump (calendar rules, *Model* 3).
    """
    if sitting.call.rule_date is None:
        raise ValueError("Only a date of the rule has a slot.")
    sitting.slot = slot
    sitting.original_start = datetime.combine(sitting.call.rule_date, slot.time)
    place_at(sitting, sitting.original_start, slot.zone, slot.minutes)


def place_at(sitting: Sitting, local_start: datetime, zone: str, minutes: int) -> None:
    """Set when a sitting is held; the instants are derived from the wall clock."""
    sitting.starts_at = instant(local_start, zone)
    sitting.local_start = as_shown(sitting.starts_at, zone)
    sitting.zone, sitting.minutes = zone, minutes
    sitting.ends_at = sitting.starts_at + timedelta(minutes=minutes)


def time_of(local_start: datetime, zone: str, minutes: int) -> tuple[datetime, str, int]:
    """What a sitting held then has as its start, zone and length."""
    return instant(local_start, zone), zone, minutes


def free_sitting(
    call: Call, position: int, place: Place, *, uid: str | None, sequence: int, now: datetime
) -> Sitting:
    """A sitting without a slot, still to be placed."""
    return Sitting(
        call=call,
        position=position,
        capacity=place.capacity,
        hours_to_accept=place.hours_to_accept,
        uid=uid or new_uid(),
        sequence=sequence,
        created_at=now,
        updated_at=now,
    )


def skipped_days(recurrence: Recurrence) -> set[date]:
    """The dates a recurrence leaves out."""
    return set(
        db.session.scalars(
            select(SkippedDate.day).where(SkippedDate.recurrence_id == recurrence.id)
        )
    )


def new_uid() -> str:
    """A UID for a calendar: random, stored, never derived (RFC 7986 §5.3)."""
    return str(uuid4())


def _slug_on(series: Series, day: date, taken: set[str]) -> str:
    if series.visibility is not Visibility.PUBLIC:  # a date may be shown to more people
        return secret_slug()
    wish = f"{series.slug}-{day}"
    return next(s for s in (wish, *(f"{wish}-{n}" for n in range(2, 1000))) if s not in taken)


def _days_written(series_id: int, since: date) -> set[date]:
    query = select(Call.rule_date).where(Call.series_id == series_id, Call.rule_date >= since)
    return {day for day in db.session.scalars(query) if day is not None}
