"""The next dates of a rule, and what is worth knowing about each before anything is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from .expansion import date_before, dates, months_without_date
from .rules import Rule, Slot
from .walltime import as_shown, kind_of_local, local_start, start_instant, zone_words
from .words import MONTHS, WEEKDAYS, day_words, listed, numeral, ordinal

MarkKind = Literal[
    "skipped_time", "repeated_time", "clock_change", "watched_change", "skipped_months"
]
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """Something out of the ordinary, with a sentence about it."""

    kind: MarkKind
    sentence: str


@dataclass(frozen=True, slots=True)
class PreviewStart:
    """One slot on one date: when it is really held, `local` in the slot's zone and naive, and
    `instant` in UTC.
    """

    slot: Slot
    local: datetime
    instant: datetime
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PreviewDate:
    """One date of the rule with a start for each slot, in the order of the slots."""

    day: date
    starts: tuple[PreviewStart, ...]
    marks: tuple[Mark, ...]


def preview(
    rule: Rule,
    slots: Sequence[Slot],
    *,
    after: date,
    n: int = 8,
    watch_zones: tuple[str, ...] = (),
) -> list[PreviewDate]:
    """The next `n` dates, the first of them on `after` or later.

    Each is compared with the date before it, shown or not: a start whose hour in UTC or in one of
    `watch_zones` is another one is marked, and so are months without a date in between.
    """
    shown = dates(rule, after, date.max, limit=n)
    if not shown:
        return []
    earlier = [date_before(rule, shown[0]), *shown[:-1]]
    return [
        PreviewDate(
            day=day,
            starts=tuple(_start(day, previous, slot, watch_zones) for slot in slots),
            marks=tuple(_skipped_months(rule, day, previous)),
        )
        for day, previous in zip(shown, earlier, strict=True)
    ]


def _start(
    day: date, previous: date | None, slot: Slot, watch_zones: tuple[str, ...]
) -> PreviewStart:
    held = start_instant(day, slot)
    marks = [*_odd_times(day, slot)]
    if previous is not None:
        before = start_instant(previous, slot)
        marks += _changes(before, held, slot, watch_zones)
    return PreviewStart(slot, as_shown(held, slot.zone), held, tuple(marks))


def _odd_times(day: date, slot: Slot) -> Iterator[Mark]:
    wanted = local_start(day, slot)
    kind = kind_of_local(wanted, slot.zone)
    where = f"{wanted:%H:%M} {{}} in {zone_words(slot.zone)} that day"
    if kind == "skipped":
        held = as_shown(start_instant(day, slot), slot.zone)
        on = "" if held.date() == day else f"on {day_words(held.date())} "
        yield Mark(
            "skipped_time", f"{where.format('does not exist')}: it is held {on}at {held:%H:%M}"
        )
    elif kind == "twice":
        yield Mark("repeated_time", f"{where.format('comes twice')}: it is held at the first")


def _changes(
    before: datetime, held: datetime, slot: Slot, watch_zones: tuple[str, ...]
) -> Iterator[Mark]:
    if held.time() != before.time():
        yield Mark(
            "clock_change",
            f"clocks change: {held:%H:%M} UTC from now on, {before:%H:%M} before",
        )
    for zone in watch_zones:
        there, there_before = as_shown(held, zone), as_shown(before, zone)
        if zone != slot.zone and there.time() != there_before.time():
            yield Mark(
                "watched_change",
                f"in {zone_words(zone)}: {there:%H:%M} from now on, {there_before:%H:%M} before",
            )


def _skipped_months(rule: Rule, day: date, previous: date | None) -> Iterator[Mark]:
    since = previous or rule.starts_on.replace(day=1) - timedelta(1)
    empty = months_without_date(rule, since, day)
    if empty:
        yield Mark("skipped_months", f"no {_missing(rule)} in {_months(rule, empty, day)}")


def _missing(rule: Rule) -> str:
    """What a month without a date lacks: "31st", "29 February", "fifth Friday"."""
    if rule.month_day is not None:
        if len(rule.months) == 1:
            return f"{rule.month_day} {MONTHS[rule.months[0] - 1]}"
        if rule.weekdays:
            names = listed([WEEKDAYS[weekday] for weekday in rule.plain_weekdays], "or")
            return f"{names} the {numeral(rule.month_day)}"
        return numeral(rule.month_day)
    named = [f"{ordinal(by.nth)} {WEEKDAYS[by.day]}" for by in rule.weekdays if by.nth is not None]
    return listed(named, "or")


def _months(rule: Rule, empty: list[date], day: date) -> str:
    if len(rule.months) == 1 and rule.month_day is not None:
        words = [str(first.year) for first in empty]
    elif all(first.year == day.year for first in empty):
        words = [MONTHS[first.month - 1] for first in empty]
    else:
        words = [f"{MONTHS[first.month - 1]} {first.year}" for first in empty]
    return listed(words, most=_MOST_LISTED)
