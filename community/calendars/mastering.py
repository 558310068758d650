"""Turns a slot with its dates into one repeating entry and an override for each that differs.

RFC 5545 §3.8.4.4 and §3.8.5: a master with its rule, what is left out as EXDATE, and overrides
that name their date by the time the rule gave it. Rows in, values out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from community.calls.expansion import dates, last_date, with_until
from community.calls.grammar import rule_text
from community.calls.models import Series
from community.calls.rules import Rule
from community.calls.times import Sitting, Slot
from community.calls.walltime import instant, kind_of_local
from community.calls.writing import rule_of

from .composing import Look, called_off, latest, sitting_event, which_sitting
from .phrases import Words, description, words_of_call, words_of_series
from .spans import needs_override
from .values import Event

MOST_DATES = 20_000  # more than a daily rule of 50 years has
_MOST_GAPS = 20  # dates in a row that do not exist, before a rule counts as having none


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDates:
    """A slot and what happens on its dates.

    `sittings` are those the feed may show; `skipped` are the days left out, and since when;
    `slots` is how many slots the recurrence has.
    """

    slot: Slot
    sittings: Sequence[Sitting]
    skipped: Mapping[date, datetime]
    slots: int

    @property
    def series(self) -> Series:
        """The series it is a slot of."""
        return self.slot.recurrence.series

    def local(self, day: date) -> datetime:
        """The slot's wall-clock start on a day, naive."""
        return datetime.combine(day, self.slot.time)

    def instant(self, day: date) -> datetime:
        """The instant at which the slot starts on a day, in UTC."""
        return instant(self.local(day), self.slot.zone)

    def exists(self, day: date) -> bool:
        """Whether clocks in the slot's zone show its time on a day."""
        return kind_of_local(self.local(day), self.slot.zone) != "skipped"

    @property
    def last_start(self) -> datetime | None:
        """When its last date starts, moved ones too; None while it goes on without end."""
        last = last_date(rule_of(self.slot.recurrence))
        if last is None and not self.series.is_removed:
            return None
        starts = [sitting.starts_at for sitting in self.sittings]
        starts += [self.instant(last)] if last is not None else []
        return max(starts, default=self.slot.updated_at)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all dates of a slot have in common in one feed."""

    given: SlotDates
    rule: Rule
    first: date
    words: Words
    link: str | None
    look: Look


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a slot by what becomes of them; `left_out` by their day."""

    as_given: list[Sitting] = field(default_factory=list)
    different: list[Sitting] = field(default_factory=list)
    alone: list[Sitting] = field(default_factory=list)
    left_out: set[date] = field(default_factory=set)


def slot_events(given: SlotDates, look: Look) -> list[Event]:
    """The master of a slot with its overrides, and its dates that need an entry of their own.

    Those are dates whose local time does not exist, and dates its rule no longer gives.
    """
    plan = _plan(given, look)
    if plan is None:
        return [sitting_event(s, look) for s in given.sittings if stands_alone(s, look)]
    found = _sorted(plan)
    alone = [sitting_event(sitting, look) for sitting in found.alone]
    if not found.as_given and not found.different and not plan.rule.is_endless:
        return alone
    overrides = [_override(sitting, look) for sitting in found.different]
    return [_master(plan, found), *overrides, *alone]


def stands_alone(sitting: Sitting, look: Look) -> bool:
    """Whether a date that is no date of a rule is shown as an entry of its own.

    One that a change of the rule took out is news only to who had answered it.
    """
    if called_off(sitting) is None:
        return True
    by_change = sitting.cancellation is not None and sitting.cancellation.by_change
    return not look.hides_cancelled and (not by_change or sitting.id in look.rsvps)


def _plan(given: SlotDates, look: Look) -> _Plan | None:
    rule = _shown_rule(given, look)
    if rule is None:
        return None
    days = dates(rule, rule.starts_on, date.max, limit=_MOST_GAPS)
    first = next(filter(given.exists, days), None)  # DTSTART has to be a date of the rule
    if first is None:
        return None
    links = Counter(look.links.get(sitting.id) for sitting in given.sittings)
    link = links.most_common(1)[0][0]  # most dates have the slot's own
    return _Plan(given, rule, first, words_of_series(given.series), link, look)


def _shown_rule(given: SlotDates, look: Look) -> Rule | None:
    """The rule to send; None where no date is left.

    That of a removed series ends with the last date that was written, or with the last that took
    place where cancelled ones are hidden.
    """
    rule = rule_of(given.slot.recurrence)
    if not given.series.is_removed:
        return rule if given.sittings else None
    kept = [s for s in given.sittings if not (look.hides_cancelled and called_off(s) is not None)]
    last = max((s.original_start.date() for s in kept if s.original_start), default=None)
    return with_until(rule, last) if last is not None and last >= rule.starts_on else None


def _sorted(plan: _Plan) -> _Dates:
    given, look, found = plan.given, plan.look, _Dates()
    by_start = {sitting.original_start: sitting for sitting in given.sittings}
    for day in _decided_days(plan):
        sitting, exists = by_start.pop(given.local(day), None), given.exists(day)
        hidden = sitting and look.hides_cancelled and called_off(sitting) is not None
        if sitting is None or hidden or not exists:
            found.left_out.add(day)
        elif _differs(sitting, plan):
            found.different.append(sitting)
        else:
            found.as_given.append(sitting)
        if sitting is not None and not exists and stands_alone(sitting, look):
            found.alone.append(sitting)
    found.alone.extend(s for s in by_start.values() if stands_alone(s, look))
    return found


def _decided_days(plan: _Plan) -> list[date]:
    """The days of the rule of which it is known what happens.

    Those for which calls have been written, where none is held if none is there, and those left
    out further ahead.
    """
    given = plan.given
    held = [s.original_start.date() for s in given.sittings if s.original_start]
    since, until = min(held), max([*held, given.slot.recurrence.written_until or plan.first])
    before = max([until, *given.skipped]) + timedelta(days=1)
    days = dates(plan.rule, plan.first, before, MOST_DATES)
    return [day for day in days if since <= day <= until or day in given.skipped]


def _differs(sitting: Sitting, plan: _Plan) -> bool:
    """Whether a date needs an override.

    It does where it is moved, cancelled, says something of its own, or is one of those whose
    hours readers work out differently.
    """
    return (
        sitting.is_moved
        or needs_override(sitting.local_start, sitting.zone, sitting.minutes)
        or called_off(sitting) is not None
        or words_of_call(sitting.call) != plan.words
        or (sitting.call_id in plan.look.agendas and not sitting.call.is_removed)
        or plan.look.links.get(sitting.id) != plan.link
    )


def _master(plan: _Plan, found: _Dates) -> Event:
    given, look, words = plan.given, plan.look, plan.words
    slot, page, last = given.slot, look.page_of(given.series), last_date(plan.rule)
    line = which_sitting(slot.position, given.slots)
    return Event(
        uid=slot.uid,
        sequence=slot.sequence,
        stamp=_latest(plan, found),
        created=slot.created_at,
        summary=words.title,
        description=description(
            words, page, reason=None, lines=filter(None, [line]), longest=look.longest_body
        ),
        start=given.local(plan.first),
        zone=slot.zone,
        minutes=slot.minutes,
        url=page,
        transparent=True,
        categories=words.topics,
        rrule=rule_text(plan.rule, given.instant(last) if last else None),
        exdates=tuple(given.local(day) for day in sorted(found.left_out)),
        location=plan.link,
        conference=plan.link,
        language=words.language,
        alarm_minutes=look.alarm_minutes,
    )


def _latest(plan: _Plan, found: _Dates) -> datetime:
    """When anything last changed that the master shows, the dates it leaves out included."""
    given, removal = plan.given, plan.given.series.removal
    hidden = [
        sitting.updated_at
        for sitting in given.sittings
        if sitting.original_start and sitting.original_start.date() in found.left_out
    ]
    skipped = [at for day, at in given.skipped.items() if day in found.left_out]
    removed = [removal.at] if removal else []
    return max(given.slot.updated_at, given.series.updated_at, *hidden, *skipped, *removed)


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
