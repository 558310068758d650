"""What stands against a person now. Nothing runs for it: a measure that has ended has no effect."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select

from community.accounts.models import Member, Person
from community.clock import zone
from community.db import db
from community.limits import Limit

from .content import Effect
from .measure_models import Measure, MeasureEffect, MeasureLifting
from .measure_queries import stands

STOPS_ALL = frozenset({Effect.READING_ONLY, Effect.NO_ACCOUNT})
STOPS_WRITING = STOPS_ALL | {Effect.NOT_IN_SERIES}


def is_limited(person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query on people: whether any measure does something to one at an instant."""
    return (
        exists()
        .where(Measure.person_id == person_id, stands(now))
        .where(MeasureEffect.measure_id == Measure.id)
    )


def may_act(person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query on people: that no measure keeps one at an instant from doing anything at all."""
    kept = exists().where(
        *(Measure.person_id == person_id, Measure.series_id.is_(None), stands(now)),
        *(MeasureEffect.measure_id == Measure.id, MeasureEffect.effect.in_(STOPS_ALL)),
    )
    return ~kept


def spells_kept_from_acting() -> Select[tuple[int, datetime, datetime | None]]:
    """For a query on members: whom a measure keeps or kept from doing anything, from when until
    when.
    """
    lifted = select(MeasureLifting.at).where(MeasureLifting.measure_id == Measure.id)
    at = lifted.scalar_subquery()
    sooner = and_(at.is_not(None), or_(Measure.ends_at.is_(None), at < Measure.ends_at))
    stops = exists().where(
        MeasureEffect.measure_id == Measure.id, MeasureEffect.effect.in_(STOPS_ALL)
    )
    return (
        select(Member.id, Measure.starts_at, case((sooner, at), else_=Measure.ends_at))
        .join(Measure, Measure.person_id == Member.person_id)
        .where(Measure.series_id.is_(None), stops)
    )


def spells_without_writing(
    people: Collection[int], now: datetime
) -> list[tuple[int, int | None, datetime | None]]:
    """Whom of these people a measure keeps from taking part, in which series alone, and until when.
    One query where there are any.
    """
    query = (
        select(Measure.person_id, Measure.series_id, Measure.ends_at)
        .join(MeasureEffect, MeasureEffect.measure_id == Measure.id)
        .where(Measure.person_id.in_(people), MeasureEffect.effect.in_(STOPS_WRITING), stands(now))
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)] if people else []


def limits_of(person_id: int, now: datetime) -> tuple[Limit, ...]:
    """What stops a person now, ending as their zone has it; one query."""
    query = (
        select(MeasureEffect.effect, Measure.series_id, Measure.ends_at, Person.zone)
        .join(Measure, Measure.id == MeasureEffect.measure_id)
        .join(Person, Person.id == Measure.person_id)
        .where(Measure.person_id == person_id, stands(now))
        .order_by(Measure.id, MeasureEffect.effect)
    )
    return tuple(
        Limit(
            effect=effect,
            stops_writing=effect in STOPS_WRITING,
            bars=effect is Effect.NO_ACCOUNT and series_id is None,
            series_id=series_id,
            ends_at=ends_at and ends_at.astimezone(zone(name)),
        )
        for effect, series_id, ends_at, name in db.session.execute(query)
    )


def measures_of(person_id: int) -> Sequence[Measure]:
    """Every measure there is of a person, the latest first."""
    query = select(Measure).where(Measure.person_id == person_id).order_by(Measure.id.desc())
    return db.session.scalars(query).unique().all()


def may_not_contact(person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query on `Measure`: that one stands which keeps a person from reaching another."""
    return and_(
        Measure.person_id == person_id,
        Measure.other_person_id.is_not(None),
        stands(now),
    )
