"""Reads with icalendar and recurring-ical-events, which know a zone by its name."""

from datetime import datetime

import icalendar
import recurring_ical_events

from tests.calendars.readers.occurrence import Occurrence, between, in_utc


def read(content: bytes, since: datetime, before: datetime) -> list[Occurrence]:
    """Every occurrence that starts in the window."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(since, before)
    return between([_occurrence(each) for each in found], since, before)


def _occurrence(event: icalendar.Event) -> Occurrence:
    return Occurrence(
        str(event["UID"]),
        in_utc(event.start),
        in_utc(event.end),
        str(event.get("STATUS", "CONFIRMED")),
        str(event.get("SUMMARY", "")),
    )
