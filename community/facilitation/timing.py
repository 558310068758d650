"""The clock of a call in whole minutes, and when a call can be started: pure.

Minutes are those of the clock on the wall, so that a page stays as it is until the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

EARLY = timedelta(hours=1)  # before its time a call can be started
LATE = timedelta(hours=2)  # and after it would have ended
LOOKED_BACK = timedelta(days=14)  # after it people can still say how it was
_MINUTE = 60


class Held(Protocol):
    """A time at which a call is held."""

    starts_at: datetime
    ends_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Whether it has been called off."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes used of the minutes an item has."""

    used: int
    minutes: int

    @property
    def over(self) -> int:
        """How many minutes more than it has were used."""
        return max(0, self.used - self.minutes)

    @property
    def left(self) -> int:
        """How many minutes it still has."""
        return max(0, self.minutes - self.used)


def minutes_between(begin: datetime, end: datetime) -> int:
    """How often the minute has changed between two instants."""
    return int(end.timestamp() // _MINUTE) - int(begin.timestamp() // _MINUTE)


def next_minute(now: datetime) -> datetime:
    """When the minute changes next."""
    return now.replace(second=0, microsecond=0) + timedelta(seconds=_MINUTE)


def may_begin(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether a call can be started: about the time at which one of its sittings is held."""
    return any(
        s.starts_at - EARLY <= now < s.ends_at + LATE for s in sittings if not s.is_cancelled
    )


def is_near(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether people look for the page of a call: from an hour before until its end."""
    return any(s.starts_at - EARLY <= now < s.ends_at for s in sittings if not s.is_cancelled)


def is_still_to_be_held(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether a sitting is still to begin."""
    return any(now < s.starts_at for s in sittings if not s.is_cancelled)


def may_look_back(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether it is the time to say how a call was: from its beginning until two weeks after it."""
    held = [s for s in sittings if not s.is_cancelled]
    return any(s.starts_at <= now for s in held) and not is_long_over(held, now)


def is_long_over(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether nothing more is said of a call, two weeks after its last sitting."""
    return all(now >= s.ends_at + LOOKED_BACK for s in sittings if not s.is_cancelled)
