"""Reads when a zone's clocks change from the tzdata package: its TZif data and POSIX footer."""

import re
import struct
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from community.clock import UnknownZone, zone_names

DAY = 86400
LAST = 5  # the week number by which POSIX means the last of a month
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")

_FOOTER = re.compile(
    r"(?P<std><[^>]+>|[A-Za-z]+)(?P<std_offset>[-+]?[\d:]+)"
    r"(?:(?P<dst><[^>]+>|[A-Za-z]+)(?P<dst_offset>[-+]?\d[\d:]*)?"
    r",(?P<dst_day>[^,]+),(?P<std_day>[^,]+))?"
)
_MONTH_DAY = re.compile(
    r"M(?P<month>\d+)\.(?P<week>\d)\.(?P<weekday>\d)(?:/(?P<time>[-+]?[\d:]+))?"
)


class Transition(NamedTuple):
    """Clocks change at `at` (UTC seconds) from one offset to another (seconds east)."""

    at: int
    before: int
    after: int
    name: str
    daylight: bool


class YearDay(NamedTuple):
    """A POSIX `Mm.w.d/time`: the week-th weekday (0 is Sunday, week 5 the last) of a month."""

    month: int
    week: int
    weekday: int
    seconds: int

    def local(self, year: int) -> int:
        """The wall-clock moment in `year`, as seconds since 1970 on that wall clock."""
        length = monthrange(year, self.month)[1]
        first = (date(year, self.month, 1).weekday() + 1) % 7
        day = 1 + (self.weekday - first) % 7 + 7 * (self.week - 1)
        day -= 7 * (day > length)
        epoch = datetime(year, self.month, day, tzinfo=UTC).timestamp()
        return int(epoch) + self.seconds


class Change(NamedTuple):
    """A change of the clocks that happens every year."""

    day: YearDay
    before: int
    after: int
    name: str
    daylight: bool

    def in_year(self, year: int) -> Transition:
        """Work out this change in one year."""
        at = self.day.local(year) - self.before
        return Transition(at, self.before, self.after, self.name, self.daylight)


@dataclass(frozen=True, slots=True)
class ZoneData:
    """What is known of a zone: each past change, and the changes of every year after them."""

    first_offset: int
    first_name: str
    listed: tuple[Transition, ...]
    yearly: tuple[Change, ...]

    def yearly_between(self, since: int, until: int) -> list[Transition]:
        """The yearly changes after `since` up to and with `until` (UTC seconds), in order."""
        years = range(_year(since) - 1, _year(until) + 2)
        found = (change.in_year(year) for year in years for change in self.yearly)
        return sorted(each for each in found if since < each.at <= until)

    def until(self, until: int) -> list[Transition]:
        """Every change up to and with `until` (UTC seconds), in order."""
        last = self.listed[-1].at if self.listed else -(2**31)
        listed = [each for each in self.listed if each.at <= until]
        return listed + self.yearly_between(last, until)


def tzdata_version() -> str:
    """The version of the installed time-zone data, as in 2026.1."""
    return version("tzdata")


@cache
def read(zone: str) -> ZoneData:
    """The data of an IANA zone (RFC 9636). Raises `UnknownZone` for any other name."""
    if zone not in zone_names():
        raise UnknownZone(f"“{zone}” is not a time zone we know.")
    return parse(files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes())


def parse(data: bytes) -> ZoneData:
    """The changes in a TZif file, version 2 or later (RFC 9636 section 3)."""
    counts = _counts(data, 0)
    isut, isstd, leaps, times, types, chars = counts
    second = 44 + times * 5 + types * 6 + chars + leaps * 8 + isstd + isut
    isut, isstd, leaps, times, types, chars = _counts(data, second)
    at = second + 44
    instants = struct.unpack_from(f">{times}q", data, at)
    indices = data[at + times * 8 : at + times * 9]
    at += times * 9
    kinds = [struct.unpack_from(">l?B", data, at + 6 * n) for n in range(types)]
    names = data[at + types * 6 : at + types * 6 + chars]
    at += types * 6 + chars + leaps * 12 + isstd + isut

    def named(start: int) -> str:
        return names[start : names.index(b"\0", start)].decode("ascii")

    states = [kinds[0], *(kinds[index] for index in indices)]
    listed = tuple(
        Transition(instant, before[0], after[0], named(after[2]), after[1])
        for instant, (before, after) in zip(instants, pairwise(states), strict=True)
        if (before[0], before[2]) != (after[0], after[2])
    )
    yearly = parse_footer(data[at:].strip(b"\n").decode("ascii"))
    return ZoneData(kinds[0][0], named(kinds[0][2]), listed, yearly)


def parse_footer(text: str) -> tuple[Change, ...]:
    """The two yearly changes in a POSIX TZ string, none where clocks stand still.

    Raises `ValueError` for day forms other than `Mm.w.d`, which the data does not use.
    """
    found = _FOOTER.fullmatch(text)
    if not found:
        raise ValueError(f"a zone rule of an unknown form: {text!r}")
    if not found["dst"]:
        return ()
    standard = -_seconds(found["std_offset"])
    daylight = -_seconds(found["dst_offset"]) if found["dst_offset"] else standard + 3600
    starts, ends = _year_day(found["dst_day"]), _year_day(found["std_day"])
    return (
        Change(starts, standard, daylight, found["dst"].strip("<>"), daylight=True),
        Change(ends, daylight, standard, found["std"].strip("<>"), daylight=False),
    )


def _year_day(text: str) -> YearDay:
    found = _MONTH_DAY.fullmatch(text)
    if not found:
        raise ValueError(f"a day of an unknown form: {text!r}")
    seconds = _seconds(found["time"]) if found["time"] else 7200
    return YearDay(int(found["month"]), int(found["week"]), int(found["weekday"]), seconds)


def _seconds(text: str) -> int:
    """Seconds in `[+-]h[h[h]][:mm[:ss]]`."""
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return (hours * 3600 + minutes * 60 + seconds) * (-1 if text.startswith("-") else 1)


def _counts(data: bytes, at: int) -> tuple[int, int, int, int, int, int]:
    magic, *counts = struct.unpack_from(">4s16x6l", data, at)
    if magic != b"TZif":
        raise ValueError("not TZif data")
    isut, isstd, leaps, times, types, chars = counts
    return isut, isstd, leaps, times, types, chars


def _year(instant: int) -> int:
    return datetime.fromtimestamp(instant, UTC).year
