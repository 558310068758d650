"""Series with a history, for the tests of feeds, and what a calendar should show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.changing import cancel, change_call, move, uncancel
from community.calls.drafts import Details
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from community.calls.rules import Slot as Hour
from community.calls.scheduling import add_date
from community.calls.times import Sitting
from community.db import db
from tests.calendars.readers import READERS, Occurrence
from tests.calls.build import begin, hour, sitting_at, times
from tests.factories import START

UNTIL = START + timedelta(days=540)  # about 18 months


@dataclass(frozen=True)
class Rhythm:
    """When a series is held: first by one rule, after some months by another hour."""

    rule: str
    starts_on: str
    hours: tuple[Hour, ...]
    is_split: bool = True


RHYTHMS = {
    "every second Tuesday in Berlin": Rhythm("FREQ=WEEKLY;INTERVAL=2", "2026-02-03", (hour(),)),
    "weekly at night in New York": Rhythm(
        "FREQ=WEEKLY", "2026-01-18", (hour("01:30", "America/New_York", 90),)
    ),
    "every second week in Sydney": Rhythm(
        "FREQ=WEEKLY;INTERVAL=2", "2026-01-20", (hour("09:00", "Australia/Sydney"),)
    ),
    "first Monday in Santiago": Rhythm(
        "FREQ=MONTHLY;BYDAY=1MO", "2026-01-20", (hour("18:00", "America/Santiago"),)
    ),
    "weekly in Casablanca": Rhythm(
        "FREQ=WEEKLY", "2026-01-21", (hour("15:00", "Africa/Casablanca"),)
    ),
    "the 31st in Kathmandu": Rhythm(
        "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", (hour("07:15", "Asia/Kathmandu"),)
    ),
    "three days a week on Lord Howe": Rhythm(
        "FREQ=WEEKLY;BYDAY=MO,WE,SU", "2026-01-20", (hour("02:15", "Australia/Lord_Howe", 45),)
    ),
    "at two times of the day, in UTC": Rhythm(
        "FREQ=WEEKLY;INTERVAL=2", "2026-01-20", (hour("09:00", "UTC"), hour("17:00", "UTC"))
    ),
    "at two times in two zones": Rhythm(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "2026-01-20",
        (hour("09:00", "Pacific/Auckland"), hour("17:00", "Europe/London")),
    ),
    "at an hour that spring leaves out": Rhythm(
        "FREQ=WEEKLY", "2026-01-18", (hour("02:30", "Europe/Berlin"),)
    ),
    "daily over an hour that comes twice": Rhythm(
        "FREQ=DAILY", "2026-01-20", (hour("02:30", "Europe/Berlin", 30),), is_split=False
    ),
    "twenty times": Rhythm("FREQ=WEEKLY;COUNT=20", "2026-01-20", (hour("20:00", "Asia/Tokyo"),)),
}


def with_history(by: Member, rhythm: Rhythm, *, split: bool = True) -> Series:
    """A series of which dates were moved, cancelled, brought back, left out, added and split."""
    skipped = date.fromisoformat(rhythm.starts_on) + timedelta(days=14)
    given = times(rhythm.rule, rhythm.starts_on, *rhythm.hours, skipped=(skipped.isoformat(),))
    series = begin(by, given, title="Practitioners Call")
    there = sittings_of_series(series, START)
    later = there[3].local_start + timedelta(hours=26)
    move(there[3], local_start=later, zone=there[3].zone, minutes=75, now=_on(1))
    elsewhere = datetime.fromisoformat("2026-07-01T09:00")
    move(there[5], local_start=elsewhere, zone="Asia/Kathmandu", minutes=45, now=_on(2))
    cancel(there[6], by=by, reason="A holiday", now=_on(3))
    cancel(there[7], by=by, reason="A mistake", now=_on(3))
    uncancel(there[7], by=by, now=_on(4))
    change_call(there[8].call, Details(title="A title of its own"), version=1, now=_on(4))
    add_date(series, [sitting_at("2026-05-09T11:00", "America/Lima")], by=by, now=_on(5))
    if split and rhythm.is_split:
        days = [each.call.rule_date for each in there if each.call.rule_date]
        since = days[0] + (days[-1] - days[0]) // 2
        hours = tuple(hour("11:00", each.zone, 50) for each in rhythm.hours[:1])
        rule = "FREQ=WEEKLY;INTERVAL=3"
        fresh = times(rule, since.isoformat(), *hours)
        change_times(series, fresh, since=since, version=series.version, by=by, now=_on(6))
        there = sittings_of_series(series, START)
        held = [each for each in there if each.slot and each.starts_at > _on(300)]
        cancel(held[1], by=by, reason="Another holiday", now=_on(7))
    return series


def shown(series: Series) -> list[tuple[datetime, datetime, str]]:
    """What the program knows of a series: start, end and status of each date, in UTC."""
    query = select(Sitting).join(Sitting.call).where(Sitting.call.has(series_id=series.id))
    return in_order(
        (s.starts_at, s.ends_at, "CANCELLED" if s.is_cancelled else "CONFIRMED")
        for s in db.session.scalars(query).unique()
        if not (s.cancellation and s.cancellation.by_change) and START <= s.starts_at < UNTIL
    )


def read_by(reader: str, file: bytes) -> list[tuple[datetime, datetime, str]]:
    """What a program that reads calendar files makes of one."""
    return in_order((each.start, each.end, each.status) for each in occurrences(reader, file))


def occurrences(reader: str, file: bytes) -> Sequence[Occurrence]:
    """Every occurrence a reader finds in 18 months."""
    return READERS[reader](file, START, UNTIL)


def in_order(found) -> list[tuple[datetime, datetime, str]]:
    """The occurrences, each with its instants in UTC."""
    return sorted(
        (start.astimezone(UTC), end.astimezone(UTC), status) for start, end, status in found
    )


def _on(day: int) -> datetime:
    return START + timedelta(days=day // 10, minutes=day)
