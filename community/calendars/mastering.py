"""Turns a slot with its dates into one repeating entry and an override for each date that differs.

RFC 5545 §3.8.4.4 and §3.8.5: a master with its rule, what is left out as EXDATE, and overrides that
name their date by the time the rule gave it. Rows in, values out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from community.calls.expansion import dates, last_date, with_until
from community.calls.grammar import rule_text
from community.calls.rules import Rule
from community.calls.times import Sitting, Slot
from community.calls.walltime import instant, kind_of_local
from community.calls.writing import rule_of

from .composing import Look, called_off, latest, sitting_event, which_sitting
from .phrases import Words, description, words_of_call, words_of_series
from .spans import needs_override
from .values import Event

MOST_DATES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDates:
    """A slot and what happens on its dates. `sittings` are those the feed may show; `skipped` are
    the days left out and since when; `slots` is how many slots the recurrence has."""

    slot: Slot
    sittings: Sequence[Sitting]
    skipped: Mapping[date, datetime]
    slots: int


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The dates of a slot by what becomes of them, each by its original local start."""

    as_given: list[Sitting]
    different: list[Sitting]
    alone: list[Sitting]
    left_out: list[datetime]


def slot_events(given: SlotDates, look: Look) -> list[Event]:
    """The master of a slot with its overrides, and its dates that need an entry of their own: those
    whose local time does not exist, and those its rule no longer gives."""
    rule = _shown_rule(given, look)
    first = _first_day(rule, given.slot) if rule else None
    if rule is None or first is None:
        return [sitting_event(s, look) for s in given.sittings if _stands_alone(s, look)]
    words = words_of_series(given.slot.recurrence.series)
    link = _usual_link(given, look)
    dates_ = _sort(given, rule, first, words, link, look)
    alone = [sitting_event(sitting, look) for sitting in dates_.alone]
    if not dates_.as_given and not dates_.different and not rule.is_endless:
        return alone
    master = _master(given, rule, first, words, link, dates_, look)
    return [master, *(_override(sitting, look) for sitting in dates_.different), *alone]


def ends_at(given: SlotDates) -> datetime | None:
    """When the last date of a slot starts, moved ones included; None for one without end."""
    last = last_date(rule_of(given.slot.recurrence))
    removed = given.slot.recurrence.series.is_removed
    if last is None and not removed:
        return None
    starts = [sitting.starts_at for sitting in given.sittings]
    if last is not None:
        starts.append(instant(datetime.combine(last, given.slot.time), given.slot.zone))
    return max(starts, default=given.slot.updated_at)


def _shown_rule(given: SlotDates, look: Look) -> Rule | None:
    """The rule to send; that of a removed series ends with the last date that was written, or the
    last that took place where cancelled ones are hidden. None where no date is left."""
    rule = rule_of(given.slot.recurrence)
    if not given.slot.recurrence.series.is_removed:
        return rule if given.sittings else None
    kept = [s for s in given.sittings if not (look.hides_cancelled and called_off(s) is not None)]
    days = [s.original_start.date() for s in kept if s.original_start]
    return with_until(rule, max(days)) if days and max(days) >= rule.starts_on else None


def _first_day(rule: Rule, slot: Slot) -> date | None:
    """The first day of the rule on which the slot's local time exists: DTSTART must be a date."""
    days = dates(rule, rule.starts_on, date.max, limit=20)
    there = (day for day in days if _exists(datetime.combine(day, slot.time), slot.zone))
    return next(there, None)


def _sort(  # noqa: PLR0913 - everything the sorting looks at
    given: SlotDates, rule: Rule, first: date, words: Words, link: str | None, look: Look
) -> _Sorted:
    slot, found = given.slot, _Sorted([], [], [], [])
    by_start = {s.original_start: s for s in given.sittings}
    for day in _days(given, rule, first):
        local = datetime.combine(day, slot.time)
        sitting = by_start.pop(local, None)
        exists = _exists(local, slot.zone)
        if (
            sitting is None
            or not exists
            or (look.hides_cancelled and called_off(sitting) is not None)
        ):
            found.left_out.append(local)
        elif _differs(sitting, words, link, look):
            found.different.append(sitting)
        else:
            found.as_given.append(sitting)
        if sitting is not None and not exists and _stands_alone(sitting, look):
            found.alone.append(sitting)
    found.alone.extend(s for s in by_start.values() if _stands_alone(s, look))
    return found


def _days(given: SlotDates, rule: Rule, first: date) -> list[date]:
    """The days of the rule that are decided: those for which calls have been written, where none is
    held if none is there, and those left out further ahead."""
    held = [s.original_start.date() for s in given.sittings if s.original_start]
    since, until = min(held), max([*held, given.slot.recurrence.written_until or first])
    last = max([until, *given.skipped])
    days = dates(rule, first, last + timedelta(days=1), MOST_DATES)
    return [day for day in days if since <= day <= until or day in given.skipped]


def _differs(sitting: Sitting, words: Words, link: str | None, look: Look) -> bool:
    """Whether a date needs an override: it is moved, cancelled, says something of its own, or is one
    whose hours readers would work out differently."""
    return (
        sitting.is_moved
        or needs_override(sitting.local_start, sitting.zone, sitting.minutes)
        or called_off(sitting) is not None
        or words_of_call(sitting.call) != words
        or look.links.get(sitting.id) != link
    )


def _stands_alone(sitting: Sitting, look: Look) -> bool:
    """Whether a date off the rule is shown: not where a change of the rule took it out."""
    if called_off(sitting) is None:
        return True
    by_change = sitting.cancellation is not None and sitting.cancellation.by_change
    return not by_change and not look.hides_cancelled


def _usual_link(given: SlotDates, look: Look) -> str | None:
    """The public join link most dates of the slot have: that of the slot."""
    links = Counter(look.links.get(sitting.id) for sitting in given.sittings)
    return links.most_common(1)[0][0] if links else None


def _master(  # noqa: PLR0913 - everything a master shows
    given: SlotDates,
    rule: Rule,
    first: date,
    words: Words,
    link: str | None,
    dates_: _Sorted,
    look: Look,
) -> Event:
    slot, series = given.slot, given.slot.recurrence.series
    page, last = look.page_of(series), last_date(rule)
    until = instant(datetime.combine(last, slot.time), slot.zone) if last else None
    line = which_sitting(slot.position, given.slots)
    left_out = {local.date() for local in dates_.left_out}
    stamps = [s.updated_at for s in given.sittings if s.original_start in dates_.left_out]
    stamps += [at for day, at in given.skipped.items() if day in left_out]
    return Event(
        uid=slot.uid,
        sequence=slot.sequence,
        stamp=max(slot.updated_at, series.updated_at, *stamps, *_removed_at(given)),
        created=slot.created_at,
        summary=words.title,
        description=description(
            words, page, reason=None, lines=[line] if line else [], longest=look.longest_body
        ),
        start=datetime.combine(first, slot.time),
        zone=slot.zone,
        minutes=slot.minutes,
        url=page,
        transparent=True,
        categories=words.topics,
        rrule=rule_text(rule, until),
        exdates=tuple(sorted(set(dates_.left_out))),
        location=link,
        conference=link,
        language=words.language,
        alarm_minutes=look.alarm_minutes,
    )


def _override(sitting: Sitting, look: Look) -> Event:
    """One date that differs. Both its own and its slot's changes raise its SEQUENCE."""
    if sitting.slot is None:
        raise ValueError("Only a date of a slot overrides one.")
    return replace(
        sitting_event(sitting, look),
        uid=sitting.slot.uid,
        sequence=sitting.slot.sequence + sitting.sequence,
        stamp=latest(sitting),
        recurrence_id=sitting.original_start,
        recurrence_zone=sitting.slot.zone,
    )


def _removed_at(given: SlotDates) -> list[datetime]:
    removal = given.slot.recurrence.series.removal
    return [removal.at] if removal else []


def _exists(local: datetime, zone: str) -> bool:
    return kind_of_local(local, zone) != "skipped"
