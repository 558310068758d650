"""From wall-clock time in a named zone to the instant it means."""

from datetime import UTC, date, datetime
from typing import Literal

from community.clock import zone as zone_called

from .rules import Slot

KindOfLocal = Literal["ok", "skipped", "twice"]


def instant(local: datetime, zone: str) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show the naive `local` time.

    A time that clocks jump over is moved later by the jump (02:30 becomes 03:30); one they show
    twice means the first. That is what RFC 5545 §3.3.5 says. Raises `UnknownZone`.
    """
    return local.replace(tzinfo=zone_called(zone), fold=0).astimezone(UTC)


def kind_of_local(local: datetime, zone: str) -> KindOfLocal:
    """Whether clocks in `zone` show the naive `local` time once, never or twice."""
    there = zone_called(zone)
    if as_shown(instant(local, zone), zone) != local:
        return "skipped"
    first, second = (local.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return "ok" if first == second else "twice"


def as_shown(moment: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at an aware `moment`, naive."""
    return moment.astimezone(zone_called(zone)).replace(tzinfo=None, fold=0)


def local_start(day: date, slot: Slot) -> datetime:
    """The naive wall-clock start of `slot` on a local date, as the rule has it."""
    return datetime.combine(day, slot.time)


def start_instant(day: date, slot: Slot) -> datetime:
    """The instant, in UTC, at which `slot` starts on a local date."""
    return instant(local_start(day, slot), slot.zone)


def zone_words(zone: str) -> str:
    """A zone's name as people read it: "Europe/Berlin", "America/New York", "UTC"."""
    return "UTC" if zone in ("UTC", "Etc/UTC", "Etc/UCT", "Zulu") else zone.replace("_", " ")
