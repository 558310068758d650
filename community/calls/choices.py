"""Between a rule and the few choices of the form that makes one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal, TypedDict

from .grammar import stored_text
from .rules import LAST_DAY, ByDay, Frequency, Rule, RuleRefused, Weekday

MonthlyBy = Literal["day", "weekday"]
Ends = Literal["never", "until", "count"]
NTHS = (1, 2, 3, 4, 5, -1)

_FREQUENCIES: dict[str, Frequency] = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY"}


class Choices(TypedDict):
    """What fills the form. `kind` is "custom" for a rule the form has no choices for; `text` is
    the whole rule as text, whichever the kind.
    """

    kind: Literal["daily", "weekly", "monthly", "custom"]
    frequency: str
    interval: int
    weekdays: list[str]
    monthly_by: MonthlyBy
    nth: int
    month_day: int
    starts_on: date
    ends: Ends
    until: date | None
    count: int | None
    text: str


def rule_from_choices(  # noqa: PLR0913 - one for each field of the form
    *,
    frequency: str,
    starts_on: date,
    interval: int = 1,
    weekdays: Iterable[str] = (),
    monthly_by: str = "day",
    nth: int | None = None,
    month_day: int | None = None,
    ends: str = "never",
    until: date | None = None,
    count: int | None = None,
) -> Rule:
    """The rule somebody chose: "daily", "weekly" on `weekdays`, or "monthly" on a `month_day` or
    on the `nth` of `weekdays`.

    What is not chosen follows from `starts_on`; what does not belong to the choices made is not
    looked at. Raises `RuleRefused`.
    """
    if frequency.lower() not in _FREQUENCIES:
        raise RuleRefused("Choose whether the calls repeat daily, weekly or monthly.")
    repeats = _FREQUENCIES[frequency.lower()]
    days = [_weekday(name) for name in weekdays] or [Weekday.of(starts_on)]
    by_weekday = repeats == "MONTHLY" and monthly_by == "weekday"
    chosen: tuple[ByDay, ...] = ()
    if repeats == "WEEKLY":
        chosen = tuple(ByDay(day) for day in days)
    elif by_weekday:
        chosen = _numbered(days, nth or _nth_of(starts_on))
    _check_end(ends, until, count)
    return Rule(
        frequency=repeats,
        starts_on=starts_on,
        interval=interval,
        weekdays=chosen,
        month_day=(month_day or starts_on.day) if repeats == "MONTHLY" and not by_weekday else None,
        until=until if ends == "until" else None,
        count=count if ends == "count" else None,
    )


def choices_from_rule(rule: Rule) -> Choices:
    """What fills the form with `rule`, so that saving it unchanged gives the same dates."""
    same = _in_the_forms_words(rule)
    first = same.weekdays[0] if same.weekdays else ByDay(Weekday.of(rule.starts_on))
    filled = Choices(
        kind="custom",
        frequency=same.frequency.lower(),
        interval=same.interval,
        weekdays=[str(day) for day in same.plain_weekdays or (first.day,)],
        monthly_by="weekday" if same.frequency == "MONTHLY" and same.weekdays else "day",
        nth=first.nth or _nth_of(rule.starts_on),
        month_day=same.month_day or rule.starts_on.day,
        starts_on=rule.starts_on,
        ends="until" if rule.until else "count" if rule.count else "never",
        until=rule.until,
        count=rule.count,
        text=stored_text(rule),
    )
    return {**filled, "kind": _kind(same, filled)}


def _kind(rule: Rule, filled: Choices) -> Literal["daily", "weekly", "monthly", "custom"]:
    """The kind of form whose choices, taken together, make the very same rule."""
    if rule.frequency == "YEARLY" or filled["nth"] not in NTHS:
        return "custom"
    again = rule_from_choices(
        frequency=filled["frequency"],
        starts_on=filled["starts_on"],
        interval=filled["interval"],
        weekdays=filled["weekdays"],
        monthly_by=filled["monthly_by"],
        nth=filled["nth"],
        month_day=filled["month_day"],
        ends=filled["ends"],
        until=filled["until"],
        count=filled["count"],
    )
    if again != rule:
        return "custom"
    return {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly"}[rule.frequency]  # type: ignore[return-value]


def _in_the_forms_words(rule: Rule) -> Rule:
    """The rule with the same dates that the form can say, where there is one."""
    if rule.frequency == "DAILY" and rule.interval == 1 and rule.weekdays:
        return replace(rule, frequency="WEEKLY")  # every day that is a Monday: every Monday
    alone = len(rule.weekdays) == 1 and rule.frequency == "MONTHLY"
    if alone and rule.set_position in NTHS:
        numbered = (ByDay(rule.weekdays[0].day, rule.set_position),)
        return replace(rule, weekdays=numbered, set_position=None)
    return rule


def _check_end(ends: str, until: date | None, count: int | None) -> None:
    if ends == "until" and until is None:
        raise RuleRefused("Give the last day on which there may be a call.")
    if ends == "count" and count is None:
        raise RuleRefused("Give the number of calls.")


def _numbered(days: Iterable[Weekday], number: int) -> tuple[ByDay, ...]:
    if number not in NTHS:
        raise RuleRefused("Choose the first to the fifth such day of the month, or the last.")
    return tuple(ByDay(day, number) for day in days)


def _weekday(name: str) -> Weekday:
    if name.upper() not in list(Weekday):
        raise RuleRefused(f"“{name[:20]}” is not a weekday.")
    return Weekday(name.upper())


def _nth_of(day: date) -> int:
    """Which of its weekday in its month `day` is; the fifth counts as the last."""
    nth = (day.day - 1) // 7 + 1
    return LAST_DAY if nth == NTHS[4] else nth
