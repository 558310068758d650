"""When a call is at another hour than usual for a reader whose clocks change on other days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from .rules import Slot
from .walltime import as_shown, start_instant
from .words import MONTHS, length_words

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """Calls in a row that are `minutes` later than usual on the reader's clock (earlier where
    negative). `first` and `last` are their dates for the reader; `goes_on`: past those known.
    """

    first: date
    last: date
    minutes: int
    goes_on: bool = False

    @property
    def sentence(self) -> str:
        """The shift in words: "for you, this call is an hour earlier from 8 to 29 March"."""
        way = "later" if self.minutes > 0 else "earlier"
        return f"for you, this call is {length_words(abs(self.minutes))} {way} {self._when()}"

    def _when(self) -> str:
        same_year = self.first.year == self.last.year
        if self.goes_on:
            return f"from {_day(self.first)} on"
        if self.first == self.last:
            return f"on {_day(self.first)}"
        if same_year and self.first.month == self.last.month:
            return f"from {self.first.day} to {_day(self.last)}"
        if same_year:
            return f"from {_day(self.first)} to {_day(self.last)}"
        return f"from {_day(self.first)} {self.first.year} to {_day(self.last)} {self.last.year}"


def shifts_for(reader_zone: str, slot: Slot, dates: Sequence[date]) -> list[Shift]:
    """The shifts a reader in `reader_zone` sees among the `slot`'s calls on local `dates`.

    Usual is the difference between the two clocks in most weeks of the year from the first date
    on. Raises `UnknownZone`.
    """
    if not dates or reader_zone == slot.zone:
        return []
    days = sorted(dates)
    a_year = Counter(_apart(days[0] + week * _WEEK, slot, reader_zone) for week in range(52))
    usual = a_year.most_common(1)[0][0]
    shifts = []
    for apart, group in groupby(days, lambda day: _apart(day, slot, reader_zone)):
        if apart != usual:
            run = list(group)
            minutes = (apart - usual) // timedelta(minutes=1)
            goes_on = run[-1] == days[-1] and _apart(run[-1] + _WEEK, slot, reader_zone) == apart
            first, last = (_for_reader(day, slot, reader_zone).date() for day in (run[0], run[-1]))
            shifts.append(Shift(first, last, minutes, goes_on))
    return shifts


def _apart(day: date, slot: Slot, reader_zone: str) -> timedelta:
    """How far the reader's clock is ahead of the slot's when the call starts."""
    moment = start_instant(day, slot)
    return as_shown(moment, reader_zone) - as_shown(moment, slot.zone)


def _for_reader(day: date, slot: Slot, reader_zone: str) -> datetime:
    return as_shown(start_instant(day, slot), reader_zone)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
