"""Single dates beside a rule: EXDATE takes them out, RDATE puts them in (RFC 5545 §3.8.5)."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from community.calendars.plan import CalendarRefused
from community.calls.walltime import zone_words
from community.calls.words import day_words, listed

from .events import LONGEST, SHORTEST, Event, Reading, name_of
from .lines import Property, shown
from .moments import Moment, Unreadable, day, length, utc_reading
from .repeats import Outcome, Repeat, match, on_day_of

MOST_DATES = 5_000
_SHOWN = 6
_HOW: dict[Outcome, tuple[str, str]] = {
    "as UTC": (
        "Read as UTC it does, and that date was skipped.",
        "Read as UTC they do, and those dates were skipped.",
    ),
    "by date": (
        "One call falls on that date, and it was skipped.",
        "One call falls on each of those dates, and it was skipped.",
    ),
}


@dataclass(frozen=True, slots=True)
class Extra:
    """A start beside the rules, and the length in minutes it has."""

    start: Moment
    minutes: int


def check_amount(properties: list[Property]) -> None:
    """Refuse a file that lists more single dates than a community can have met on."""
    listed_dates = sum(
        1 + found.value.count(",") for found in properties if found.name in ("EXDATE", "RDATE")
    )
    if listed_dates > MOST_DATES:
        raise CalendarRefused(
            f"This file lists {listed_dates:,} single dates (EXDATE, RDATE);"
            f" at most {MOST_DATES:,} are read."
        )


def read_extras(event: Event, reading: Reading) -> list[Extra]:
    """The dates that RDATE adds, periods included."""
    extras: list[Extra] = []
    for found in event.component.all("RDATE"):
        for value in found.value.split(","):
            try:
                extra = _extra(value, found, event, reading)
            except Unreadable as reason:
                what = f"{name_of(event.component)}: an extra date is left out: {reason}."
                reading.remarks.left_out(what, line=found.line, uid=event.uid)
                continue
            if extra not in extras:
                extras.append(extra)
    return extras


def skip_dates(
    event: Event,
    repeats: list[Repeat],
    extras: list[Extra],
    reading: Reading,
    *,
    window: tuple[datetime, datetime] | None,
) -> None:
    """Mark in `repeats` what EXDATE takes out, and take it out of `extras`.

    Where `extras` lists the dates of a rule from one instant to another, that is the `window`.
    """
    name, remarks = name_of(event.component), reading.remarks
    for found in event.component.all("EXDATE"):
        said: dict[Outcome, list[str]] = {}
        for value in found.value.split(","):
            try:
                moment = _moment(value, found, event, reading)
                outcome = _skip(value, moment, repeats, extras)
                if outcome == "no date" and window:
                    outcome = _skip_listed(value, moment, extras, window)
            except Unreadable as reason:
                what = f"{name}: an exception is left out: {reason}."
                remarks.left_out(what, line=found.line, uid=event.uid)
                continue
            said.setdefault(outcome, []).append(_moment_words(value))
        said.pop("exact", None)
        for outcome, values in said.items():
            what = _sentence(outcome, values, event, repeats)
            if outcome in ("several", "no date"):
                remarks.left_out(f"{name}: {what}", line=found.line, uid=event.uid)
            else:
                remarks.note(f"{name}: {what}", line=found.line, uid=event.uid)


def _extra(value: str, found: Property, event: Event, reading: Reading) -> Extra:
    begins, slash, ends = value.partition("/")
    start = reading.zones.moment(begins, found)
    if start.is_floating:
        start = Moment(start.local, event.start.zone)
    start = Moment(start.local.replace(second=0), start.zone)
    if not slash:
        return Extra(start, event.minutes)
    lasts = (
        length(ends)
        if ends.strip().upper().startswith(("P", "+P", "-P"))
        else reading.zones.moment(ends, found).instant - start.instant
    )
    minutes = math.ceil(lasts / timedelta(minutes=1))
    if not SHORTEST <= minutes <= LONGEST:
        raise Unreadable(f"{shown(value)} lasts {minutes} minutes, which a call cannot")
    return Extra(start, minutes)


def _moment(value: str, found: Property, event: Event, reading: Reading) -> Moment | None:
    """The moment an exception names; None where it names a whole day."""
    if day(value):
        return None
    moment = reading.zones.moment(value, found)
    return Moment(moment.local, event.start.zone) if moment.is_floating else moment


def _skip(value: str, moment: Moment | None, repeats: list[Repeat], extras: list[Extra]) -> Outcome:
    if moment is None:
        whole_day = day(value)
        on_day = [repeat for repeat in repeats if whole_day and repeat.falls_on(whole_day)]
        for repeat in on_day:
            repeat.skipped.add(whole_day or repeat.rule.starts_on)
        return "whole day" if on_day else "no date"
    named = [extra for extra in extras if extra.start.instant == moment.instant]
    for extra in named:
        extras.remove(extra)
    meant = match(moment, repeats)
    if meant is None or (named and meant.how != "exact"):
        if named:
            return "exact"
        return "several" if len(on_day_of(moment, repeats)) > 1 else "no date"
    meant.repeat.skipped.add(meant.day)
    return meant.how


def _skip_listed(
    value: str, moment: Moment | None, extras: list[Extra], window: tuple[datetime, datetime]
) -> Outcome:
    """The same among listed dates, where no start is the one that is named."""
    whole_day = day(value)
    if whole_day or moment is None:
        on_day = [extra for extra in extras if extra.start.local.date() == whole_day]
        for extra in on_day:
            extras.remove(extra)
        midday = datetime.combine(whole_day or date.min, time(12), tzinfo=UTC)
        return "whole day" if on_day else _unless_outside(midday, window)
    as_utc = Moment(utc_reading(moment.local, moment.zone), moment.zone).instant
    for extra in extras:
        if extra.start.instant == as_utc:
            extras.remove(extra)
            return "as UTC"
    near = [e for e in extras if e.start.local.date() == moment.in_zone(e.start.zone).date()]
    if len(near) == 1:
        extras.remove(near[0])
        return "by date"
    return "several" if near else _unless_outside(moment.instant, window)


def _unless_outside(moment: datetime, window: tuple[datetime, datetime]) -> Outcome:
    """What is taken out of dates that are not listed need not be said."""
    return "no date" if window[0] <= moment <= window[1] else "exact"


def _sentence(outcome: Outcome, values: list[str], event: Event, repeats: list[Repeat]) -> str:
    many = len(values) > 1
    subject = f"the {'exceptions' if many else 'exception'} {listed(values, most=_SHOWN)}"
    if outcome == "no date":
        return f"{subject} {'match' if many else 'matches'} no date of it, and nothing was skipped."
    if outcome == "several":
        return (
            f"{subject} {'match' if many else 'matches'} no start as written and could mean any"
            f" of several calls of a day ({_starts(event, repeats)}), so nothing was skipped."
        )
    if outcome == "whole day":
        named = "name whole days" if many else "names a whole day"
        return f"{subject} {named}, and the calls on it were skipped."
    return (
        f"{subject} {'match' if many else 'matches'} no start as written (it begins at"
        f" {_starts(event, repeats)}). {_HOW[outcome][many]}"
    )


def _starts(event: Event, repeats: list[Repeat]) -> str:
    """The hours at which the calls of an event begin."""
    hours = {repeat.slot.time for repeat in repeats} or {event.start.local.time()}
    times = sorted(f"{hour:%H:%M}" for hour in hours)
    return f"{listed(times)} {zone_words(event.start.zone)}"


def _moment_words(value: str) -> str:
    """A value of the file as people read it, or as it stands."""
    plain = value.strip().upper()
    try:
        on = date(int(plain[:4]), int(plain[4:6]), int(plain[6:8]))
    except ValueError:
        return f"“{shown(value)}”"
    return f"{day_words(on)} {plain[9:11]}:{plain[11:13]}" if len(plain) > 8 else day_words(on)  # noqa: PLR2004
