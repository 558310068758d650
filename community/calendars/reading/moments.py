"""Reads dates, times, lengths and time zones as calendar files write them (RFC 5545 §3.3)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from community.calendars.plan import Remarks
from community.calls.walltime import as_shown, instant, zone_words
from community.calls.words import day_words, listed
from community.clock import zone_names

from .described import Described, describe
from .lines import Component, Property, shown

MOST_ZONES = 20
"""Time zones of one file that are compared with how it describes them."""
EARLIEST, LATEST = 1970, 2199
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?",
    re.ASCII,
)
_LOWER = {name.lower(): name for name in zone_names()}
_WINDOWS = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_UTC_NAMES = {
    "utc",
    "z",
    "gmt",
    "etc/utc",
    "etc/gmt",
    "coordinated universal time",
    "tzone://microsoft/utc",
}


class Unreadable(ValueError):
    """A value that cannot be taken; its text is the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time in a zone, and how it came by the zone."""

    local: datetime
    zone: str
    is_floating: bool = False

    @property
    def instant(self) -> datetime:
        """The instant in UTC, by the wall clock of the zone."""
        return instant(self.local, self.zone)

    def in_zone(self, zone: str) -> datetime:
        """What clocks in `zone` show at that moment, naive."""
        return self.local if zone == self.zone else as_shown(self.instant, zone)


class Zones:
    """The time zones that one calendar speaks of, by the names it gives them."""

    def __init__(
        self, calendar: Component, default_zone: str, remarks: Remarks, today: date
    ) -> None:
        """A time without a zone is in the calendar's own, or else in the default one."""
        self._parts = {
            part.text("TZID"): part for part in calendar.children if part.name == "VTIMEZONE"
        }
        self._remarks, self._today = remarks, today
        self._found: dict[str, str | Unreadable] = {}
        self._compared = 0
        named = _known(calendar.text("X-WR-TIMEZONE"))
        self.own = named or default_zone
        self.own_is_said = named is not None

    def find(self, name: str) -> str:
        """The IANA name for a TZID: itself, its end, a Windows name, or what the file hints at;
        else the one zone that keeps the hours it describes. Raises `Unreadable`.
        """
        if name not in self._found:
            part = self._parts.get(name)
            zone = _known(name) or (_known(part.text("X-LIC-LOCATION")) if part else None)
            try:
                self._found[name] = self._checked(name, zone, part)
            except Unreadable as reason:
                self._found[name] = reason
        found = self._found[name]
        if isinstance(found, Unreadable):
            raise Unreadable(str(found))
        return found

    def _checked(self, name: str, zone: str | None, part: Component | None) -> str:
        """The zone, with a remark where the file describes another; or the one it describes."""
        self._compared += part is not None
        described = describe(part, self._today) if part and self._compared <= MOST_ZONES else None
        if zone and described and part:
            self._remark_difference(name, zone, described, part)
        if zone:
            return zone
        unknown = f"its time zone “{shown(name)}” is not one we know"
        alike = described.zones_alike() if described else []
        if not alike or not part:
            raise Unreadable(unknown)
        if self.own not in alike and len(alike) > 1:
            some = listed([zone_words(each) for each in alike], most=3)
            raise Unreadable(
                f"{unknown}, and several keep the hours it describes ({some}):"
                " choose one of them as the zone for times that name none"
            )
        taken = self.own if self.own in alike else alike[0]
        self._remarks.note(
            f"The time zone “{shown(name)}” is not one we know; {zone_words(taken)} keeps the hours"
            " it describes, and was taken.",
            line=part.line,
        )
        return taken

    def _remark_difference(
        self, name: str, zone: str, described: Described, part: Component
    ) -> None:
        differs = described.first_difference(zone)
        if differs:
            self._remarks.note(
                f"The time zone “{shown(name)}” is described here otherwise than clocks in"
                f" {zone_words(zone)} go (on {day_words(differs.date())}, for one); the zone’s own"
                " rules were taken.",
                line=part.line,
            )

    def moment(self, value: str, found: Property) -> Moment:
        """A DATE-TIME value of the property. Raises `Unreadable`, also for a bare date."""
        match = _MOMENT.fullmatch(value.strip().upper())
        if not match:
            raise Unreadable(f"“{shown(value)}” is not a date and time")
        if match[4] is None:
            raise Unreadable(f"{shown(value)} is a date without a time")
        local = _local(value, match)
        if match[7]:
            return Moment(local, "UTC")
        name = found.parameters.get("TZID", "").strip()
        if not name:
            return Moment(local, self.own, is_floating=True)
        return Moment(local, self.find(name))


def day(value: str) -> date | None:
    """A DATE value; None where it is something else. Raises `Unreadable` for no such day."""
    match = _MOMENT.fullmatch(value.strip().upper())
    if not match or match[4] is not None:
        return None
    return _local(value, match).date()


def length(value: str) -> timedelta:
    """A DURATION (§3.3.6), weeks and days as 7 and 1 times 24 hours. Raises `Unreadable`."""
    match = _LENGTH.fullmatch(value.strip().upper())
    if not match or not any(match.groups()[1:]):
        raise Unreadable(f"“{shown(value)}” is not a length of time")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    found = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -found if match[1] == "-" else found


def utc_reading(local: datetime, zone: str) -> datetime:
    """What clocks in `zone` show when clocks in UTC show `local`."""
    return as_shown(local.replace(tzinfo=UTC), zone)


def _local(value: str, match: re.Match[str]) -> datetime:
    numbers = [int(part or 0) for part in match.groups()[:6]]
    if numbers[5] == 60:  # noqa: PLR2004 - a leap second, which no call begins at
        numbers[5] = 59
    if not EARLIEST <= numbers[0] <= LATEST:
        raise Unreadable(f"{shown(value)} is not between the years {EARLIEST} and {LATEST}")
    try:
        return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - a wall clock
    except ValueError:
        raise Unreadable(f"{shown(value)} is a time that does not exist") from None


def _known(name: str) -> str | None:
    """The IANA name meant by `name`, also at the end of a path (/mozilla.org/…/Europe/Berlin)."""
    plain = name.strip().strip('"').lower()
    if plain in _UTC_NAMES:
        return "UTC"
    if plain in _WINDOWS:
        return _WINDOWS[plain]
    parts = plain.strip("/").split("/")
    for taken in (len(parts), 3, 2):
        found = _LOWER.get("/".join(parts[-taken:])) if parts[-1] else None
        if found and (taken == len(parts) or "/" in found):
            return found
    return None
