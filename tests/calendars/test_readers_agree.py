"""Every reader shows the same, right occurrences, whatever happened to a series."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.calendars.components import calendar, needs_override
from tests.calendars.readers import READERS
from tests.calendars.scenes import (
    BEFORE,
    FIRST,
    SINCE,
    calendar_of,
    event,
    every,
    seen,
    troubled,
    until,
)

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Europe/Dublin",
    "America/Vancouver",
    "Etc/UTC",
]

wall = datetime.fromisoformat

WINTER = datetime(2027, 5, 15, tzinfo=UTC)  # is over: clocks have changed twice, wherever they do

each_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)
each_zone = pytest.mark.parametrize("zone", ZONES)


@each_reader
@each_zone
def test_a_series_moved_cancelled_skipped_and_split_is_shown_as_it_was_meant(read, zone):
    events, expected = troubled(zone)

    found = read(calendar(calendar_of(*events)), SINCE, BEFORE)

    assert found == sorted(expected)


@each_reader
def test_series_of_many_zones_stand_in_one_file_without_disturbing_each_other(read):
    scenes = [troubled(zone) for zone in ZONES]
    events = [each for found, _ in scenes for each in found]

    found = read(calendar(calendar_of(*events)), SINCE, BEFORE)

    assert found == sorted(each for _, expected in scenes for each in expected)


@each_reader
@each_zone
def test_the_last_thursday_of_each_month_keeps_its_hour(read, zone):
    rule = "FREQ=MONTHLY;BYDAY=-1TH"
    master = event(zone=zone, start=wall("2026-09-24 18:30"), rrule=rule)
    thursdays = every(7, master.start)
    last = [day for day in thursdays if (day + timedelta(days=7)).month != day.month]

    found = read(calendar(calendar_of(master)), SINCE, BEFORE)

    assert found == [seen(master, day) for day in last if seen(master, day).start < BEFORE]
    assert len(found) == 18


@each_reader
@each_zone
def test_a_series_begun_years_ago_is_right_today(read, zone):
    start = wall("2005-01-04 19:00")
    master = event(zone=zone, start=start, rrule="FREQ=WEEKLY;BYDAY=TU")
    past = datetime(2005, 1, 1, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC)
    now = SINCE, BEFORE
    dates = [seen(master, day) for day in every(7, start)]

    for since, before in (past, now):
        found = read(calendar(calendar_of(master)), since, before)

        assert found == [each for each in dates if since <= each.start < before]


@each_reader
@each_zone
def test_nights_when_clocks_change_are_right_once_those_dates_stand_alone(read, zone):
    first = wall("2026-09-01 00:00")
    events, expected = [], []
    for minutes in (0, 30, 60, 90, 105, 120, 135, 150, 180, 1410):
        start = first + timedelta(minutes=minutes)
        master = event(uid=f"{minutes}", zone=zone, start=start, rrule="FREQ=DAILY")
        dates = [day for day in every(1, start) if seen(master, day).start < WINTER]
        skipped = [day for day in dates if _wall_clock(day, zone) != day]
        extra = [event(uid=f"{minutes} {day}", zone=zone, start=day) for day in skipped]
        alone = [
            event(uid=f"{minutes}", zone=zone, start=day, recurrence_id=day)
            for day in dates
            if day not in skipped and needs_override(day, zone, 60)
        ]
        rule = f"FREQ=DAILY;UNTIL={until(dates[-1], zone)}"
        master = event(uid=f"{minutes}", zone=zone, start=start, rrule=rule, exdates=tuple(skipped))
        events += [master, *extra, *alone]
        expected += [seen(master, day) for day in dates if day not in skipped]
        expected += [seen(each) for each in extra]

    found = read(calendar(calendar_of(*events)), SINCE - timedelta(days=1), WINTER)

    assert found == sorted(expected)


@each_reader
def test_a_single_call_lasts_as_long_as_it_says_while_clocks_change(read):
    autumn = event(uid="autumn", start=wall("2026-10-25 01:30"), minutes=120)
    twice = event(uid="twice", start=wall("2026-10-25 02:30"), minutes=90)
    spring = event(uid="spring", start=wall("2027-03-28 01:30"), minutes=90)
    never = event(uid="never", start=wall("2027-03-28 02:30"))

    found = read(calendar(calendar_of(autumn, twice, spring, never)), SINCE, BEFORE)

    assert {each.uid: (each.start, each.end) for each in found} == {
        "autumn": (wall("2026-10-24 23:30+00:00"), wall("2026-10-25 01:30+00:00")),
        "twice": (wall("2026-10-25 00:30+00:00"), wall("2026-10-25 02:00+00:00")),
        "spring": (wall("2027-03-28 00:30+00:00"), wall("2027-03-28 02:00+00:00")),
        "never": (wall("2027-03-28 01:30+00:00"), wall("2027-03-28 02:30+00:00")),
    }


@each_reader
def test_a_series_may_begin_in_the_night_when_clocks_change(read):
    for start in (wall("2026-10-25 01:30"), wall("2026-10-25 02:30")):
        master = event(start=start, rrule="FREQ=WEEKLY;BYDAY=SU")
        first = event(start=start, recurrence_id=start)
        dates = [seen(master, day) for day in every(7, start)]

        found = read(calendar(calendar_of(master, first)), SINCE, wall("2027-03-20 00:00+00:00"))

        assert found == dates[:21]


@each_reader
def test_a_series_in_utc_stays_in_utc_whatever_zone_its_community_is_in(read):
    master = event(zone="UTC", rrule="FREQ=WEEKLY;BYDAY=TU")

    found = read(calendar(calendar_of(master, zone="America/New_York")), SINCE, BEFORE)

    assert {each.start.hour for each in found} == {FIRST.hour}
    assert len(found) == 79


def _wall_clock(day: datetime, zone: str) -> datetime:
    instant = day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
