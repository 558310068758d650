"""Reads about answers: who comes, who waits, what one has answered; a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Person
from community.calls.models import Call, Series
from community.calls.times import Recurrence, Sitting, Slot
from community.db import db

from .models import Answer, Follow, Offer, Outcome, Rsvp, SeriesAnswer
from .waiting import LAST_HOURS

MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """What everybody may know of the answers for a sitting.

    `names_shown` are people who are going and chose to be seen, first come first; `more` are going
    besides. `places_left` can be taken at once: neither taken, nor kept, nor due to somebody who
    waits; None without a limit.
    """

    going: int = 0
    maybe: int = 0
    waiting: int = 0
    names_shown: tuple[str, ...] = ()
    capacity: int | None = None
    places_left: int | None = None

    @property
    def more(self) -> int:
        """How many are going whose names are not shown."""
        return self.going - len(self.names_shown)

    @property
    def is_full(self) -> bool:
        """Whether somebody new would have to wait."""
        return self.places_left == 0


def to_be_asked() -> ColumnElement[bool]:
    """Of those who wait: no place is kept for them, and they let none pass since they joined."""
    open_or_passed = Offer.closed_at.is_(None) | (
        (Offer.outcome == Outcome.EXPIRED) & (Offer.closed_at >= Rsvp.waiting_since)
    )
    return ~exists().where(Offer.rsvp_id == Rsvp.id, open_or_passed).correlate(Rsvp)


def taken(sitting_ids: Collection[int]) -> dict[int, int]:
    """How many are going or have a place kept for them, by sitting; none: not in it."""
    kept = exists().where(Offer.rsvp_id == Rsvp.id, Offer.closed_at.is_(None)).correlate(Rsvp)
    query = (
        select(Rsvp.sitting_id, func.count())
        .where(Rsvp.sitting_id.in_(sitting_ids), (Rsvp.answer == Answer.GOING) | kept)
        .group_by(Rsvp.sitting_id)
    )
    return dict(db.session.execute(query).all())


def room_in(sittings: Sequence[Sitting]) -> dict[int, int]:
    """Places left and kept for nobody, by sitting; a sitting without a limit is not in it."""
    limited = {s.id: s.capacity for s in sittings if s.capacity is not None}
    used = taken(limited) if limited else {}
    return {key: capacity - used.get(key, 0) for key, capacity in limited.items()}


def full_among(sittings: Sequence[Sitting]) -> set[int]:
    """The ids of those `sittings` that have no place left."""
    return {number for number, left in room_in(sittings).items() if left <= 0}


def answers_of(person: Person, sittings: Sequence[Sitting]) -> dict[int, Rsvp]:
    """The person's own answers, by sitting."""
    query = select(Rsvp).where(
        Rsvp.person_id == person.id, Rsvp.sitting_id.in_([s.id for s in sittings])
    )
    return {rsvp.sitting_id: rsvp for rsvp in db.session.scalars(query)}


def has_place_left(now: datetime) -> ColumnElement[bool]:
    """For a query on sittings: whether `places_left` of their summary is not 0 at `now`."""
    waits = Rsvp.answer == Answer.WAITING
    is_early = Sitting.starts_at >= now + LAST_HOURS
    holds = (Rsvp.answer == Answer.GOING) | (waits & _is_kept(now))
    used = select(func.count(Rsvp.id)).where(
        Rsvp.sitting_id == Sitting.id, holds | (waits & is_early & to_be_asked())
    )
    free = Sitting.capacity > used.correlate(Sitting).scalar_subquery()
    return Sitting.capacity.is_(None) | free


def summaries_of(sittings: Sequence[Sitting], now: datetime) -> dict[int, AnswerSummary]:
    """What everybody may know of each of `sittings` at `now`, by sitting. Two queries."""
    names = _names_shown(sittings)
    rows = {row.sitting_id: row for row in db.session.execute(_counts(sittings, now))}
    return {s.id: _summary(s, rows.get(s.id), names.get(s.id, ()), now) for s in sittings}


def places_in_line(person: Person, sittings: Sequence[Sitting]) -> dict[int, int]:
    """The person's place in line (from 1), by sitting at which they wait."""
    order = func.row_number().over(
        partition_by=Rsvp.sitting_id, order_by=(Rsvp.waiting_since, Rsvp.id)
    )
    lines = (
        select(Rsvp.sitting_id, Rsvp.person_id, order.label("place"))
        .where(Rsvp.sitting_id.in_([s.id for s in sittings]), Rsvp.answer == Answer.WAITING)
        .subquery()
    )
    query = select(lines.c.sitting_id, lines.c.place).where(lines.c.person_id == person.id)
    return dict(db.session.execute(query).all())


def open_offers(
    person: Person, now: datetime, sittings: Sequence[Sitting] | None = None
) -> Sequence[Offer]:
    """Places kept for the person at `now`, those that run out soonest first."""
    query = (
        select(Offer)
        .join(Offer.rsvp)
        .join(Rsvp.sitting)
        .options(contains_eager(Offer.rsvp).contains_eager(Rsvp.sitting).joinedload(Sitting.slot))
        .where(
            Rsvp.person_id == person.id,
            Offer.closed_at.is_(None),
            Offer.expires_at > now,
            Sitting.starts_at > now,
        )
        .order_by(Offer.expires_at, Offer.id)
    )
    if sittings is not None:
        query = query.where(Rsvp.sitting_id.in_([s.id for s in sittings]))
    found = db.session.scalars(query).all()
    return [
        offer
        for offer in found
        if not (offer.rsvp.sitting.is_cancelled or offer.rsvp.sitting.call.is_removed)
    ]


def answers_to(sitting: Sitting) -> Sequence[Rsvp]:
    """Every answer for a sitting with its person, the line in its order: for its facilitators."""
    query = (
        select(Rsvp)
        .options(joinedload(Rsvp.person))
        .where(Rsvp.sitting_id == sitting.id)
        .order_by(Rsvp.waiting_since, Rsvp.answered_at, Rsvp.id)
    )
    rank = {Answer.GOING: 0, Answer.WAITING: 1, Answer.MAYBE: 2, Answer.CANNOT: 3}
    return sorted(db.session.scalars(query), key=lambda rsvp: rank[rsvp.answer])


def positions_of(series: Series, now: datetime) -> set[int]:
    """The times of day (from 0) of a series: those of its dates to come and of its present rule."""
    coming = (
        select(Sitting.position)
        .join(Sitting.call)
        .where(Call.series_id == series.id, Sitting.starts_at > now)
    )
    ruled = select(Slot.position).join(Slot.recurrence).where(*_present_rule(series))
    return set(db.session.scalars(coming.union(ruled)))


def slots_of(series: Series) -> Sequence[Slot]:
    """The times of day of the rule a series follows, in their order."""
    query = select(Slot).join(Slot.recurrence).where(*_present_rule(series))
    return db.session.scalars(query.order_by(Slot.position)).all()


def series_answers_of(person: Person, series: Series) -> Sequence[SeriesAnswer]:
    """What the person answered for a series, by time of day."""
    query = select(SeriesAnswer).where(
        SeriesAnswer.person_id == person.id, SeriesAnswer.series_id == series.id
    )
    return db.session.scalars(query.order_by(SeriesAnswer.position)).all()


def is_following(person: Person, series: Series) -> bool:
    """Whether the person follows a series."""
    query = select(Follow.id).where(Follow.person_id == person.id, Follow.series_id == series.id)
    return db.session.scalar(query) is not None


def _present_rule(series: Series) -> tuple[ColumnElement[bool], ...]:
    last = select(func.max(Recurrence.starts_on)).where(Recurrence.series_id == series.id)
    return Recurrence.series_id == series.id, Recurrence.starts_on == last.scalar_subquery()


def _counts(sittings: Sequence[Sitting], now: datetime) -> Select[*tuple[Any, ...]]:
    waits = Rsvp.answer == Answer.WAITING
    return (
        select(
            Rsvp.sitting_id,
            _number(Rsvp.answer == Answer.GOING).label("going"),
            _number(Rsvp.answer == Answer.MAYBE).label("maybe"),
            _number(waits).label("waiting"),
            _number(waits & _is_kept(now)).label("kept"),
            _number(waits & to_be_asked()).label("next"),
        )
        .where(Rsvp.sitting_id.in_([s.id for s in sittings]))
        .group_by(Rsvp.sitting_id)
    )


def _is_kept(now: datetime) -> ColumnElement[bool]:
    kept = Offer.rsvp_id == Rsvp.id, Offer.closed_at.is_(None), Offer.expires_at > now
    return exists().where(*kept).correlate(Rsvp)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _names_shown(sittings: Sequence[Sitting]) -> dict[int, tuple[str, ...]]:
    order = func.row_number().over(
        partition_by=Rsvp.sitting_id, order_by=(Rsvp.answered_at, Rsvp.id)
    )
    seen = (
        select(Rsvp.sitting_id, Person.name, order.label("place"))
        .join(Rsvp.person)
        .where(
            Rsvp.sitting_id.in_([s.id for s in sittings]),
            Rsvp.answer == Answer.GOING,
            Rsvp.shows_name,
        )
        .subquery()
    )
    query = select(seen.c.sitting_id, seen.c.name).where(seen.c.place <= MOST_NAMES)
    names: dict[int, tuple[str, ...]] = {}
    for sitting_id, name in db.session.execute(query.order_by(seen.c.sitting_id, seen.c.place)):
        names[sitting_id] = (*names.get(sitting_id, ()), name)
    return names


def _summary(sitting: Sitting, row: Any, names: tuple[str, ...], now: datetime) -> AnswerSummary:
    if row is None:
        return AnswerSummary(capacity=sitting.capacity, places_left=sitting.capacity)
    left = None
    if sitting.capacity is not None:
        due = row.next if sitting.starts_at - now >= LAST_HOURS else 0
        left = max(sitting.capacity - row.going - row.kept - due, 0)
    return AnswerSummary(row.going, row.maybe, row.waiting, names, sitting.capacity, left)
