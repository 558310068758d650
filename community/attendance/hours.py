"""At which hours of their own day a call meets those who come, by zone. Pure.

Nobody is told apart: zones in which people read the same clock stand together, one is named where
enough people live in it, and of fewer than `FEWEST` nothing is said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from community.clock import zone

FEWEST = 3
MORNING, EVENING = time(7), time(22)  # before and after it is night
_DAY = 24 * 60
Span = tuple[datetime, datetime]  # when something begins and ends, aware


@dataclass(frozen=True, slots=True)
class Group:
    """People who read the same clock at every time that is looked at. `zone` is one they live in;
    `names` are those that may be named, by IANA; whether enough of them come is `is_coming`: the
    reader's own clock is shown anyway.
    """

    zone: str
    names: tuple[str, ...]
    is_mine: bool
    is_coming: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """A sitting by the clock of some people. `left` and `wide` are minutes of the day it begins,
    for a picture.
    """

    starts: datetime
    ends: datetime
    is_night: bool

    @property
    def left(self) -> int:
        """How far into the day it begins."""
        return self.starts.hour * 60 + self.starts.minute

    @property
    def wide(self) -> int:
        """How long it lasts, within that day."""
        return min(int((self.ends - self.starts).total_seconds() // 60), _DAY - self.left)


@dataclass(frozen=True, slots=True)
class Row:
    """The hours of some people, and at how many of the calls before every sitting was at night."""

    group: Group
    offset: str
    hours: tuple[Hour, ...]
    nights: int


def groups_of(numbers: Mapping[str, int], at: Sequence[datetime], mine: str) -> list[Group]:
    """Who is shown of people whose `numbers` live in each zone; the reader, in `mine`, always is.
    From the west to the east.
    """
    by_clock: dict[tuple[timedelta, ...], dict[str, int]] = defaultdict(dict)
    for name in sorted({*numbers, mine}):
        by_clock[_clock(name, at)][name] = numbers.get(name, 0)
    own = _clock(mine, at)
    return [
        Group(
            zone=mine if clock == own else next(iter(found)),
            names=tuple(name for name, number in found.items() if number >= FEWEST),
            is_mine=clock == own,
            is_coming=sum(found.values()) >= FEWEST,
        )
        for clock, found in sorted(by_clock.items())
        if clock == own or sum(found.values()) >= FEWEST
    ]


def row_of(group: Group, sittings: Sequence[Span], before: Sequence[Sequence[Span]]) -> Row:
    """The hours of `sittings` for a group, and what it carried of the calls held `before`, of
    which the latest comes first.
    """
    hours = tuple(hour_of(span, group.zone) for span in sittings)
    nights = sum(all(hour_of(span, group.zone).is_night for span in call) for call in before)
    local = sittings[0][0] if sittings else before[0][0][0]  # the next, or the last that was
    return Row(group, _offset_words(local.astimezone(zone(group.zone))), hours, nights)


def carried(rows: Sequence[Row]) -> tuple[list[Row], list[Row]] | None:
    """Who carried most of the bad hours, and who least: both all of them where it was alike. None
    where there are not two to compare.
    """
    coming = [row for row in rows if row.group.is_coming]
    if len(coming) < 2:  # noqa: PLR2004 - one is compared with another
        return None
    most, least = (pick(row.nights for row in coming) for pick in (max, min))
    return (
        [row for row in coming if row.nights == most],
        [row for row in coming if row.nights == least],
    )


def hour_of(span: Span, name: str) -> Hour:
    """A time by the clock of a zone; at night where any of it is."""
    starts, ends = (instant.astimezone(zone(name)) for instant in span)
    evening = datetime.combine(starts.date(), EVENING, starts.tzinfo)
    return Hour(starts, ends, starts.time() < MORNING or starts >= evening or ends > evening)


def _clock(name: str, at: Sequence[datetime]) -> tuple[timedelta, ...]:
    here = zone(name)
    return tuple(instant.astimezone(here).utcoffset() or timedelta() for instant in at)


def _offset_words(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
