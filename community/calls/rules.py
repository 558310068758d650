"""What a repeating call is made of: the rule of its local dates, and the slots it is held in."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Literal, get_args

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

MOST_DATES = 500
LONGEST_INTERVAL = 12
MOST_WEEKDAYS = 21
FIRST_YEAR, LAST_YEAR = 1900, 2200
LAST_DAY = -1


class RuleRefused(ValueError):
    """A rule that is not accepted; its text is a sentence to the person who gave it."""


class Weekday(StrEnum):
    """A day of the week, as RFC 5545 §3.3.10 writes it."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as `date.weekday()` counts."""
        return _NUMBERS[self]

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The weekday on which `day` falls."""
        return list(cls)[day.weekday()]


_NUMBERS = {day: number for number, day in enumerate(Weekday)}
WORKDAYS = (Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR)


@dataclass(frozen=True, slots=True)
class ByDay:
    """A weekday, or the `nth` one of its month or year: 1 is the first, −1 the last."""

    day: Weekday
    nth: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Local dates that repeat: the part of RFC 5545 §3.3.10 that we accept.

    What is left open is taken from `starts_on`, as the RFC says: a bare weekly rule repeats on
    the weekday it starts on. `starts_on` sets the phase, and is itself a date only if it fits.
    `until` is the last local date allowed. Raises `RuleRefused`.
    """

    frequency: Frequency
    starts_on: date
    interval: int = 1
    weekdays: tuple[ByDay, ...] = ()
    month_day: int | None = None
    months: tuple[int, ...] = ()
    set_position: int | None = None
    until: date | None = None
    count: int | None = None
    week_start: Weekday = Weekday.MO

    def __post_init__(self) -> None:
        """Complete and order the parts, so that equal rules compare equal; then check them."""
        weekdays, month_day, months = self.weekdays, self.month_day, self.months
        if not weekdays and month_day is None:
            if self.frequency == "WEEKLY":
                weekdays = (ByDay(Weekday.of(self.starts_on)),)
            elif self.frequency in ("MONTHLY", "YEARLY"):
                month_day = self.starts_on.day
                if self.frequency == "YEARLY":
                    months = months or (self.starts_on.month,)
        ordered = sorted(set(weekdays), key=lambda by: (by.day.number, by.nth or 0))
        object.__setattr__(self, "weekdays", tuple(ordered))
        object.__setattr__(self, "month_day", month_day)
        object.__setattr__(self, "months", tuple(sorted(set(months))))
        if self.frequency != "WEEKLY" or self.interval == 1:  # where no week is ever left out
            object.__setattr__(self, "week_start", Weekday.MO)
        _check(self)

    @property
    def is_endless(self) -> bool:
        """Whether neither a last date nor a number of dates ends it."""
        return self.until is None and self.count is None

    @property
    def plain_weekdays(self) -> tuple[Weekday, ...]:
        """Its weekdays, Monday first, without their numbers."""
        return tuple(dict.fromkeys(by.day for by in self.weekdays))

    def ending(self, *, until: date | None = None, count: int | None = None) -> "Rule":
        """The same dates with another end; with neither, endless."""
        return replace(self, until=until, count=count)


@dataclass(frozen=True, slots=True)
class Slot:
    """The wall-clock time, IANA zone and length in minutes at which a rule's dates are held."""

    zone: str
    time: time
    minutes: int

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return timedelta(minutes=self.minutes)


def _check(rule: Rule) -> None:
    _check_span(rule)
    _check_weekdays(rule)
    _check_position(rule)
    if rule.month_day is not None and rule.month_day != LAST_DAY:
        _within("The day of the month", rule.month_day, 1, 31)
    if rule.month_day is not None and rule.frequency in ("DAILY", "WEEKLY"):
        raise RuleRefused(
            "A day of the month (BYMONTHDAY) goes with monthly and yearly rules only."
        )
    if rule.months and rule.frequency != "YEARLY":
        raise RuleRefused("Named months (BYMONTH) go with yearly rules only.")
    for month in rule.months:
        _within("The month (BYMONTH)", month, 1, 12)


def _check_span(rule: Rule) -> None:
    if rule.frequency not in get_args(Frequency):
        raise RuleRefused("A rule repeats daily, weekly, monthly or yearly (FREQ).")
    _within("The interval (INTERVAL)", rule.interval, 1, LONGEST_INTERVAL)
    _within("The year of the first date", rule.starts_on.year, FIRST_YEAR, LAST_YEAR)
    if rule.until is not None and rule.count is not None:
        raise RuleRefused(
            "A rule ends on a date (UNTIL) or after a number of dates (COUNT), not both."
        )
    if rule.count is not None:
        _within("The number of dates (COUNT)", rule.count, 1, MOST_DATES)
    if rule.until is not None and rule.until < rule.starts_on:
        raise RuleRefused("The rule ends (UNTIL) before it starts.")


def _check_weekdays(rule: Rule) -> None:
    if len(rule.weekdays) > MOST_WEEKDAYS:
        raise RuleRefused(f"A rule names at most {MOST_WEEKDAYS} weekdays (BYDAY).")
    numbers = [by.nth for by in rule.weekdays if by.nth is not None]
    if numbers and rule.frequency in ("DAILY", "WEEKLY"):
        raise RuleRefused(
            "A numbered weekday (BYDAY), such as the second Tuesday, needs a month or a year."
        )
    if numbers and rule.month_day is not None:
        raise RuleRefused("A numbered weekday (BYDAY) and a day of the month do not go together.")
    if numbers and len(numbers) < len(rule.weekdays):
        raise RuleRefused(
            "Weekdays with and without a number (BYDAY) in one rule are read differently by"
            " different calendars: make a series for each."
        )
    most = 53 if rule.frequency == "YEARLY" and not rule.months else 5
    if any(not 1 <= abs(nth) <= most for nth in numbers):
        raise RuleRefused(
            f"The number of a weekday (BYDAY) lies between 1 and {most}, or −1 and −{most}."
        )


def _check_position(rule: Rule) -> None:
    if rule.set_position is None:
        return
    if rule.frequency not in ("MONTHLY", "YEARLY"):
        raise RuleRefused("A position (BYSETPOS) goes with monthly and yearly rules only.")
    if not rule.weekdays or rule.month_day is not None:
        raise RuleRefused("A position (BYSETPOS) goes with weekdays (BYDAY) only.")
    if any(by.nth is not None for by in rule.weekdays):
        raise RuleRefused(
            "A position (BYSETPOS) goes with weekdays that have no number of their own."
        )
    most = 31 if rule.frequency == "MONTHLY" else 366
    if not 1 <= abs(rule.set_position) <= most:
        raise RuleRefused(f"A position (BYSETPOS) lies between 1 and {most}, or −1 and −{most}.")


def _within(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise RuleRefused(f"{what} must lie between {least:d} and {most:d}, and is {value:d}.")
