"""From the RRULEs of an event to rules and slots of ours, and back from a moment to their dates."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Literal

from community.calendars.plan import ProposedMove
from community.calls.expansion import dates
from community.calls.grammar import parse_rule, split_times
from community.calls.rules import Rule, RuleRefused, Slot
from community.calls.walltime import as_shown, local_start, start_instant

from .events import Event
from .lines import Property
from .moments import Moment, utc_reading
from .walking import MOST_PARTS

Outcome = Literal["exact", "as UTC", "by date", "whole day", "several", "no date"]
"""How a moment of the file was matched with a date of the rule."""
_SPREAD = ("BYHOUR", "BYMINUTE", "BYMONTHDAY")
_UNTIL = re.compile(r"(?:^|;)\s*UNTIL\s*=\s*([0-9]{8})", re.IGNORECASE)


@dataclass(slots=True)
class Repeat:
    """One rule of an event in its slot, and what the event says about single dates of it."""

    rule: Rule
    slot: Slot
    skipped: set[date] = field(default_factory=set)
    moved: dict[date, ProposedMove] = field(default_factory=dict)
    event: Event | None = None
    """The event whose words it has, where that is not the one with the rule."""
    _counted: frozenset[date] | None = None

    def falls_on(self, day: date) -> bool:
        """Whether the rule gives that local date, skipped or not."""
        if self.rule.count is None or day == self.rule.starts_on:  # no counting needed
            return bool(dates(self.rule, day, day + timedelta(1), limit=1))
        if self._counted is None:
            self._counted = frozenset(dates(self.rule, self.rule.starts_on, date.max))
        return day in self._counted

    def day_of(self, moment: datetime) -> date | None:
        """The local date on which it starts at exactly that instant."""
        day = as_shown(moment, self.slot.zone).date()
        if start_instant(day, self.slot) == moment and self.falls_on(day):
            return day
        return None


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule of the file that is not one of ours, as `text` the part of it, and why."""

    found: Property
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """A date of a repeat that a moment in the file means, and how it was found to."""

    repeat: Repeat
    day: date
    how: Outcome = "exact"

    @property
    def original(self) -> datetime:
        """The naive local start that the rule gives."""
        return local_start(self.day, self.repeat.slot)


def read_repeats(event: Event) -> tuple[list[Repeat], list[Refused]]:
    """Every rule of the event that we can keep, and every one that we cannot."""
    found: list[Repeat] = []
    refused: list[Refused] = []
    for rule in event.component.all("RRULE"):
        for text in _spread(rule.value):
            try:
                repeat = _repeat(text, event)
            except RuleRefused as reason:
                refused.append(Refused(rule, text, str(reason)))
                continue
            if repeat not in found:
                found.append(repeat)
    return found, refused


def ends_before_it_begins(event: Event) -> bool:
    """Whether each of its rules ends (UNTIL) before the start, so that the start alone is left."""
    ends = [_UNTIL.search(rule.value) for rule in event.component.all("RRULE")]
    first = f"{event.start.local:%Y%m%d}"
    return bool(ends) and all(end is not None and end[1] <= first for end in ends)


def match(moment: Moment, repeats: list[Repeat]) -> Match | None:
    """The date that a moment means: its own instant, or else the sensible reading of it.

    Some programs write UTC under a local zone's name: that reading comes second. Third comes the
    local date, where exactly one call falls on it.
    """
    for repeat in repeats:
        day = repeat.day_of(moment.instant)
        if day:
            return Match(repeat, day)
    for repeat in repeats:
        local = utc_reading(moment.local, moment.zone)
        day = repeat.day_of(Moment(local, moment.zone).instant)
        if day:
            return Match(repeat, day, "as UTC")
    on_day = on_day_of(moment, repeats)
    return on_day[0] if len(on_day) == 1 else None


def on_day_of(moment: Moment, repeats: list[Repeat]) -> list[Match]:
    """The dates of the rules that fall on the local day of a moment, whatever their hour."""
    return [
        Match(repeat, day, "by date")
        for repeat in repeats
        if repeat.falls_on(day := moment.in_zone(repeat.slot.zone).date())
    ]


def _spread(text: str) -> list[str]:
    """A rule with several hours or days of the month as several rules, where they mean the same."""
    parts = [part.strip() for part in text.split(";")]
    names = [part.partition("=")[0].strip().upper() for part in parts]
    if "COUNT" in names or "BYSETPOS" in names:
        return [text]
    choices = [
        [f"{name}={value}" for value in part.partition("=")[2].split(",")]
        if name in _SPREAD
        else [part]
        for name, part in zip(names, parts, strict=True)
    ]
    amount = 1
    for choice in choices:
        amount *= len(choice)
        if amount > MOST_PARTS:
            return [text]
    return [";".join(combined) for combined in product(*choices)]


def _repeat(text: str, event: Event) -> Repeat:
    """Raises `RuleRefused` for what is not in our grammar and for rules that give no date."""
    rest, hour, minute = split_times(text)
    start = event.start.local
    at = time(start.hour if hour is None else hour, start.minute if minute is None else minute)
    slot = Slot(event.start.zone, at, event.minutes)
    rule = parse_rule(rest, start.date(), slot=slot)
    if not dates(rule, rule.starts_on, date.max, limit=1):
        raise RuleRefused("The rule gives no date at all.")
    repeat = Repeat(rule, slot)
    if at < start.time() and repeat.falls_on(start.date()):
        repeat.skipped.add(start.date())  # the event begins later that day
        if rule.count is not None:
            repeat.rule = replace(rule, count=rule.count + 1)
    return repeat
