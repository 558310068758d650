"""Who may not come to a call: asked where join links are read, and nowhere kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from community.accounts.models import Member
from community.db import db

from .emergency_models import Emergency, EmergencyLifting, EmergencyMeasure
from .emergency_queries import is_against, keeps_away, leaves_waiting
from .emergency_queries import stands as still_stands
from .measure_models import Measure, MeasureEffect, MeasureLifting
from .measure_queries import stands
from .standing import STOPS_WRITING


def may_not_come(
    person_id: Any, series_id: Any, call_id: Any, now: datetime
) -> ColumnElement[bool]:
    """For a query on calls: whether anything keeps a person from a call of a series; each may be a
    column. A measure does by which they may not take part there, are reading only, or have no
    account; and what was done in the call at once.
    """
    measured = (
        exists()
        .where(Measure.person_id == person_id, stands(now))
        .where(or_(Measure.series_id.is_(None), Measure.series_id == series_id))
        .where(MeasureEffect.measure_id == Measure.id, MeasureEffect.effect.in_(STOPS_WRITING))
    )
    return or_(measured, keeps_away(person_id, call_id, now))


def marks_against(member_id: int, now: datetime) -> Sequence[Select[*tuple[Any, ...]]]:
    """What stands against a member now, as names with numbers: as long as it is the same, so are
    the calls they may come to.
    """
    name = literal("measure:") + cast(Measure.id, String)
    measured = select(name, Measure.id).join(Member, Member.person_id == Measure.person_id)
    at_once = literal("emergency:") + cast(Emergency.id, String)
    done = select(at_once, Emergency.id).join(Member, is_against(Member.person_id, now))
    waiting = select(literal("admission:") + cast(Emergency.id, String), Emergency.id)
    return (
        measured.where(Member.id == member_id, stands(now)),
        done.where(Member.id == member_id, still_stands(now)),
        waiting.join(Member, leaves_waiting(Member.person_id, now)).where(Member.id == member_id),
    )


def is_marked(member_id: int, now: datetime) -> bool:
    """Whether anything stands against a member now, as `marks_against` gives it."""
    return (
        db.session.execute(union_all(*marks_against(member_id, now)).limit(1)).first() is not None
    )


def next_mark(member_id: int, now: datetime) -> datetime | None:
    """When time alone may next make what stands against a member another; None for never. With the
    revision of `telling.STANDING` it tells how long `marks_against` gives the same.
    """
    person = select(Member.person_id).where(Member.id == member_id).scalar_subquery()
    kept = select(EmergencyMeasure.measure_id)  # by what is kept from one, another may wait
    theirs = or_(Measure.person_id == person, Measure.id.in_(kept))
    lifted = select(MeasureLifting.at).join(Measure, MeasureLifting.measure_id == Measure.id)
    instants = union_all(
        select(Measure.starts_at.label("at")).where(theirs),
        select(Measure.ends_at).where(theirs),
        lifted.where(theirs),
        select(Emergency.at).where(Emergency.at > now),
        select(Emergency.ends_at).where(Emergency.ends_at > now),
        select(EmergencyLifting.at).where(EmergencyLifting.at > now),
    ).subquery()
    found: datetime | None = db.session.scalar(
        select(func.min(instants.c.at)).where(instants.c.at > now)
    )
    return found
