"""Changing a series: its words, and its rule and times for *this and following* or for *all*.

Dates that survive keep their row, their UID and everyone's answers; the rest are cancelled with
a reason; what has begun is never rewritten.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .changing import Conflict
from .drafts import Details, SlotDraft, Times
from .events import SeriesChanged, SittingsScheduled
from .expansion import reaching_back, starting
from .grammar import stored_text
from .hiding import hide
from .links import set_link
from .matching import in_old_order
from .models import Call, Series, Visibility
from .placing import change_places, places_of
from .rules import Rule
from .rules import Slot as Hour
from .scheduling import locked_series, slots_of, topics_called, write_slots
from .settling import LEFT_OUT, settle
from .slugs import secret_slug
from .standing import standing_of, survivors
from .succession import (
    discard,
    discard_recurrences,
    end_before,
    first_open_day,
    recurrences_of,
)
from .times import Recurrence, Sitting, Slot
from .writing import (
    rule_of,
    skip_only,
    skipped_days,
    write_dates,
    write_recurrence,
    write_slot,
)

ONE_DAY = timedelta(days=1)


def change_details(series: Series, details: Details, *, version: int, now: datetime) -> None:
    """Change what a series says of itself, for every date that has no words of its own."""
    series = _expect(series, version)
    series.title, series.description_source = details.title, details.description
    series.description_html = render_markdown(details.description)
    series.recording, series.note_takers = details.recording, details.note_takers
    series.language, series.captions = details.language, details.captions
    series.access = details.access
    series.topics = topics_called(details.topics)
    hidden = details.visibility is Visibility.LINK and series.visibility is not Visibility.LINK
    series.visibility = details.visibility
    if hidden:  # also where it was hidden before: what was public in between is known
        series.slug = secret_slug()
        hide(db.session.scalars(select(Call).where(Call.series_id == series.id)).unique().all())
    series.updated_at = now
    db.session.flush()
    announce(SeriesChanged(series))


def change_times(
    series: Series,
    times: Times,
    *,
    since: date | None,
    version: int,
    by: Member,
    now: datetime,
) -> None:
    """Hold a series by other rules: from the date `since` on, or all of it where that is None.

    Where a date has begun, *all* means from the next date on. A split ends the old slots with
    `UNTIL` and begins new ones with new UIDs; otherwise the slots keep theirs. Places, join links
    and dates left out change without either.
    """
    series = _expect(series, version)
    chain = recurrences_of(series)
    times = _in_old_order(times, chain[-1])
    first = first_open_day(chain, [slot.hour for slot in times.slots], now)
    if since is None and _is_held_at(chain[-1], times):
        before = places_of(chain[-1])
        for recurrence in chain:
            change_places(recurrence, times.slots, before, by=by, now=now)
        _leave_out(chain, times, first, by=by, now=now)
    else:
        first = max(first, since or first)
        _hold_otherwise(series, chain, times, first, by=by, now=now)
    series.updated_at = now
    db.session.flush()
    announce(SeriesChanged(series))


def _is_held_at(recurrence: Recurrence, times: Times) -> bool:
    """Whether `times` are the rule and the hours the recurrence has already."""
    return rule_of(recurrence) == times.rule and _hours(recurrence) == [
        draft.hour for draft in times.slots
    ]


def _hours(recurrence: Recurrence) -> list[Hour]:
    return [Hour(slot.zone, slot.time, slot.minutes) for slot in slots_of(recurrence)]


def _in_old_order(times: Times, recurrence: Recurrence) -> Times:
    """The times with each hour at the place it has already, whatever their order in the form."""
    drafts = times.slots
    order = in_old_order(_hours(recurrence), [draft.hour for draft in drafts])
    return replace(times, slots=tuple(drafts[number] for number in order))


def _hold_otherwise(
    series: Series,
    chain: list[Recurrence],
    times: Times,
    first: date,
    *,
    by: Member,
    now: datetime,
) -> None:
    """Hold every date from `first` on, by whichever recurrence it was given, by `times`."""
    kept = survivors(series, first, now)
    was = standing_of(kept, slots_of(chain[-1]))
    written = [one.written_until for one in chain if one.written_until is not None]
    times = _reaching_all(times, chain, kept, first)
    later = end_before(chain, first, now)
    spare: list[Slot] = []
    if later:
        recurrence = later[0]
        discard_recurrences(later[1:])  # first: it may start on the day one of them does
        slots, spare = _rewrite(recurrence, times, by=by, now=now)
    else:
        recurrence = write_recurrence(series, times.rule, times.skipped, by_id=by.id, now=now)
        slots = write_slots(recurrence, times, by=by, now=now)
    settle(kept, was, recurrence, slots, first=first, by=by, now=now)
    discard(spare)
    _write_ahead(recurrence, slots, written, now)


def _write_ahead(
    recurrence: Recurrence, slots: list[Slot], until: list[date], now: datetime
) -> None:
    """Write the dates that are new, as far ahead as dates were written before."""
    fresh = write_dates(recurrence, slots, now, including=until)
    if fresh:
        announce(SittingsScheduled(tuple(fresh), now))


def _reaching_all(
    times: Times, chain: list[Recurrence], kept: dict[Call, list[Sitting]], first: date
) -> Times:
    """The times from `first` on. Where their start is as it was, they reach back to the dates of
    earlier recurrences that change too, and leave out what these left out.
    """
    present, rule = chain[-1], times.rule
    skipped = set(times.skipped)
    if rule.starts_on == present.starts_on:
        days = [call.rule_date for call in kept if call.rule_date is not None]
        rule = reaching_back(rule, max(first, min([*days, rule.starts_on])))
        skipped |= {
            day
            for recurrence in chain[:-1]
            for day in skipped_days(recurrence)
            if first <= day < present.starts_on
        }
    return replace(times, rule=_from(rule, first), skipped=tuple(sorted(skipped)))


def _leave_out(
    chain: list[Recurrence], times: Times, first: date, *, by: Member, now: datetime
) -> None:
    """Leave out other dates than before, from `first` on; nothing else changes."""
    kept = survivors(chain[-1].series, first, now)
    was = standing_of(kept, slots_of(chain[-1]))
    ends = [*(later.starts_on for later in chain[1:]), date.max]
    for recurrence, end in zip(chain, ends, strict=True):
        there = skipped_days(recurrence)
        coming = {day for day in there if day >= first}
        wanted = {day for day in times.skipped if max(first, recurrence.starts_on) <= day < end}
        if recurrence is not chain[-1]:
            wanted |= coming  # the form shows those of the last one alone
        if wanted == coming:
            continue
        skip_only(recurrence, (there - coming) | wanted, by_id=by.id, now=now)
        slots = slots_of(recurrence)
        for slot in slots:
            slot.touch(now)
        ours = {
            call: sittings
            for call, sittings in kept.items()
            if call.rule_date and recurrence.starts_on <= call.rule_date < end
        }
        settle(ours, was, recurrence, slots, first=first, reason=LEFT_OUT, by=by, now=now)
        until = recurrence.written_until
        recurrence.written_until = min(until, first - ONE_DAY) if until else None
        _write_ahead(recurrence, slots, [until] if until else [], now)


def _expect(series: Series, version: int) -> Series:
    series = locked_series(series.id)
    if series.version != version:
        raise Conflict(
            "Somebody else has changed this series in the meantime. Look, then save again."
        )
    if series.is_removed:
        raise Refusal("This series has been deleted. Bring it back first.")
    series.version += 1
    return series


def _from(rule: Rule, first: date) -> Rule:
    return starting(rule, first) if rule.starts_on < first else rule


def _rewrite(
    recurrence: Recurrence, times: Times, *, by: Member, now: datetime
) -> tuple[list[Slot], list[Slot]]:
    """The recurrence itself changes, its slots keep their UIDs; gives them and those to spare."""
    old = {slot.position: slot for slot in slots_of(recurrence)}
    recurrence.rule, recurrence.starts_on = stored_text(times.rule), times.rule.starts_on
    recurrence.written_until = None
    skip_only(recurrence, set(times.skipped), by_id=by.id, now=now)
    slots = []
    for position, draft in enumerate(times.slots):
        slot = old.pop(position, None)
        if slot is None:
            slot = write_slot(recurrence, position, draft, now)
        else:
            _change_slot(slot, draft, now)
        set_link(slot, draft.place.join_url, is_public=draft.place.join_is_public, by=by, now=now)
        slots.append(slot)
    db.session.flush()
    return slots, list(old.values())


def _change_slot(slot: Slot, draft: SlotDraft, now: datetime) -> None:
    slot.zone, slot.time, slot.minutes = draft.hour.zone, draft.hour.time, draft.hour.minutes
    slot.capacity, slot.hours_to_accept = draft.place.capacity, draft.place.hours_to_accept
    slot.touch(now)
