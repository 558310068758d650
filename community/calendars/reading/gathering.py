"""Gathers all dates of one event before single ones change: rules, lists of dates, exceptions."""

from dataclasses import dataclass
from datetime import datetime

from community.calls.rules import RuleRefused
from community.calls.words import day_words

from .events import Event, Reading, name_of
from .exceptions import Extra, read_extras, skip_dates
from .lines import Component, Property, shown
from .listing import MOST_LISTED, WINDOW, Listing, list_starts
from .moments import Moment
from .overrides import Dates
from .repeats import Refused, Repeat, ends_before_it_begins, read_repeats
from .walking import Allowance, can_list

_MOST_TAKEN_OUT = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event with its changed dates, and its rules: kept ones, and ones to be listed."""

    event: Event
    changes: list[Component]
    sequence: int
    repeats: list[Repeat]
    to_list: list[Refused]
    reading: Reading

    @property
    def needs_listing(self) -> bool:
        """Whether it has rules that are walked date by date, which may take long."""
        return bool(self.to_list) or self.event.component.first("EXRULE") is not None


@dataclass(frozen=True, slots=True)
class _Listed:
    rule: Property
    extras: list[Extra]
    listing: Listing


def candidate(event: Event, changes: list[Component], sequence: int, reading: Reading) -> Candidate:
    """The event with its rules read; a remark for each that is neither kept nor listed."""
    repeats, refused = read_repeats(event)
    if ends_before_it_begins(event):
        return Candidate(event, changes, sequence, repeats, [], reading)
    to_list = []
    for rule in refused:
        if can_list(rule.text):
            to_list.append(rule)
        else:
            _remark_refused(rule, rule.reason, event, reading)
    return Candidate(event, changes, sequence, repeats, to_list, reading)


def gather(found: Candidate, allowance: Allowance) -> Dates | None:
    """All dates of the event before its changes; None where no rule of it can be kept."""
    event, repeats, reading = found.event, found.repeats, found.reading
    lists = _list(found, allowance)
    if not repeats and not lists and event.component.first("RRULE"):
        if not ends_before_it_begins(event):
            what = f"{name_of(event.component)} is left out: none of its rules can be kept."
            reading.remarks.left_out(what, line=event.line, uid=event.uid)
            return None
        what = "its rule ends before it begins; its start alone is kept, as one call."
        _note(what, event, reading)
    extras = _beside(found, lists)
    window = _window(lists, reading)
    skip_dates(event, repeats, extras, reading, window=window)
    _skip_by_rule(found, extras, allowance)
    for each in lists:
        _remark_listed(each, extras, found)
    if event.start.zone == "UTC" and repeats:
        what = "it repeats at a time in UTC, and will not follow daylight saving time."
        _note(what, event, reading)
    dates = Dates(event, repeats, [], window)
    for extra in extras:
        dates.add_extra(extra)
    return dates


def _list(found: Candidate, allowance: Allowance) -> list[_Listed]:
    """The rules that no series can have, as extra dates; a remark for each that gives none."""
    event, lists = found.event, []
    for refused in found.to_list:
        rule = Property(refused.found.line, "RRULE", {}, refused.text)
        most = min(MOST_LISTED, allowance.dates)
        try:
            listing = list_starts(rule, event, found.reading, allowance, most=most)
        except RuleRefused as reason:
            _remark_refused(refused, f"{refused.reason} {reason}", event, found.reading)
            continue
        if not listing.starts:
            why = (
                "It gives no date in the next 18 months."
                if most
                else "This file has too many such rules to list the dates of all."
            )
            _remark_refused(refused, f"{refused.reason} {why}", event, found.reading)
            continue
        allowance.dates -= len(listing.starts)
        extras = [Extra(_moment(start, event), event.minutes) for start in listing.starts]
        lists.append(_Listed(rule, extras, listing))
    return lists


def _beside(found: Candidate, lists: list[_Listed]) -> list[Extra]:
    """All starts that no kept rule gives: listed ones, RDATE, and the event's own."""
    event, repeats, reading = found.event, found.repeats, found.reading
    own = Extra(event.start, event.minutes)
    extras = read_extras(event, reading)
    given = {start for each in lists for start in (*each.listing.earlier, *each.listing.starts)}
    if event.start.local not in given and not any(r.day_of(own.start.instant) for r in repeats):
        extras = [own, *(extra for extra in extras if extra.start != own.start)]
        if repeats or lists:
            what = "its start is no date of its rule; it was read as an extra date."
            _note(what, event, reading)
    starts = {extra.start.instant for extra in extras}
    for each in lists:
        extras += [extra for extra in each.extras if extra.start.instant not in starts]
        starts |= {extra.start.instant for extra in each.extras}
    return [extra for extra in extras if not any(r.day_of(extra.start.instant) for r in repeats)]


def _window(lists: list[_Listed], reading: Reading) -> tuple[datetime, datetime] | None:
    """From when to when dates are listed, in UTC; None where there is no list."""
    if not lists:
        return None
    first = datetime.combine(reading.today, datetime.min.time())
    last = max(each.extras[-1].start.instant for each in lists)
    return Moment(first, "UTC").instant, last


def _skip_by_rule(found: Candidate, extras: list[Extra], allowance: Allowance) -> None:
    """Take out what EXRULE (RFC 2445 §4.8.5.2) takes out, as far ahead as dates are listed."""
    event, reading = found.event, found.reading
    for rule in event.component.all("EXRULE"):
        name = name_of(event.component)
        try:
            listing = list_starts(rule, event, reading, allowance, most=_MOST_TAKEN_OUT)
        except RuleRefused as reason:
            what = (
                f"{name}: dates taken out by a rule (EXRULE) stay in: look at its dates. {reason}"
            )
            reading.remarks.left_out(what, line=rule.line, uid=event.uid)
            continue
        taken = sum(
            _take_out(_moment(start, event), found.repeats, extras)
            for start in (*listing.earlier, *listing.starts)[-_MOST_TAKEN_OUT:]
        )
        until = day_words(reading.today + WINDOW)
        amount = f"{taken} date{'' if taken == 1 else 's'}" if taken else "no date"
        what = f"{name}: a rule (EXRULE) takes out {amount} of it until {until}."
        if listing.goes_on:
            what = f"{what} What it takes out later stays in: look at those dates."
            reading.remarks.left_out(what, line=rule.line, uid=event.uid)
        else:
            reading.remarks.note(what, line=rule.line, uid=event.uid)


def _take_out(moment: Moment, repeats: list[Repeat], extras: list[Extra]) -> bool:
    """Skip whatever starts at that moment, and say whether anything did."""
    named = [extra for extra in extras if extra.start.instant == moment.instant]
    for extra in named:
        extras.remove(extra)
    was_skipped = False
    for repeat in repeats:
        on = repeat.day_of(moment.instant)
        if on and on not in repeat.skipped:
            repeat.skipped.add(on)
            was_skipped = True
    return was_skipped or bool(named)


def _remark_listed(listed: _Listed, extras: list[Extra], found: Candidate) -> None:
    event, remarks = found.event, found.reading.remarks
    kept = [extra for extra in listed.extras if extra in extras]
    if not kept:
        return
    many = len(kept) > 1
    dates = f"its next {len(kept)} dates" if many else "its next date"
    last = day_words(kept[-1].start.local.date())
    become = (
        f"{'extra dates' if many else 'an extra date'} of its series"
        if found.repeats
        else f"{'single calls with fresh UIDs' if many else 'a single call with a fresh UID'}"
    )
    what = (
        f"{name_of(event.component)}: its rule “{shown(listed.rule.value)}” is not one a series can"
        f" have; {dates}, until {last}, {'are' if many else 'is'} offered as {become}."
    )
    listing = listed.listing
    missing = [*(["Earlier"] if listing.earlier else []), *(["later"] if listing.goes_on else [])]
    if missing:
        what = f"{what} {' and '.join(missing).capitalize()} dates are left out."
        remarks.left_out(what, line=listed.rule.line, uid=event.uid)
    else:
        remarks.note(what, line=listed.rule.line, uid=event.uid)


def _remark_refused(refused: Refused, reason: str, event: Event, reading: Reading) -> None:
    what = (
        f"{name_of(event.component)} repeats by “{shown(refused.found.value)}”,"
        f" which cannot be kept. {reason}"
    )
    reading.remarks.left_out(what, line=refused.found.line, uid=event.uid)


def _moment(start: datetime, event: Event) -> Moment:
    return Moment(start, event.start.zone)


def _note(what: str, event: Event, reading: Reading) -> None:
    what = f"{name_of(event.component)}: {what}"
    reading.remarks.note(what, line=event.line, uid=event.uid)
