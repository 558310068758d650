"""From a rule to its local dates: bounded, and soon done whatever the rule says.

A rule is walked period by period (day, week, month or year). The calendar repeats every 400
years, so a rule that gave nothing for a whole cycle of periods never will, and the walk ends.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, takewhile

from .rules import Rule, RuleRefused
from .words import day_words

_CYCLE = {"DAILY": 7, "WEEKLY": 1, "MONTHLY": 4800, "YEARLY": 400}  # in periods of the rule
_FINAL_DAY = date.max.toordinal()


def dates(rule: Rule, since: date, before: date, limit: int = 1000) -> list[date]:
    """The rule's local dates from `since` up to and without `before`, the first `limit` of them.

    `count` is counted from `starts_on`, not from `since`.
    """
    if rule.count is None:
        walk = _walk(rule, since, before)
    else:
        walk = islice(_walk(rule, rule.starts_on, before), rule.count)
    window = takewhile(lambda day: day < before, walk)
    return list(islice((day for day in window if day >= since), limit))


def last_date(rule: Rule) -> date | None:
    """The last date of a rule that ends; None for an endless rule, and for one without dates."""
    if rule.count is not None:
        return max(islice(_walk(rule, rule.starts_on, date.max), rule.count), default=None)
    if rule.until is not None:
        return next(_walk_back(rule, rule.until), None)
    return None


def date_before(rule: Rule, day: date) -> date | None:
    """The rule's last date before `day`."""
    if day <= rule.starts_on:
        return None
    if rule.count is not None:
        return max(dates(rule, rule.starts_on, day), default=None)
    return next(_walk_back(rule, min(day - timedelta(1), rule.until or day)), None)


def with_until(rule: Rule, day: date) -> Rule:
    """The rule ending on `day` at the latest; one that ends sooner stays as it is.

    Raises `RuleRefused` where `day` is before the rule starts.
    """
    if rule.until is not None:
        return rule.ending(until=min(rule.until, day))
    last = last_date(rule)
    return rule if last is not None and last <= day else rule.ending(until=day)


def starting(rule: Rule, day: date) -> Rule:
    """The rule continued from its first date on or after `day`, with its phase and its end.

    Every second Tuesday stays on the same Tuesdays, and `count` becomes what is left of it.
    Raises `RuleRefused` where no date is left.
    """
    first = next(iter(dates(rule, day, date.max, limit=1)), None)
    if first is None:
        raise RuleRefused(f"The rule has no dates from {day_words(day)} on.")
    if rule.count is None:
        return replace(rule, starts_on=first)
    gone = len(dates(rule, rule.starts_on, first))
    return replace(rule, starts_on=first, count=rule.count - gone)


def reaching_back(rule: Rule, day: date) -> Rule:
    """The rule begun earlier, with its first date on or after `day`, its phase and its end kept.

    Where `day` is not before its start it stays as it is; `count` grows by what is added.
    """
    if day >= rule.starts_on:
        return rule
    start, endless = rule.starts_on, replace(rule, count=None)
    if rule.frequency in ("DAILY", "WEEKLY"):
        step = rule.interval * (7 if rule.frequency == "WEEKLY" else 1)
        earlier = start - timedelta(step * -((day - start).days // step))
    else:
        step = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
        months = 12 * (start.year - day.year) + start.month - day.month
        index = 12 * start.year + start.month - 1 - step * -(-months // step)
        earlier = date(index // 12, index % 12 + 1, 1)
    added = dates(replace(endless, starts_on=earlier), day, start)
    if not added:
        return rule
    count = None if rule.count is None else rule.count + len(added)
    return replace(rule, starts_on=added[0], count=count)


def months_without_date(rule: Rule, after: date, before: date) -> list[date]:
    """The first days of the months that lie between two dates and that the rule leaves empty,
    though their turn has come: no 31st in April.
    """
    if rule.frequency not in ("MONTHLY", "YEARLY") or rule.set_position is not None:
        return []
    if rule.frequency == "YEARLY" and not rule.months and rule.month_day is None:
        return []
    turns = (_months(rule, index) for index in range(_index(rule, after), _index(rule, before) + 1))
    months = (date(year, month, 1) for turn in turns for year, month in turn)
    after_month, before_month = after.replace(day=1), before.replace(day=1)
    return [
        first
        for first in months
        if after_month < first < before_month and not _in_month(rule, first.year, first.month)
    ]


def _walk(rule: Rule, since: date, before: date) -> Iterator[date]:
    """The dates of the periods from that of `since` to that of `before`; `count` not looked at."""
    first = max(0, _index(rule, since))
    final = _index(rule, min(before, rule.until or before))
    empty = 0
    for index in range(first, final + 1):
        period = _period(rule, index)
        yield from _allowed(rule, period)
        empty = 0 if period else empty + 1
        if empty == _CYCLE[rule.frequency]:
            return


def _walk_back(rule: Rule, since: date) -> Iterator[date]:
    """The rule's dates up to `since`, latest first, `count` not looked at."""
    empty = 0
    for index in range(_index(rule, since), -1, -1):
        period = _period(rule, index)
        yield from (day for day in reversed(_allowed(rule, period)) if day <= since)
        empty = 0 if period else empty + 1
        if empty == _CYCLE[rule.frequency]:
            return


def _allowed(rule: Rule, days: Iterable[date]) -> list[date]:
    last = rule.until or date.max
    return [day for day in days if rule.starts_on <= day <= last]


def _index(rule: Rule, day: date) -> int:
    """The number of the rule's period that holds `day`, or of the last one begun before it."""
    start = rule.starts_on
    if rule.frequency == "DAILY":
        passed = (day - start).days
    elif rule.frequency == "WEEKLY":
        passed = (day.toordinal() - _week(rule)) // 7
    elif rule.frequency == "MONTHLY":
        passed = 12 * (day.year - start.year) + day.month - start.month
    else:
        passed = day.year - start.year
    return passed // rule.interval


def _period(rule: Rule, index: int) -> list[date]:
    """All days of the rule's period `index`, in order."""
    step = index * rule.interval
    if rule.frequency == "DAILY":
        return _limited(rule, [rule.starts_on + timedelta(step)])
    if rule.frequency == "WEEKLY":
        week = range(_week(rule) + 7 * step, _week(rule) + 7 * step + 7)
        return _limited(rule, [date.fromordinal(day) for day in week if day <= _FINAL_DAY])
    if rule.frequency == "YEARLY" and not rule.months and any(by.nth for by in rule.weekdays):
        return _picked(rule, _days_of_year(rule.starts_on.year + step))
    days = [day for year, month in _months(rule, index) for day in _in_month(rule, year, month)]
    return days if rule.set_position is None else _numbered(days, rule.set_position)


def _week(rule: Rule) -> int:
    """The ordinal of the first day of the week in which the rule starts."""
    return rule.starts_on.toordinal() - (rule.starts_on.weekday() - rule.week_start.number) % 7


def _months(rule: Rule, index: int) -> list[tuple[int, int]]:
    """The (year, month) pairs of a monthly or yearly period."""
    step = index * rule.interval
    if rule.frequency == "MONTHLY":
        years, month = divmod(rule.starts_on.month - 1 + step, 12)
        return [(rule.starts_on.year + years, month + 1)]
    return [(rule.starts_on.year + step, month) for month in rule.months or range(1, 13)]


def _in_month(rule: Rule, year: int, month: int) -> list[date]:
    """The days the rule gives in one month, its position not looked at."""
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    if rule.month_day is None:
        return _picked(rule, days)
    return _limited(rule, _numbered(days, rule.month_day))


def _limited(rule: Rule, days: list[date]) -> list[date]:
    """Those of `days` that fall on the rule's weekdays, where it has any."""
    if not rule.weekdays:
        return days
    numbers = {by.day.number for by in rule.weekdays}
    return [day for day in days if day.weekday() in numbers]


def _picked(rule: Rule, days: list[date]) -> list[date]:
    """The rule's weekdays, or numbered weekdays, among all the days of a month or a year."""
    picked: set[date] = set()
    for by in rule.weekdays:
        matching = days[(by.day.number - days[0].weekday()) % 7 :: 7]
        picked.update(matching if by.nth is None else _numbered(matching, by.nth))
    return sorted(picked)


def _numbered(days: list[date], nth: int) -> list[date]:
    """The `nth` of `days`, counted from their end where negative; none if there is no such one."""
    if abs(nth) > len(days):
        return []
    return [days[nth - 1 if nth > 0 else nth]]


def _days_of_year(year: int) -> list[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
