"""Time zones as a file describes them (VTIMEZONE, RFC 5545 §3.6.5), beside those we know."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from community.calls.rules import RuleRefused
from community.clock import usual_zones
from community.clock import zone as zone_called

from .lines import Component
from .walking import Allowance, parts_of, walk_starts

_SPAN = timedelta(days=730)
_STEP = timedelta(days=14)
_SECOND = timedelta(seconds=1)
_SECONDS = 0.05  # of processor time for one rule
_MOST_OBSERVANCES, _MOST_ONSETS = 200, 1000
_EARLIEST = 1601  # where Windows begins
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_LOCAL = re.compile(r"\d{8}T\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Described:
    """Offsets from UTC as a file gives them, after each onset (in UTC, in order).

    It is compared over two years, which end at `until`.
    """

    onsets: tuple[tuple[datetime, timedelta], ...]
    until: datetime

    def first_difference(self, zone: str) -> datetime | None:
        """The first instant looked at, in UTC, at which the IANA zone has another offset."""
        return _first_difference(self._samples(), zone)

    def zones_alike(self) -> list[str]:
        """The usual IANA zones that have the same offsets over the two years."""
        samples = self._samples()
        return [zone for zone in usual_zones() if _first_difference(samples, zone) is None]

    def _samples(self) -> list[tuple[datetime, timedelta]]:
        """Instants to compare at: every fortnight, and each change with the second before it."""
        since = max(self.until - _SPAN, self.onsets[0][0])  # it says nothing of the time before
        fortnights = [since + number * _STEP for number in range((self.until - since) // _STEP + 1)]
        changes = [at for at, _ in self.onsets if since < at <= self.until]
        moments = sorted([*fortnights, *changes, *(at - _SECOND for at in changes)])
        found, offset, ahead = [], self.onsets[0][1], list(reversed(self.onsets))
        for moment in moments:
            while ahead and ahead[-1][0] <= moment:
                offset = ahead.pop()[1]
            found.append((moment, offset))
        return found


def describe(part: Component, today: date) -> Described | None:
    """What a VTIMEZONE says about the years around `today`; None where it cannot be read."""
    end = datetime(today.year + 2, 1, 1, tzinfo=UTC)
    onsets: list[tuple[datetime, timedelta]] = []
    observances = [child for child in part.children if child.name in ("STANDARD", "DAYLIGHT")]
    try:
        for observance in observances[:_MOST_OBSERVANCES]:
            onsets += _onsets(observance, end)
    except (ValueError, OverflowError):  # a refused rule too
        return None
    if not onsets:
        return None
    onsets = sorted(onsets)[-_MOST_ONSETS:]
    until = onsets[-1][0] if len(onsets) > 1 else end
    return Described(tuple(onsets), until)


def _first_difference(samples: list[tuple[datetime, timedelta]], zone: str) -> datetime | None:
    there = zone_called(zone)
    return next((at for at, offset in samples if at.astimezone(there).utcoffset() != offset), None)


def _onsets(observance: Component, end: datetime) -> list[tuple[datetime, timedelta]]:
    """When it sets in, in UTC, with the offset from then on. Raises `ValueError`."""
    before = _offset(observance.text("TZOFFSETFROM"))
    after = _offset(observance.text("TZOFFSETTO"))
    start = _local(observance.text("DTSTART"))
    starts = [start]
    for rule in observance.all("RRULE")[:1]:
        starts += _repeated(rule.value, start, before, end)
    for found in observance.all("RDATE"):
        starts += [_local(value) for value in found.value.split(",")]
    moments = {(local - before).replace(tzinfo=UTC) for local in starts}
    return [(at, after) for at in moments if at <= end]


def _repeated(text: str, start: datetime, before: timedelta, end: datetime) -> list[datetime]:
    """The local onsets of a rule. Raises `RuleRefused`, `ValueError`."""
    parts = parts_of(text)
    until, count = parts.pop("UNTIL", ""), int(parts.pop("COUNT", 0)) or None
    last = end.replace(tzinfo=None)
    if until:
        stated = until if "T" in until else f"{until}T235959"
        given = _local(stated.removesuffix("Z"))
        last = min(last, given + before if stated.endswith("Z") else given)
    if last < start:
        return []
    with Allowance().held(_SECONDS):
        return list(islice(walk_starts(parts, start, last), count))


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if not match:
        raise RuleRefused("The offset cannot be read.")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    found = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -found if match[1] == "-" else found


def _local(text: str) -> datetime:
    plain = text.strip().upper()
    if not _LOCAL.fullmatch(plain):
        raise RuleRefused("The onset cannot be read.")
    found = datetime.strptime(plain, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall clock
    if found.year < _EARLIEST:
        raise RuleRefused("The onset is too long ago.")
    return found
