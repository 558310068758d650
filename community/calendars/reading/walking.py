"""Walks a foreign rule (RFC 5545 §3.3.10) start by start, and no longer than it may take."""

import math
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from heapq import merge
from itertools import groupby
from typing import NoReturn

from dateutil.rrule import rrulestr

from community.calls.rules import RuleRefused

MOST_PARTS = 6
"""Times of day, or days, that one rule is spread over."""
MOST_IN_ALL = 600
"""Dates offered of all the rules of a file that no series can have."""
SECONDS = 0.2
"""The processor time that one rule may take."""
_LONGEST_TEXT = 500
_NUMBERS = re.compile(r"[+-]?[0-9]{1,4}(,[+-]?[0-9]{1,4})*")
_DAYS = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST = {
    "INTERVAL": 1000,
    "COUNT": 9999,
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
    "BYHOUR": 23,
    "BYMINUTE": 59,
    "BYSECOND": 0,
}
_SIGNED = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_FROM_ZERO = ("BYHOUR", "BYMINUTE", "BYSECOND")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class _TimeUp(BaseException):
    """Raised by the timer in the middle of a walk."""


class Allowance:
    """What listing may cost in one file. `until` is processor time as `time.process_time` has it.

    Works in the main thread of a process alone, because it is held by a signal.
    """

    def __init__(self, until: float = math.inf) -> None:
        self._until = until
        self.dates = MOST_IN_ALL

    @contextmanager
    def held(self, most: float = SECONDS) -> Iterator[None]:
        """End what is done inside where it takes too long. Raises `RuleRefused` then."""
        seconds = min(most, self._until - time.process_time())
        if seconds <= 0:
            raise RuleRefused("Working out its dates takes too long.")
        before = signal.signal(signal.SIGVTALRM, _end)
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            yield
        except _TimeUp:
            raise RuleRefused("Working out its dates takes too long.") from None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)


def can_list(text: str) -> bool:
    """Whether a rule is one that RFC 5545 §3.3.10 allows, and repeats daily at most."""
    try:
        parts_of(text)
    except RuleRefused:
        return False
    return True


def walk_starts(parts: dict[str, str], start: datetime, last: datetime) -> Iterator[datetime]:
    """The naive starts of a rule without its end, in order, up to `last`; may take for ever."""
    end = f"UNTIL={last:%Y%m%dT%H%M%S}"
    rules = [
        rrulestr(
            ";".join([*(f"{name}={value}" for name, value in each.items()), end]), dtstart=start
        )
        for each in _united(parts, start.date())
    ]
    return (moment for moment, _ in groupby(merge(*rules)))


def parts_of(text: str) -> dict[str, str]:
    """The parts of a rule by name. Raises `RuleRefused` for what the RFC does not allow."""
    parts: dict[str, str] = {}
    for part in text[: _LONGEST_TEXT + 1].strip().upper().rstrip(";").split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        value = value.replace(" ", "")
        if name in parts or not _is_sound(name, value):
            raise RuleRefused(f"“{part[:40]}” cannot be read in it.")
        parts[name] = value
    if len(text) > _LONGEST_TEXT or not _fit(parts):
        raise RuleRefused("Its parts do not go together.")
    return parts


def _is_sound(name: str, value: str) -> bool:
    if name == "FREQ":
        return value in _FREQUENCIES
    if name == "WKST":
        return value in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    if name == "UNTIL":
        return bool(value)
    if name == "BYDAY":
        found = [_DAYS.fullmatch(item) for item in value.split(",")]
        return all(match and (match[1] is None or 1 <= abs(int(match[1])) <= 53) for match in found)  # noqa: PLR2004 - weeks of a year
    if name not in _MOST or not _NUMBERS.fullmatch(value):
        return False
    numbers = [int(item) for item in value.split(",")]
    least = 0 if name in _FROM_ZERO else 1
    sizes = [abs(number) if name in _SIGNED else number for number in numbers]
    is_single = len(numbers) == 1 or name.startswith("BY")
    return is_single and all(least <= size <= _MOST[name] for size in sizes)


def _fit(parts: dict[str, str]) -> bool:
    """Whether the parts may stand together (RFC 5545 §3.3.10), a few times a day at most."""
    frequency, days = parts.get("FREQ", ""), parts.get("BYDAY", "")
    is_numbered = any(character.isdigit() for character in days)
    is_mixed = is_numbered and any(len(item) == 2 for item in days.split(","))  # noqa: PLR2004
    times = [len(parts.get(name, "0").split(",")) for name in ("BYHOUR", "BYMINUTE")]
    chosen = {name for name in parts if name.startswith("BY")} - {"BYSETPOS"}
    wrong = (
        not frequency,
        frequency != "YEARLY" and bool({"BYWEEKNO", "BYYEARDAY"} & chosen),
        frequency == "WEEKLY" and "BYMONTHDAY" in chosen,
        is_numbered and (frequency in ("DAILY", "WEEKLY") or "BYWEEKNO" in chosen),
        "BYSETPOS" in parts and (is_mixed or not chosen),
        {"COUNT", "UNTIL"} <= set(parts),
        math.prod(times) > MOST_PARTS,
    )
    return not any(wrong)


def _end(*_: object) -> NoReturn:
    raise _TimeUp


def _united(parts: dict[str, str], start: date) -> list[dict[str, str]]:
    """The rule as rules that dateutil reads as the RFC means them."""
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    if "BYWEEKNO" in parts and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(parts):
        return [parts | {"BYDAY": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday()]}]
    numbered = [item for item in days if len(item) > 2]  # noqa: PLR2004 - more than MO
    plain = [item for item in days if item not in numbered]
    if not numbered or not plain:
        return [parts]
    return [parts | {"BYDAY": ",".join(items)} for items in (numbered, plain)]
