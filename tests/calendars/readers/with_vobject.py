"""Reads with vobject, which takes a zone from the file's VTIMEZONE by way of dateutil."""

import re
from datetime import datetime, timedelta
from io import StringIO
from itertools import takewhile
from typing import Any

import vobject  # type: ignore[import-untyped]
from dateutil.tz import tzical
from vobject import icalendar as registry

from tests.calendars.readers.occurrence import Occurrence, between, in_utc

# A date can be moved into the window from this far after it.
MOVED = timedelta(days=90)
BLOCK = re.compile(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)


def read(content: bytes, since: datetime, before: datetime) -> list[Occurrence]:
    """Every occurrence that starts in the window."""
    text = content.decode()
    _register_zones(text)
    found: list[Occurrence] = []
    for calendar in vobject.readComponents(text):
        events = calendar.contents.get("vevent", [])
        moved = {(each.uid.value, _original(each)) for each in events if _is_override(each)}
        for event in events:
            starts = _starts(event, before + MOVED)
            if not _is_override(event):
                starts = [each for each in starts if (event.uid.value, each) not in moved]
            found += [_occurrence(event, start) for start in starts]
    return between(found, since, before)


def _starts(event: Any, before: datetime) -> list[datetime]:
    rules = None if _is_override(event) else event.getrruleset(addRDate=True)
    dates = [event.dtstart.value] if rules is None else rules
    return list(takewhile(lambda start: start < before, map(in_utc, dates)))


def _occurrence(event: Any, start: datetime) -> Occurrence:
    if hasattr(event, "duration"):
        length = event.duration.value
    else:
        length = in_utc(event.dtend.value) - in_utc(event.dtstart.value)
    status = event.status.value if hasattr(event, "status") else "CONFIRMED"
    summary = event.summary.value if hasattr(event, "summary") else ""
    return Occurrence(event.uid.value, start, start + length, status, summary)


def _is_override(event: Any) -> bool:
    return hasattr(event, "recurrence_id")


def _original(event: Any) -> datetime:
    return in_utc(event.recurrence_id.value)


def _register_zones(text: str) -> None:
    """Have every zone read by dateutil from this file's VTIMEZONE.

    Left alone, vobject keeps the first VTIMEZONE of a name for good, and takes one for UTC if
    it was at +0000 before it begins (Casablanca, Dublin).
    """
    zones = vars(registry)["__tzidMap"]
    zones.clear()
    registry.registerTzid("UTC", registry.utc)
    for block in BLOCK.findall(text):
        read = tzical(StringIO(block))
        for name in read.keys():  # noqa: SIM118 - it is no mapping
            registry.registerTzid(name, read.get(name))
