"""A rule and its slots in plain words, as a facilitator would say them."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from .expansion import dates, last_date
from .rules import LAST_DAY, WORKDAYS, Rule, Slot, Weekday
from .walltime import zone_words
from .words import MONTHS, WEEKDAYS, day_words, listed, ordinal

_COMMON_YEAR = 2023  # one without 29 February
_WEEKEND = (Weekday.SA, Weekday.SU)


def describe(rule: Rule, slots: Sequence[Slot] = ()) -> str:
    """Say the whole: "Every second Tuesday at 17:00 UTC, for 60 minutes, until 3 March 2027"."""
    return f"{_which_days(rule)}{_times(slots)}{_end(rule)}"


def _which_days(rule: Rule) -> str:
    if rule.frequency == "DAILY":
        if rule.interval == 1 and rule.weekdays:
            return _every_weekday(rule)
        return f"Every {_nth_time(rule)}day{_only_where(rule)}"
    if rule.frequency == "WEEKLY":
        return _weekly(rule)
    if rule.frequency == "MONTHLY":
        turn = f"every {_nth_time(rule)}month" if rule.interval > 1 else "each month"
        return f"On {_days(rule)} of {turn}{_only_where(rule)}{_what_is_skipped(rule)}"
    return f"{_yearly(rule)}{_only_where(rule)}{_what_is_skipped(rule)}"


def _weekly(rule: Rule) -> str:
    days = rule.plain_weekdays
    if rule.interval == 1:
        return _every_weekday(rule)
    if len(days) == 1:
        return f"Every {_nth_time(rule)}{WEEKDAYS[days[0]]}"
    on = "from Monday to Friday" if days == WORKDAYS else f"on {_names(days, 'and')}"
    if rule.week_start is Weekday.MO:
        return f"Every {_nth_time(rule)}week {on}"
    begin = f"in weeks that begin on {WEEKDAYS[rule.week_start]}"
    return f"Every {_nth_time(rule)}week {on} ({begin})"


def _every_weekday(rule: Rule) -> str:
    days = rule.plain_weekdays
    if len(days) == len(Weekday):
        return "Every day"
    return "Every weekday" if days == WORKDAYS else f"Every {_names(days, 'and')}"


def _yearly(rule: Rule) -> str:
    turn = f"every {_nth_time(rule)}year" if rule.interval > 1 else "each year"
    if not rule.months:
        in_months = f"each month, {turn}" if rule.interval > 1 else "each month"
        return f"On {_days(rule)} of {turn if rule.month_day is None else in_months}"
    months = listed([MONTHS[month - 1] for month in rule.months])
    if len(rule.months) == 1 and rule.month_day not in (None, LAST_DAY):
        return f"Every {_nth_time(rule)}year on {rule.month_day} {months}"
    return f"On {_days(rule)} of {months} {turn}"


def _days(rule: Rule) -> str:
    """The days in their month or year: "day 31", "the last weekday", "the first Tuesday"."""
    if rule.month_day is not None:
        return "the last day" if rule.month_day == LAST_DAY else f"day {rule.month_day}"
    if rule.set_position is not None:
        return f"the {ordinal(rule.set_position)} {_kind_of_day(rule.plain_weekdays)}"
    phrases = []
    for day in rule.plain_weekdays:
        numbers = [by.nth for by in rule.weekdays if by.day is day and by.nth is not None]
        ordered = sorted(numbers, key=lambda nth: (nth < 0, nth))
        which = f"the {listed([ordinal(nth) for nth in ordered])}" if ordered else "every"
        phrases.append(f"{which} {WEEKDAYS[day]}")
    return listed(phrases)


def _kind_of_day(days: tuple[Weekday, ...]) -> str:
    if len(days) == len(Weekday):
        return "day"
    return {WORKDAYS: "weekday", _WEEKEND: "weekend day"}.get(days) or _names(days, "or")


def _only_where(rule: Rule) -> str:
    """The weekdays, where they only limit the days that something else gives."""
    limits = rule.weekdays and (rule.frequency == "DAILY" or rule.month_day is not None)
    return f" (only where that is a {_names(rule.plain_weekdays, 'or')})" if limits else ""


def _what_is_skipped(rule: Rule) -> str:
    months = rule.months or range(1, 13)
    shortest = min(monthrange(_COMMON_YEAR, month)[1] for month in months)
    if rule.month_day is None or rule.month_day <= shortest:
        return ""
    return f" ({'years' if len(months) == 1 else 'months'} without one are skipped)"


def _nth_time(rule: Rule) -> str:
    return f"{ordinal(rule.interval)} " if rule.interval > 1 else ""


def _names(days: Sequence[Weekday], last: str) -> str:
    return listed([WEEKDAYS[day] for day in days], last)


def _times(slots: Sequence[Slot]) -> str:
    """When, what slots share said once: "at 09:00 and 17:00 UTC, for 60 minutes"."""
    if not slots:
        return ""
    if len({slot.minutes for slot in slots}) > 1:
        each = [f"at {_hour(slot)} {zone_words(slot.zone)} for {_minutes(slot)}" for slot in slots]
        return f" {listed(each)}"
    if len({slot.zone for slot in slots}) > 1:
        at = listed([f"{_hour(slot)} {zone_words(slot.zone)}" for slot in slots])
    else:
        at = f"{listed([_hour(slot) for slot in slots])} {zone_words(slots[0].zone)}"
    return f" at {at}, for {_minutes(slots[0])}"


def _hour(slot: Slot) -> str:
    return f"{slot.time:%H:%M}"


def _minutes(slot: Slot) -> str:
    return "one minute" if slot.minutes == 1 else f"{slot.minutes} minutes"


def _end(rule: Rule) -> str:
    if not dates(rule, rule.starts_on, date.max, limit=1):
        return ": there is no such day"
    last = last_date(rule)
    if last is None:
        return ""
    if rule.until is not None:
        return f", until {day_words(rule.until)}"
    times = "once, on" if rule.count == 1 else f"{rule.count} times, the last on"
    return f", {times} {day_words(last)}"
