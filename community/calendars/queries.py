"""Reads the rows a feed is made of: a handful of queries however many dates it has."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from community.attendance.hidden import comes_with_series
from community.attendance.models import Answer, Follow, Rsvp
from community.calls.models import Call, Series, Topic, Visibility, call_topic, series_topic
from community.calls.times import Recurrence, Sitting, SkippedDate, Slot
from community.db import db

from .mastering import SlotDates


@dataclass(frozen=True, slots=True)
class Window:
    """The instants between which feeds of chosen dates hold sittings."""

    since: datetime
    until: datetime

    def holds(self, sitting: Sitting) -> bool:
        """Whether a sitting lies in it."""
        return sitting.ends_at > self.since and sitting.starts_at < self.until


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed shows: slots as masters, and sittings as entries of their own."""

    slots: Sequence[SlotDates]
    sittings: Sequence[Sitting]

    @property
    def every_sitting(self) -> list[Sitting]:
        """All sittings, those of the slots too."""
        return [*(s for each in self.slots for s in each.sittings), *self.sittings]

    def __or__(self, other: "Found") -> "Found":
        """Both."""
        return Found([*self.slots, *other.slots], [*self.sittings, *other.sittings])


_MOST_AT_ONCE = 5000  # ids in one statement
_WHOLE = (
    joinedload(Sitting.call).selectinload(Call.own_topics),
    joinedload(Sitting.call).joinedload(Call.series).selectinload(Series.topics),
)


def whole_series(
    series: ColumnElement[bool], seen_by: Collection[Visibility], window: Window
) -> Found:
    """The series for which `series` holds, with those of their dates that `seen_by` may be shown.

    A slot is there until its last date lies before `window`; dates without a slot while they lie
    in it.
    """
    slots = _slots(series)
    query = (
        select(Sitting)
        .join(Sitting.call)
        .join(Series, Call.series_id == Series.id)
        .options(*_WHOLE)
        .where(series, or_(Sitting.slot_id.is_not(None), _inside(window)))
        .order_by(Sitting.id)
    )
    visible = [s for s in db.session.scalars(query).unique() if s.call.visibility in seen_by]
    by_slot: dict[int | None, list[Sitting]] = defaultdict(list)
    for sitting in visible:
        by_slot[sitting.slot_id].append(sitting)
    skipped = _skipped({slot.recurrence_id for slot in slots})
    siblings = Counter(slot.recurrence_id for slot in slots)
    found = [
        SlotDates(
            slot=slot,
            sittings=sorted(
                by_slot[slot.id], key=lambda s: (s.original_start or s.local_start, s.id)
            ),
            skipped=skipped.get(slot.recurrence_id, {}),
            slots=siblings[slot.recurrence_id],
        )
        for slot in slots
    ]
    return Found([each for each in found if _is_current(each, window)], by_slot[None])


def chosen_sittings(chosen: ColumnElement[bool], window: Window | None) -> list[Sitting]:
    """The sittings for which `chosen` (on sitting, call, series) holds, in `window` if given."""
    query = (
        select(Sitting)
        .join(Sitting.call)
        .outerjoin(Series, Call.series_id == Series.id)
        .options(*_WHOLE, joinedload(Sitting.slot))
        .where(chosen, *([_inside(window)] if window else []))
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return list(db.session.scalars(query).unique())


def stray_public_calls() -> ColumnElement[bool]:
    """Calls that are public without belonging to a public series."""
    alone = and_(Call.series_id.is_(None), Call.own_visibility == Visibility.PUBLIC)
    return or_(
        alone,
        and_(Call.own_visibility == Visibility.PUBLIC, Series.visibility != Visibility.PUBLIC),
    )


def personal_sittings(person_id: int, window: Window) -> tuple[list[Sitting], dict[int, Rsvp]]:
    """What a person answered going, maybe or waiting to, and the dates of series they follow and
    did not answer; with their answers by sitting id. Dates of a series that only their link leads
    to are there for who answered them singly, or leads.
    """
    answered = db.session.scalars(
        select(Rsvp).join(Rsvp.sitting).where(Rsvp.person_id == person_id, _inside(window))
    ).all()
    rsvps = {rsvp.sitting_id: rsvp for rsvp in answered}
    comes = [r.sitting_id for r in answered if r.answer is not Answer.CANNOT]
    followed = select(Follow.series_id).where(Follow.person_id == person_id)
    mine = select(Rsvp.sitting_id).where(Rsvp.person_id == person_id, Rsvp.answer != Answer.CANNOT)
    singly = Sitting.id.in_(mine.where(Rsvp.by_series.is_(False)))
    with_series = or_(Sitting.id.in_(mine), Call.series_id.in_(followed))
    found = chosen_sittings(or_(singly, with_series & comes_with_series(person_id)), window)
    return [s for s in found if s.id in comes or s.id not in rsvps], rsvps


def sittings_in(sittings: Sequence[Sitting]) -> dict[int, int]:
    """How many sittings each call of `sittings` has, by call id."""
    calls = sorted({sitting.call_id for sitting in sittings})
    counts: dict[int, int] = {}
    for first in range(0, len(calls), _MOST_AT_ONCE):
        query = (
            select(Sitting.call_id, func.count())
            .where(Sitting.call_id.in_(calls[first : first + _MOST_AT_ONCE]))
            .group_by(Sitting.call_id)
        )
        counts.update(db.session.execute(query).all())
    return counts


def has_topic(topic: Topic) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """For series, and for calls: whether they are about `topic` themselves."""
    series = Series.id.in_(
        select(series_topic.c.series_id).where(series_topic.c.topic_id == topic.id)
    )
    calls = Call.id.in_(select(call_topic.c.call_id).where(call_topic.c.topic_id == topic.id))
    return series, calls


def _slots(series: ColumnElement[bool]) -> list[Slot]:
    query = (
        select(Slot)
        .join(Slot.recurrence)
        .join(Recurrence.series)
        .options(
            joinedload(Slot.recurrence).joinedload(Recurrence.series).selectinload(Series.topics)
        )
        .where(series)
        .order_by(Slot.id)
    )
    return list(db.session.scalars(query).unique())


def _skipped(recurrences: Collection[int]) -> Mapping[int, dict[date, datetime]]:
    query = select(SkippedDate).where(SkippedDate.recurrence_id.in_(recurrences))
    found: dict[int, dict[date, datetime]] = defaultdict(dict)
    for row in db.session.scalars(query):
        found[row.recurrence_id][row.day] = row.at
    return found


def _is_current(given: SlotDates, window: Window) -> bool:
    last = given.last_start
    return last is None or last >= window.since


def _inside(window: Window) -> Any:
    return and_(Sitting.ends_at > window.since, Sitting.starts_at < window.until)
