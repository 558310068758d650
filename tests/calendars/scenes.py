"""Series as a community has them, and what everybody's calendar must then show."""

from datetime import UTC, datetime, timedelta
from itertools import count, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from community.calendars.components import Calendar, Event
from tests.calendars.readers import Occurrence

# Eighteen months that hold two changes of the clocks in each hemisphere.
SINCE = datetime(2026, 9, 1, tzinfo=UTC)
BEFORE = datetime(2028, 3, 1, tzinfo=UTC)
FIRST = datetime.fromisoformat("2026-09-01 17:00")  # a Tuesday, on no clock in particular
LAST = datetime.fromisoformat("2028-03-03 00:00")
ELSEWHERE = {"Asia/Kathmandu": "Australia/Sydney"}
STAMP = datetime(2026, 8, 20, 12, 30, tzinfo=UTC)


def event(**values) -> Event:
    """A VEVENT of an hour in Berlin, but for the given values."""
    usual: dict[str, Any] = {
        "uid": "b7b1f7a0",
        "sequence": 0,
        "stamp": STAMP,
        "created": STAMP,
        "summary": "Practitioners’ call",
        "description": "",
        "start": FIRST,
        "zone": "Europe/Berlin",
        "minutes": 60,
        "url": "https://calls.example/series/practitioners",
    }
    return Event(**(usual | values))


def calendar_of(*events: Event, **values) -> Calendar:
    """A calendar in Berlin's zone with the given events."""
    usual: dict[str, Any] = {
        "name": "Calls",
        "uid": "0e8f2f9a",
        "prodid": "-//Community calls//Calendars//EN",
        "zone": "Europe/Berlin",
        "source": "https://calls.example/calendar.ics",
        "url": "https://calls.example/",
    }
    return Calendar(**(usual | values), events=events)


def seen(each: Event, start: datetime | None = None, zone: str | None = None) -> Occurrence:
    """The event as a reader must show it, at its own or another wall-clock start."""
    begins = (start or each.start).replace(tzinfo=ZoneInfo(zone or each.zone)).astimezone(UTC)
    ends = begins + timedelta(minutes=each.minutes)
    return Occurrence(each.uid, begins, ends, each.status, each.summary)


def every(days: int, first: datetime) -> list[datetime]:
    """Each wall-clock start from the first on that could be in the window."""
    starts = (first + timedelta(days=days * n) for n in count())
    return list(takewhile(lambda start: start < LAST, starts))


def until(start: datetime, zone: str) -> str:
    """A wall-clock time as an UNTIL wants it."""
    return f"{start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def troubled(zone: str) -> tuple[list[Event], set[Occurrence]]:
    """A biweekly series to which everything happened: its events, and what readers must show.

    One date moved by a day, one to another zone, one cancelled, one skipped, and from the
    twentieth on it is at another hour, as a series of its own.
    """
    dates = every(14, FIRST)
    uid, later = f"{zone}-1", f"{zone}-2"
    moved, abroad, cancelled, skipped, split = (dates[n] for n in (3, 6, 9, 12, 20))
    base = {"uid": uid, "zone": zone, "summary": f"Call of {zone}"}
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    ended = f"{rule};UNTIL={until(dates[19], zone)}"
    other = ELSEWHERE.get(zone, "Asia/Kathmandu")
    override = base | {"recurrence_zone": zone, "sequence": 1}
    master = event(**base, rrule=ended, exdates=(skipped,))
    changed = [
        event(**override, recurrence_id=moved, start=moved + timedelta(days=1, minutes=90)),
        event(
            **override | {"zone": other, "minutes": 45},
            recurrence_id=abroad,
            start=abroad + timedelta(hours=3),
        ),
        event(**override, recurrence_id=cancelled, start=cancelled, status="CANCELLED"),
    ]
    after = event(**base | {"uid": later, "minutes": 90}, start=split.replace(hour=15), rrule=rule)
    alike = [day for day in dates[:20] if day not in (moved, abroad, cancelled, skipped)]
    expected = [
        *(seen(master, day) for day in alike),
        *(seen(each) for each in changed),
        *(seen(after, day.replace(hour=15)) for day in dates[20:]),
    ]
    return [*changed, after, master], {each for each in expected if each.start < BEFORE}
