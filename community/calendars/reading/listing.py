"""Rules that no series can have, as the dates they give in the next months: bounded in all."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from community.calls.rules import RuleRefused

from .events import Event, Reading
from .lines import Property
from .moments import Unreadable, day
from .walking import Allowance, parts_of, walk_starts

WINDOW = timedelta(days=548)
"""How far ahead dates are listed: 18 months."""
MOST_LISTED = 60
"""Dates offered of one rule."""
_NEVER = re.compile(r"(2[2-9]|[3-9][0-9])[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Listing:
    """Naive local starts of a rule: those before today, and the next ones within the window.

    `goes_on` where it gives more than these.
    """

    earlier: tuple[datetime, ...]
    starts: tuple[datetime, ...]
    goes_on: bool


def list_starts(
    rule: Property, event: Event, reading: Reading, allowance: Allowance, *, most: int
) -> Listing:
    """The starts that the value of an RRULE or EXRULE gives, at most `most` from today on.

    Raises `RuleRefused` where it cannot be read, or where it takes too long.
    """
    parts = parts_of(rule.value)
    count = int(parts.pop("COUNT", 0)) or None
    until, end = _until(parts.pop("UNTIL", ""), event, reading), reading.today + WINDOW
    before = datetime.combine(end, datetime.max.time())
    last = before if until is None else min(until, before)
    with allowance.held():
        walk = walk_starts(parts, event.start.local, last)
        found = list(islice(walk, count))
    earlier = [start for start in found if start.date() < reading.today]
    ahead = found[len(earlier) :]
    is_over = len(found) == count or (until is not None and until <= before)
    kept = tuple(ahead[:most])
    return Listing(tuple(earlier), kept, goes_on=not is_over or len(kept) < len(ahead))


def _until(value: str, event: Event, reading: Reading) -> datetime | None:
    """The last local start that UNTIL allows; None where it allows all."""
    if not value or _NEVER.match(value):
        return None
    try:
        whole_day = day(value)
        if whole_day:
            return datetime.combine(whole_day, datetime.max.time())
        moment = reading.zones.moment(value, Property(0, "UNTIL", {}, value))
    except Unreadable as reason:
        raise RuleRefused(f"Its end cannot be read: {reason}.") from None
    return moment.local if moment.is_floating else moment.in_zone(event.start.zone)
