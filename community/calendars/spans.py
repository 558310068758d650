"""Says for how long a calendar file needs to know each zone: one span for each zone named."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from community.calendars.timezones import UTC_NAMES
from community.clock import zone

# Zones without a yearly rule (Gaza) are written change by change: this far for endless series.
AHEAD_YEARS = 10
_UNTIL = re.compile(r"(?:^|;)UNTIL=(\d{8}T\d{6}Z)(?:;|$)")


class Span(NamedTuple):
    """Aware UTC instants from the first to the last, and whether something goes on after it."""

    since: datetime
    until: datetime
    endless: bool = False


Spans = Mapping[str, Span]


def utc(local: datetime, name: str) -> datetime:
    """The instant of a wall-clock time in the zone `name`, aware, in UTC (RFC 5545 3.3.5).

    A time that the clocks skip is read with the offset before the gap; one that comes twice is
    the first of the two.
    """
    return local.replace(tzinfo=zone(name)).astimezone(UTC)


def span(since: datetime, end: datetime, rrule: str | None, seen: datetime) -> Span:
    """The span of an event from its start and end, its rule, and when it was last touched."""
    if not rrule:
        return Span(since, end)
    until = _UNTIL.search(rrule)
    if until:
        last = datetime.strptime(until[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return Span(since, max(end, last + (end - since)))
    year = max(seen, end).year + AHEAD_YEARS
    return Span(since, datetime(year, 12, 31, tzinfo=UTC), endless=True)


def merge(many: Iterable[Spans]) -> dict[str, Span]:
    """One span for each zone that covers all of the given ones, in the order of their names."""
    merged: dict[str, Span] = {}
    for spans in many:
        for name, each in spans.items():
            known = merged.get(name, each)
            merged[name] = Span(
                min(known.since, each.since),
                max(known.until, each.until),
                known.endless or each.endless,
            )
    return dict(sorted(merged.items()))


def is_utc(name: str) -> bool:
    """Whether times in the zone `name` are written with a Z."""
    return name in UTC_NAMES


def needs_override(start: datetime, name: str, minutes: int) -> bool:
    """Whether readers disagree about a date of a series unless it has a VEVENT of its own.

    They do where the wall-clock `start` or the end comes twice (ical.js takes the second, others
    the first), and where clocks change in between (some add the length to the wall clock). A
    start that the clocks skip is such a date too: it is an EXDATE and an event an hour later.
    """
    begins = start.replace(tzinfo=zone(name))
    ends = (utc(start, name) + timedelta(minutes=minutes)).astimezone(begins.tzinfo)
    return not (_is_clear(begins) and _is_clear(ends) and begins.utcoffset() == ends.utcoffset())


def _is_clear(moment: datetime) -> bool:
    """Whether an aware wall-clock time comes exactly once in its zone."""
    return moment.utcoffset() == moment.replace(fold=not moment.fold).utcoffset()
