"""Foreign calendars with their traits, what they become here, and what readers find in them."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from community.calendars.choosing import Choices, usual_choices
from community.calendars.feeds import Query, series_feed
from community.calendars.importing import Imported, import_plan
from community.calendars.plan import ImportPlan
from community.calendars.reading import parse
from community.calendars.rendering import render
from community.calendars.timezones import vtimezone
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.db import db
from tests.calendars.files import TODAY, a_file, an_event
from tests.calendars.readers import READERS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SINCE, BEFORE = NOW - timedelta(days=270), NOW + timedelta(days=270)
WEEKLY = "RRULE:FREQ=WEEKLY"
CHANGED = an_event(
    "SUMMARY:Tea with guests",
    "RECURRENCE-ID;TZID=Europe/Berlin:20261201T170000",
    "DTEND;TZID=Europe/Berlin:20261202T193000",
    "SEQUENCE:4",
    start="DTSTART;TZID=Europe/Berlin:20261202T180000",
)
CALLED_OFF = an_event(
    "RECURRENCE-ID;TZID=Europe/Berlin:20261208T170000",
    "STATUS:CANCELLED",
    start="DTSTART;TZID=Europe/Berlin:20261208T170000",
)
LONG_AGO = an_event(
    "SUMMARY:The first tea",
    "RECURRENCE-ID;TZID=Europe/Berlin:20210105T170000",
    start="DTSTART;TZID=Europe/Berlin:20210105T180000",
)
OLD = "DTSTART;TZID=Europe/Berlin:20200107T170000"
TRAITS = {
    "weekly": [an_event(WEEKLY)],
    "skipped": [an_event(WEEKLY, "EXDATE;TZID=Europe/Berlin:20261201T170000,20270105T170000")],
    "moved, renamed and cancelled": [an_event(WEEKLY, "SEQUENCE:3"), CHANGED, CALLED_OFF],
    "changed long ago": [an_event(WEEKLY, start=OLD), LONG_AGO, CHANGED],
    "daily for years": [an_event("RRULE:FREQ=DAILY", start=OLD)],
    "ended": [an_event("RRULE:FREQ=WEEKLY;UNTIL=20260901T150000Z")],
    "counted": [an_event("RRULE:FREQ=WEEKLY;COUNT=60")],
    "extra dates": [an_event(WEEKLY, "RDATE;TZID=Europe/Berlin:20261203T110000,20270101T090000")],
    "one evening": [an_event(start="DTSTART;TZID=Asia/Kathmandu:20261203T200000")],
    "one that was cancelled": [an_event("STATUS:CANCELLED", start="DTSTART:20261203T200000Z")],
    "one hour in the rule": [
        an_event(
            "RRULE:FREQ=WEEKLY;BYDAY=TU;BYHOUR=19;BYMINUTE=30",
            start="DTSTART;TZID=Europe/Berlin:20260106T193000",
        )
    ],
    "two rules": [
        an_event(
            "RRULE:FREQ=WEEKLY;BYDAY=TU",
            "RRULE:FREQ=MONTHLY;BYDAY=1FR",
            start="DTSTART;TZID=America/New_York:20260106T100000",
        )
    ],
    "the last Thursday": [
        an_event(
            "RRULE:FREQ=MONTHLY;BYDAY=-1TH",
            start="DTSTART;TZID=Australia/Lord_Howe:20260129T090000",
        )
    ],
    "in UTC": [an_event("RRULE:FREQ=WEEKLY;INTERVAL=2", start="DTSTART:20260106T170000Z")],
}


def an_import(plan: ImportPlan, by, now: datetime = NOW, **changes: object) -> Imported:
    """Import all of a plan."""
    values: dict[str, object] = {"chosen": usual_choices(plan)} | changes
    return import_plan(plan, Choices(**values), by=by, now=now)


def read(*parts: str) -> ImportPlan:
    """The plan of a calendar with those parts."""
    return parse(a_file(*parts), default_zone="Europe/London", today=TODAY)


def held(but: Collection[int] = ()) -> list[tuple[datetime, datetime]]:
    """When the program holds a sitting that stands, in UTC, but for those of some calls."""
    return sorted(
        (s.starts_at, s.ends_at)
        for s in db.session.scalars(select(Sitting)).unique()
        if SINCE <= s.starts_at < BEFORE and not s.is_cancelled and s.call_id not in but
    )


def with_zones(file: bytes) -> bytes:
    """The file with the VTIMEZONE of each zone it names, for readers that know none by name."""
    zones = sorted(set(re.findall(r"TZID=([^:;]+)", file.decode())))
    years = datetime(2019, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    texts = "".join(vtimezone(zone, *years) for zone in zones)
    return file.replace(b"BEGIN:VEVENT", texts.encode() + b"BEGIN:VEVENT", 1)


def found(reader: str, file: bytes) -> list[tuple[datetime, datetime]]:
    """When a reader finds what stands in a file."""
    return sorted(
        (each.start, each.end)
        for each in READERS[reader](file, SINCE, BEFORE)
        if each.status != "CANCELLED"
    )


def exported(series: Series) -> bytes:
    """The feed of a series."""
    feed = series_feed(series.slug, Query())
    assert feed is not None
    content = render(feed, base_url="https://calls.example.org", now=NOW)
    assert content is not None
    return content


def amounts(reading) -> tuple[int, int]:
    """How many series and one-off calls there are."""
    with reading():
        alone = select(func.count()).select_from(Call).where(Call.series_id.is_(None))
        return db.session.scalar(select(func.count()).select_from(Series)), db.session.scalar(alone)
