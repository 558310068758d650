"""Changing a series: its words, and its rule and times for *this and following* or for *all*.

Dates that survive keep their row, their UID and everyone's answers; the rest are cancelled with
a reason; what has begun is never rewritten.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.db import db
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .changing import Conflict
from .drafts import Details, SlotDraft, Times
from .events import CapacityChanged, SeriesChanged, SittingsScheduled
from .expansion import date_before, starting, with_until
from .grammar import stored_text
from .links import set_link
from .models import Call, Series, Visibility
from .rules import Rule
from .rules import Slot as Hour
from .scheduling import (
    locked_series,
    present_recurrence,
    slots_of,
    topics_called,
    write_slots,
)
from .settling import settle
from .slugs import secret_slug
from .times import Recurrence, Sitting, SkippedDate, Slot
from .writing import (
    rule_of,
    skip,
    skipped_days,
    write_dates,
    write_recurrence,
    write_slot,
)


def change_details(series: Series, details: Details, *, version: int, now: datetime) -> None:
    """Change what a series says of itself, for every date that has no words of its own."""
    series = _expect(series, version)
    series.title, series.description_source = details.title, details.description
    series.description_html = render_markdown(details.description)
    series.recording, series.note_takers = details.recording, details.note_takers
    series.language, series.captions = details.language, details.captions
    series.topics = topics_called(details.topics)
    hidden = details.visibility is Visibility.LINK and series.visibility is not Visibility.LINK
    series.visibility = details.visibility
    if hidden:  # also where it was hidden before: what was public in between is known
        series.slug = secret_slug()
        for call in db.session.scalars(select(Call).where(Call.series_id == series.id)):
            call.slug = secret_slug()
    _mark(series, now)
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
    `UNTIL` and begins new ones with new UIDs; otherwise the slots keep theirs. Places and join
    links alone change without either.
    """
    series = _expect(series, version)
    recurrence = present_recurrence(series)
    if since is None and _is_held_at(recurrence, times):
        _change_places(recurrence, times, by=by, now=now)
        _mark(series, now)
        announce(SeriesChanged(series))
        return
    first = _first_to_change(recurrence, since, now)
    times = replace(times, rule=_from(times.rule, first or times.rule.starts_on))
    before = date_before(rule_of(recurrence), first) if first else None
    kept = _survivors(series, recurrence, first, now)
    if before is None:
        recurrence, slots = _rewrite(recurrence, times, by=by, now=now)
    else:
        recurrence, slots = _split(recurrence, before, times, by=by, now=now)
    settle(kept, recurrence, slots, by=by, now=now)
    _delete_others(recurrence, slots, by=by, now=now)
    fresh = write_dates(recurrence, slots, now)
    _mark(series, now)
    if fresh:
        announce(SittingsScheduled(tuple(fresh), now))
    announce(SeriesChanged(series))


def _is_held_at(recurrence: Recurrence, times: Times) -> bool:
    """Whether `times` are the dates and hours the recurrence has already."""
    hours = [Hour(slot.zone, slot.time, slot.minutes) for slot in slots_of(recurrence)]
    return (
        rule_of(recurrence) == times.rule
        and hours == [draft.hour for draft in times.slots]
        and skipped_days(recurrence) == set(times.skipped)
    )


def _change_places(recurrence: Recurrence, times: Times, *, by: Member, now: datetime) -> None:
    """Give the slots, and their dates to come, other places and join links."""
    for slot, draft in zip(slots_of(recurrence), times.slots, strict=True):
        place = draft.place
        if set_link(slot, place.join_url, is_public=place.join_is_public, by=by, now=now):
            slot.touch(now)  # LOCATION is part of what subscribers hold
        slot.capacity, slot.hours_to_accept = place.capacity, place.hours_to_accept
        coming = select(Sitting).where(Sitting.slot_id == slot.id, Sitting.starts_at > now)
        for sitting in db.session.scalars(coming.order_by(Sitting.id)).all():
            before = (sitting.capacity, sitting.hours_to_accept)
            if before != (slot.capacity, slot.hours_to_accept):
                sitting.capacity, sitting.hours_to_accept = slot.capacity, slot.hours_to_accept
                sitting.edited(now)
                db.session.flush()
                announce(CapacityChanged(sitting, now))
    db.session.flush()


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


def _mark(series: Series, now: datetime) -> None:
    series.updated_at = now
    db.session.flush()


def _first_to_change(recurrence: Recurrence, since: date | None, now: datetime) -> date | None:
    """The first date that changes; None for all of them."""
    begun = db.session.scalar(
        select(func.max(Call.rule_date))
        .join(Sitting, Sitting.call_id == Call.id)
        .join(Slot, Slot.id == Sitting.slot_id)
        .where(Slot.recurrence_id == recurrence.id, Sitting.starts_at <= now)
    )
    if begun is None:
        return since
    following = begun + timedelta(days=1)
    return max(since, following) if since else following


def _from(rule: Rule, first: date) -> Rule:
    return starting(rule, first) if rule.starts_on < first else rule


def _survivors(
    series: Series, recurrence: Recurrence, first: date | None, now: datetime
) -> dict[Call, list[Sitting]]:
    """The calls that may live on, with their sittings: of the dates that change, and those a
    change of rule has dropped before.
    """
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(joinedload(Sitting.slot))
        .where(Call.series_id == series.id, Call.rule_date.is_not(None), Sitting.starts_at > now)
        .order_by(Call.rule_date, Sitting.position)
    )
    calls: dict[Call, list[Sitting]] = {}
    for sitting in db.session.scalars(query):
        dropped = sitting.slot is None
        ours = sitting.slot is not None and sitting.slot.recurrence_id == recurrence.id
        day = sitting.call.rule_date
        if (dropped or ours) and day is not None and (first is None or day >= first):
            calls.setdefault(sitting.call, []).append(sitting)
    return calls


def _rewrite(
    recurrence: Recurrence, times: Times, *, by: Member, now: datetime
) -> tuple[Recurrence, list[Slot]]:
    """Nothing has begun: the recurrence itself changes, its slots keep their UIDs."""
    old = {slot.position: slot for slot in slots_of(recurrence)}
    recurrence.rule, recurrence.starts_on = stored_text(times.rule), times.rule.starts_on
    recurrence.written_until = None
    _skip_anew(recurrence, times, by=by, now=now)
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
    return recurrence, slots


def _change_slot(slot: Slot, draft: SlotDraft, now: datetime) -> None:
    slot.zone, slot.time, slot.minutes = draft.hour.zone, draft.hour.time, draft.hour.minutes
    slot.capacity, slot.hours_to_accept = draft.place.capacity, draft.place.hours_to_accept
    slot.touch(now)


def _skip_anew(recurrence: Recurrence, times: Times, *, by: Member, now: datetime) -> None:
    wanted = set(times.skipped)
    for row in db.session.scalars(
        select(SkippedDate).where(SkippedDate.recurrence_id == recurrence.id)
    ):
        if row.day not in wanted:
            db.session.delete(row)
    db.session.flush()
    skip(recurrence, sorted(wanted), by_id=by.id, now=now)


def _delete_others(
    recurrence: Recurrence, kept: Sequence[Slot], *, by: Member, now: datetime
) -> None:
    """Delete the slots a recurrence has no more; their sittings have been called off."""
    for slot in slots_of(recurrence):
        if slot not in kept:
            set_link(slot, None, is_public=False, by=by, now=now)
            db.session.delete(slot)
    db.session.flush()


def _split(
    recurrence: Recurrence, last: date, times: Times, *, by: Member, now: datetime
) -> tuple[Recurrence, list[Slot]]:
    """The old slots end on `last`; new ones with new UIDs begin."""
    recurrence.rule = stored_text(with_until(rule_of(recurrence), last))
    for slot in slots_of(recurrence):
        slot.touch(now)
    fresh = write_recurrence(recurrence.series, times.rule, times.skipped, by_id=by.id, now=now)
    return fresh, write_slots(fresh, times, by=by, now=now)
