"""Rules as text: the part of RFC 5545 §3.3.10 we read, and the one way in which we write it.

Reading never expands anything. What is not in the grammar is refused by its name.
"""

import re
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import cast

from .rules import FIRST_YEAR, ByDay, Frequency, Rule, RuleRefused, Slot, Weekday
from .walltime import as_shown, local_start, start_instant

_LONGEST_TEXT = 500
_PARTS = (
    "FREQ",
    "INTERVAL",
    "BYMONTH",
    "BYMONTHDAY",
    "BYDAY",
    "BYSETPOS",
    "COUNT",
    "UNTIL",
    "WKST",
)
_FOREIGN = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "RSCALE", "SKIP")
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
_BY_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")


def parse_rule(text: str, starts_on: date, *, slot: Slot | None = None) -> Rule:
    """Read the value of an RRULE whose first date is `starts_on` or later.

    `UNTIL` with a time of day can only be read with the `slot` the rule is held in: it becomes
    the last local date on which the slot starts no later. `UNTIL` as a date needs none.
    Raises `RuleRefused` for all that is not in our grammar, and for a rule at odds with itself.
    """
    parts = _split(text)
    for name in parts:
        if name not in _PARTS:
            raise RuleRefused(_why_not(name))
    return Rule(
        frequency=_frequency(parts.get("FREQ", "")),
        starts_on=starts_on,
        interval=_number("INTERVAL", parts.get("INTERVAL", "1")),
        weekdays=tuple(_by_day(item) for item in parts["BYDAY"].split(","))
        if "BYDAY" in parts
        else (),
        month_day=_month_day(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        months=_numbers("BYMONTH", parts["BYMONTH"]) if "BYMONTH" in parts else (),
        set_position=_number("BYSETPOS", parts["BYSETPOS"]) if "BYSETPOS" in parts else None,
        until=_until(parts["UNTIL"], slot) if "UNTIL" in parts else None,
        count=_number("COUNT", parts["COUNT"]) if "COUNT" in parts else None,
        week_start=_week_start(parts.get("WKST", "MO")),
    )


def split_times(text: str) -> tuple[str, int | None, int | None]:
    """Take a single BYHOUR and BYMINUTE out of a rule: (the rest, hour, minute).

    `BYSECOND=0` is dropped. Raises `RuleRefused` for several hours or minutes, or none that exist.
    """
    parts = _split(text)
    hour = _time_part(parts, "BYHOUR", 23)
    minute = _time_part(parts, "BYMINUTE", 59)
    _time_part(parts, "BYSECOND", 0)
    return ";".join(f"{name}={value}" for name, value in parts.items()), hour, minute


def rule_text(rule: Rule, until_utc: datetime | None = None) -> str:
    """The value of the RRULE sent to calendars, its end as `until_utc`, the aware last start.

    `COUNT` is never sent. Raises `ValueError` where a rule that ends comes without `until_utc`,
    because calendars would then go on for ever.
    """
    if until_utc is None:
        if not rule.is_endless:
            raise ValueError("A rule that ends is sent with the instant of its last start.")
        return _joined(rule, {})
    return _joined(rule, {"UNTIL": f"{until_utc.astimezone(UTC):%Y%m%dT%H%M%SZ}"})


def stored_text(rule: Rule) -> str:
    """The rule as we keep it: what `parse_rule` reads back, with the same `starts_on`, as equal."""
    if rule.count is not None:
        return _joined(rule, {"COUNT": str(rule.count)})
    return _joined(rule, {"UNTIL": f"{rule.until:%Y%m%d}"} if rule.until else {})


def _joined(rule: Rule, end: dict[str, str]) -> str:
    parts = {"FREQ": str(rule.frequency)}
    if rule.interval > 1:
        parts["INTERVAL"] = str(rule.interval)
    if rule.months:
        parts["BYMONTH"] = ",".join(map(str, rule.months))
    if rule.month_day is not None:
        parts["BYMONTHDAY"] = str(rule.month_day)
    if rule.weekdays:
        parts["BYDAY"] = ",".join(f"{by.nth or ''}{by.day}" for by in rule.weekdays)
    if rule.set_position is not None:
        parts["BYSETPOS"] = str(rule.set_position)
    parts |= end
    if rule.week_start is not Weekday.MO:
        parts["WKST"] = str(rule.week_start)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _split(text: str) -> dict[str, str]:
    """The parts of a rule by their names, in upper case."""
    if len(text) > _LONGEST_TEXT:
        raise RuleRefused(f"The rule is longer than {_LONGEST_TEXT} characters.")
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            raise RuleRefused(f"“{part[:40]}” is not a part of a rule: a name, “=” and a value.")
        if name in parts:
            raise RuleRefused(f"The rule says {name[:40]} twice.")
        parts[name] = value
    return parts


def _why_not(name: str) -> str:
    if name in _FOREIGN:
        return f"The rule uses {name}, which is not understood here."
    return f"The rule has a part called {name[:40]}, which no standard knows."


def _frequency(value: str) -> Frequency:
    if value in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return cast("Frequency", value)
    if value in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise RuleRefused(f"Calls do not repeat that often (FREQ={value}).")
    raise RuleRefused(
        "The rule does not say whether it repeats daily, weekly, monthly or yearly (FREQ)."
    )


def _number(name: str, value: str) -> int:
    if "," in value:
        raise RuleRefused(f"The rule gives several values for {name}; one is understood here.")
    if not _NUMBER.fullmatch(value):
        raise RuleRefused(f"{name}={value[:40]} is not a number that a rule can have.")
    return int(value)


def _numbers(name: str, value: str) -> tuple[int, ...]:
    return tuple(_number(name, item) for item in value.split(","))


def _month_day(value: str) -> int:
    day = _number("BYMONTHDAY", value)
    if day < -1:
        raise RuleRefused("Days counted from the end of the month (BYMONTHDAY) go back to −1 only.")
    return day


def _by_day(item: str) -> ByDay:
    match = _BY_DAY.fullmatch(item.strip())
    if not match:
        raise RuleRefused(f"BYDAY={item[:40]} is not a weekday.")
    return ByDay(Weekday(match[2]), int(match[1]) if match[1] else None)


def _week_start(value: str) -> Weekday:
    if value not in list(Weekday):
        raise RuleRefused(f"WKST={value[:40]} is not a weekday.")
    return Weekday(value)


def _until(value: str, slot: Slot | None) -> date:
    """The last local date that `UNTIL` allows."""
    match = _UNTIL.fullmatch(value)
    try:
        if match and match[2] is None:
            return datetime.strptime(match[1], "%Y%m%d").date()  # noqa: DTZ007 - a local date
        moment = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - below
    except ValueError:
        raise RuleRefused(f"UNTIL={value[:40]} is not a day that exists.") from None
    if slot is None:
        raise RuleRefused(
            "The rule’s end (UNTIL) has a time of day: it needs the time of the call to be read."
        )
    if not FIRST_YEAR <= moment.year < MAXYEAR:  # 9999 says never; no room for an offset there
        return moment.date()
    if not value.endswith("Z"):
        return (
            moment.date()
            if local_start(moment.date(), slot) <= moment
            else moment.date() - timedelta(1)
        )
    moment = moment.replace(tzinfo=UTC)
    day = as_shown(moment, slot.zone).date()
    return day if start_instant(day, slot) <= moment else day - timedelta(1)


def _time_part(parts: dict[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    value = parts.pop(name)
    if "," in value:
        raise RuleRefused(f"The rule gives several times of day ({name}): make a series for each.")
    number = _number(name, value)
    if not 0 <= number <= most:
        raise RuleRefused(f"{name}={value} is not a time of day a call can have.")
    return number
