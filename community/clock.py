"""The present time, asked in one place, and the time zones everything else uses."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

# The system's zone data is often older than the tzdata package's: use the package alone.
zoneinfo.reset_tzpath(to=[])

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)
_standing: datetime | None = None


class UnknownZone(ValueError):
    """The name is not one of the IANA time zones we know."""


def now() -> datetime:
    """The present instant, aware, in UTC. Only views, commands and the worker ask."""
    return _stopped.get() or _standing or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware `instant`, in every thread of this process: for tests."""
    global _standing  # noqa: PLW0603 - a server thread started by a test must see it too
    before, _standing = _standing, instant.astimezone(UTC)
    token = _stopped.set(_standing)
    try:
        yield
    finally:
        _stopped.reset(token)
        _standing = before


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone name a person may choose."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


@lru_cache(maxsize=1)
def usual_zones() -> tuple[str, ...]:
    """The zones to offer in a list: each place under its present name alone, and UTC.

    Any other of `zone_names` (older names of the same places) is understood where it is given.
    """
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return (*sorted({row[2] for row in rows if len(row) > 2} & zone_names()), "UTC")  # noqa: PLR2004


@lru_cache(maxsize=128)  # `ZoneInfo` itself keeps eight; a page may ask for more
def zone(name: str) -> ZoneInfo:
    """The zone called `name`. Raises `UnknownZone` for anything that is not an IANA name."""
    if name not in zone_names():
        raise UnknownZone(f"“{name}” is not a time zone we know.")
    return ZoneInfo(name)
