"""The clock of a call in whole minutes, and when a call can be started: pure.

Minutes are those of the clock on the wall, so that a page stays as it is until the next one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

EARLY = timedelta(hours=1)  # before its time a call can be started
LATE = timedelta(hours=2)  # and after it would have ended
LEFT = timedelta(minutes=30)  # after it a call that nobody ended ends by itself
A_LITTLE = timedelta(minutes=5)  # that it is taken to have lasted longer
LOOKED_BACK = timedelta(days=14)  # after it people can still say how it was
_MINUTE = 60
Spent = tuple[int, datetime, datetime]
"""The number of an item, and from when to when it was spoken about."""
Of = TypeVar("Of")


class Held(Protocol):
    """A time at which a call is held."""

    starts_at: datetime
    ends_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Whether it has been called off."""


class Opened(Protocol):
    """A call that was started."""

    ended_at: datetime | None

    @property
    def since(self) -> datetime:
        """When it was started or its end was taken back."""


class Stage(StrEnum):
    """Where a call stands: ahead, on, between two sittings, ended, called off, or over though it
    was never started.
    """

    AHEAD = "ahead"
    ON = "on"
    BETWEEN = "between"
    ENDED = "ended"
    OFF = "off"
    OVER = "over"


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


def minutes_used(spent: Iterable[tuple[Of, datetime, datetime]]) -> dict[Of, int]:
    """The minutes each item had, in the order in which they were taken up first."""
    used: dict[Of, int] = {}
    for item, begin, end in spent:
        used[item] = used.get(item, 0) + minutes_between(begin, end)
    return used


def next_minute(now: datetime) -> datetime:
    """When the minute changes next."""
    return now.replace(second=0, microsecond=0) + timedelta(seconds=_MINUTE)


def had_time(spent: Iterable[Spent]) -> set[int]:
    """The items that were spoken about for a minute or more: what is passed on the way to another
    was not.
    """
    seconds: dict[int, float] = {}
    for item, begin, end in spent:
        seconds[item] = seconds.get(item, 0) + (end - begin).total_seconds()
    return {item for item, number in seconds.items() if number >= _MINUTE}


def held_as(sittings: Sequence[Held], began: datetime) -> Held | None:
    """Of the sittings of a call, in the order of time, the one that it was started for at `began`;
    where it was started at no time of any, the last before that, or else the last.
    """
    held = [s for s in sittings if not s.is_cancelled] or list(sittings)
    about = [s for s in held if s.starts_at - EARLY <= began < s.ends_at + LATE]
    about = about or [s for s in held if s.ends_at <= began][-1:] or held[-1:]
    return next((s for s in about if began < s.ends_at), about[-1] if about else None)


def left_at(
    sittings: Sequence[Held], began: datetime, last: datetime, now: datetime
) -> datetime | None:
    """When a call that nobody has ended was over, where it ends by itself now: half an hour after
    its sitting, or after something was done `last`, and at the latest two hours after its sitting,
    or after it was started or its end taken back later than that, and when the next one begins. It
    is taken to have lasted a little longer than that.
    """
    sitting = held_as(sittings, began)
    ends = sitting.ends_at if sitting else began
    later = [s.starts_at for s in sittings if s.starts_at >= ends and not s.is_cancelled]
    due = min([max(ends, last) + LEFT, max(ends, began) + LATE, *later])
    if now < due:
        return None
    return max(last, min(due, max(ends, last) + A_LITTLE))


def may_begin(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether a call can be started: about the time at which one of its sittings is held."""
    return any(
        s.starts_at - EARLY <= now < s.ends_at + LATE for s in sittings if not s.is_cancelled
    )


def is_near(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether people look for the page of a call: from an hour before until its end."""
    return any(s.starts_at - EARLY <= now < s.ends_at for s in sittings if not s.is_cancelled)


def is_held_again(sittings: Sequence[Held], began: datetime, now: datetime) -> bool:
    """Whether a call that was started at `began` is held once more after that, be it that the next
    sitting has begun by now.
    """
    left = held_as(sittings, began)
    later = [s for s in sittings if left is None or s.starts_at > left.starts_at]
    return any(now < s.ends_at for s in later if not s.is_cancelled)


def stage_of(sittings: Sequence[Held], opening: Opened | None, now: datetime) -> Stage:
    """Where a call stands that was opened so last, if it was."""
    if opening is not None and opening.ended_at is None:
        return Stage.ON
    if opening is not None:
        return Stage.BETWEEN if is_held_again(sittings, opening.since, now) else Stage.ENDED
    if sittings and all(s.is_cancelled for s in sittings):
        return Stage.OFF
    is_over = bool(sittings) and all(now >= s.ends_at for s in sittings if not s.is_cancelled)
    return Stage.OVER if is_over else Stage.AHEAD


def may_look_back(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether it is the time to say how a call was: from its beginning until two weeks after it."""
    held = [s for s in sittings if not s.is_cancelled]
    return any(s.starts_at <= now for s in held) and not is_long_over(held, now)


def is_long_over(sittings: Sequence[Held], now: datetime) -> bool:
    """Whether nothing more is said of a call, two weeks after its last sitting."""
    return all(now >= s.ends_at + LOOKED_BACK for s in sittings if not s.is_cancelled)
