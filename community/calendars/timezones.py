"""Writes a VTIMEZONE that is small, right from the first start on, and alike in every reader."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from community.calendars.tzif import DAY, LAST, WEEKDAYS, Change, Transition, YearDay, read

# Names of the zone that iCalendar writes as a Z behind the time, without a VTIMEZONE.
UTC_NAMES = frozenset(
    {"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"}
)


class Observance(NamedTuple):
    """One STANDARD or DAYLIGHT part: its first onset, and the rule that repeats it, if any."""

    onset: Transition
    rule: str
    daylight: bool


@lru_cache(maxsize=4096)
def vtimezone(zone: str, since: datetime, until: datetime, *, endless: bool = False) -> str:
    """The VTIMEZONE text for an IANA zone (RFC 5545 section 3.6.5), each line ended by CRLF.

    It is exact from `since` to `until` (aware instants); with `endless` the zone's yearly rule
    stands for what comes after. Where a zone keeps a yearly rule it is two RRULE observances,
    elsewhere one observance for each change; never an RDATE, which readers misread. UTC needs
    none and gives an empty text. Raises `UnknownZone`.
    """
    if zone in UTC_NAMES:
        return ""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for observance in _observances(zone, since, until, endless=endless):
        lines += _lines(observance)
    return "\r\n".join([*lines, "END:VTIMEZONE", ""])


def _observances(zone: str, since: datetime, until: datetime, *, endless: bool) -> list[Observance]:
    data = read(zone)
    # A day of margin: readers compare wall clocks, and onsets are written on the old one.
    first, last = int(since.timestamp()) - DAY, int(until.timestamp()) + DAY
    known = data.until(last)
    anchor = max((each for each in known if each.at <= first), default=None)
    begin = anchor.at if anchor else first
    needed = [each for each in known if each.at >= begin]
    regular_from = _regular_from(needed, data.yearly_between(begin - 1, last), begin)
    head = [each for each in needed if each.at < regular_from]
    repeating: list[Observance] = []
    if data.yearly and (endless or len(head) < len(needed)):
        repeating = [part for change in data.yearly for part in _repeating(change, regular_from)]
    if not anchor or (head and head[0].at < 0):
        head = [_standing(anchor, data.first_offset, data.first_name), *head[bool(anchor) :]]
    alone = len(head) + len(repeating) == 1
    singles = [Observance(each, "", each.daylight and not alone) for each in _labelled(head)]
    return sorted(singles + repeating, key=lambda part: (part.onset.at, part.rule))


def _regular_from(real: list[Transition], yearly: list[Transition], begin: int) -> int:
    """The instant from which the yearly rule alone gives every real change."""
    wrong = {each[:4] for each in real} ^ {each[:4] for each in yearly}
    return max((each[0] + 1 for each in wrong), default=begin)


def _standing(anchor: Transition | None, offset: int, name: str) -> Transition:
    """What holds since before 1970, written from 1970 on: some readers know nothing older."""
    if anchor:
        offset, name = anchor.after, anchor.name
    return Transition(-offset, offset, offset, name, daylight=False)


def _labelled(head: Iterable[Transition]) -> Iterable[Transition]:
    """Call the later clock daylight time, also where a zone says it the other way round."""
    for each in head:
        yield each._replace(daylight=each.after > each.before)


def _repeating(change: Change, since: int) -> Iterable[Observance]:
    """A yearly change as observances from `since` on: one for each month it can fall in."""
    first = datetime.fromtimestamp(since, UTC).year - 1
    onsets = [change.in_year(year) for year in range(first, first + 30)]
    onsets = [each for each in onsets if each.at >= since]
    for month, rule in rules(change.day):
        onset = next(each for each in onsets if _wall(each).month == month)
        yield Observance(onset, rule, change.after > change.before)


def rules(day: YearDay) -> list[tuple[int, str]]:
    """A yearly moment as (month, RRULE) pairs: two where a late hour can cross into a month.

    POSIX counts hours beyond 24 and below 0, so `last Thursday 24:00` is a Friday.
    """
    shift = day.seconds // DAY
    weekday = WEEKDAYS[(day.weekday + shift) % 7]
    if not shift:
        nth = -1 if day.week == LAST else day.week
        return [(day.month, f"FREQ=YEARLY;BYMONTH={day.month};BYDAY={nth}{weekday}")]
    length = (date(2027, day.month % 12 + 1, 1) - timedelta(days=1)).day
    last = length if day.week == LAST else day.week * 7
    start = date(2027, day.month, last) + timedelta(days=shift)
    days = [start - timedelta(days=back) for back in range(6, -1, -1)]
    found = []
    for month in dict.fromkeys(each.month for each in days):
        numbers = ",".join(str(each.day) for each in days if each.month == month)
        rule = f"FREQ=YEARLY;BYMONTH={month};BYDAY={weekday};BYMONTHDAY={numbers}"
        found.append((month, rule))
    return found


def _lines(part: Observance) -> list[str]:
    kind = "DAYLIGHT" if part.daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{_wall(part.onset):%Y%m%dT%H%M%S}",
        *([f"RRULE:{part.rule}"] if part.rule else []),
        f"TZNAME:{part.onset.name}",
        f"TZOFFSETFROM:{_offset(part.onset.before)}",
        f"TZOFFSETTO:{_offset(part.onset.after)}",
        f"END:{kind}",
    ]


def _wall(onset: Transition) -> datetime:
    """The onset as its old wall clock showed it, which is how RFC 5545 writes it."""
    return datetime.fromtimestamp(onset.at + onset.before, UTC)


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")
