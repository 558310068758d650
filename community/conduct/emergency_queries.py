"""Which emergency measures stand: by comparison with now, so that none needs a job to end."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)

from community.accounts.models import Person
from community.db import db

from .emergency_models import (
    Act,
    Emergency,
    EmergencyAdmission,
    EmergencyLeftOut,
    EmergencyLifting,
    EmergencyMeasure,
)
from .measure_models import Measure
from .measure_queries import stands as measure_stands


def stands(now: Any) -> ColumnElement[bool]:
    """For a query on `Emergency`: whether one has neither ended by itself nor was lifted."""
    lifted = exists().where(EmergencyLifting.emergency_id == Emergency.id)
    return and_(
        Emergency.at <= now,
        or_(Emergency.ends_at > now, _is_kept(now)),
        ~lifted.where(EmergencyLifting.at <= now).correlate(Emergency),
    )


def first_end(now: datetime) -> ScalarSelect[datetime]:
    """For a query: when the first of those that stand ends by itself, with what it hid, froze or
    paused: of that nothing is let stand.
    """
    query = select(func.min(Emergency.ends_at)).where(Emergency.ends_at > now)
    return query.scalar_subquery()


def keeps_away(person_id: Any, call_id: Any, now: datetime) -> ColumnElement[bool]:
    """For a query on calls: whether a person's answer to one was taken away, or its link is kept
    from them.
    """
    is_theirs = and_(Emergency.act != Act.HIDE_NOTE, is_against(person_id, now))
    return exists().where(Emergency.call_id == call_id, is_theirs, stands(now))


def awaits_admission(person_id: Any, call_id: Any, now: datetime) -> ColumnElement[bool]:
    """For a query: whether a person has the join link of a call once they are let in: somebody is
    left out of it, who could come back by another name, and they answered since. Each may be a
    column.
    """
    return exists().where(Emergency.call_id == call_id, leaves_waiting(person_id, now))


def leaves_waiting(person_id: Any, now: datetime) -> ColumnElement[bool]:
    """The same for a query on `Emergency`: whether one that stands lets a person wait; not one whom
    it keeps out.
    """
    left_out = exists().where(EmergencyLeftOut.emergency_id == Emergency.id)
    admitted = exists().where(
        EmergencyAdmission.emergency_id == Emergency.id, EmergencyAdmission.person_id == person_id
    )
    return and_(
        Emergency.act == Act.CHANGE_LINK,
        stands(now),
        left_out.correlate_except(EmergencyLeftOut),
        ~admitted.correlate_except(EmergencyAdmission),
        ~_keeps_out(person_id, now),
    )


def waiting_among(call_id: int, people: Collection[int], now: datetime) -> set[int]:
    """Those of some people, by their numbers, who have the join link once they are let in."""
    query = select(Person.id).where(
        Person.id.in_(people), awaits_admission(Person.id, call_id, now)
    )
    return set(db.session.scalars(query))


def acts_for(call_id: int, person_id: int, now: datetime) -> set[Act]:
    """What stands in a call that has to do with whether a person comes: answers are paused, theirs
    was taken away, or they have a changed link once they are let in. One query.
    """
    is_one = or_(
        Emergency.act == Act.PAUSE_ANSWERS,
        and_(Emergency.act == Act.REMOVE_ANSWER, Emergency.person_id == person_id),
        leaves_waiting(person_id, now),
    )
    query = select(Emergency.act).where(Emergency.call_id == call_id, is_one, stands(now))
    return set(db.session.scalars(query))


def is_part_of(call_id: int, person_id: int, now: datetime) -> bool:
    """Whether something that stands in a call is about a person."""
    query = select(Emergency.id).where(
        Emergency.call_id == call_id, is_against(person_id, now), stands(now)
    )
    return db.session.scalar(query.limit(1)) is not None


def standing_ones(call_id: int, now: datetime) -> Sequence[Emergency]:
    """What stands in a call, the latest first."""
    query = select(Emergency).where(Emergency.call_id == call_id, stands(now))
    return db.session.scalars(query.order_by(Emergency.id.desc())).unique().all()


def standing_act(act: Act, call_id: int, now: datetime) -> datetime | None:
    """Until when something stands in a call, as far as is known; None where it does not."""
    return db.session.scalar(_UNTIL, {"act": act, "call_id": call_id, "now": now})


def until_when() -> Select[datetime]:
    """The same to be read along, with `act`, `call_id` and `now` as they are sent."""
    return _UNTIL


def stopping_answers(
    call_ids: Collection[int], people: Collection[int], now: datetime
) -> tuple[set[int], set[tuple[int, int]]]:
    """Among calls, those whose answers are paused; and whose answer to which was taken away."""
    given = {"calls": list(call_ids), "people": list(people), "now": now}
    rows = db.session.execute(_STOPPING, given).all()
    paused = {call for act, call, _ in rows if act is Act.PAUSE_ANSWERS}
    removed = {(call, person) for _, call, person in rows if person is not None}
    return paused, removed


def emergency_called(key: str, call_id: int) -> Emergency | None:
    """The measure with this key in a call."""
    query = select(Emergency).where(Emergency.key == key, Emergency.call_id == call_id)
    return db.session.scalars(query).unique().first()


def about_person(person_id: int) -> Sequence[Emergency]:
    """Every measure that was about a person, or left them out, the latest first."""
    query = select(Emergency).where(or_(Emergency.person_id == person_id, _leaves_out(person_id)))
    return db.session.scalars(query.order_by(Emergency.id.desc())).unique().all()


def is_against(person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query on `Emergency`: whether one that stands does for a person."""
    return or_(Emergency.person_id == person_id, _keeps_out(person_id, now))


def _keeps_out(person_id: Any, now: Any) -> ColumnElement[bool]:
    """Whether one that stands leaves a person out: what a ruling about one of those left out lets
    stand, it does for them alone.
    """
    holds = or_(Emergency.ends_at > now, _is_kept(now, EmergencyMeasure.person_id == person_id))
    return and_(_leaves_out(person_id), holds)


def _is_kept(now: Any, *whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a measure lets one stand though its time is over."""
    kept = exists().where(EmergencyMeasure.emergency_id == Emergency.id, *whose)
    kept = kept.where(Measure.id == EmergencyMeasure.measure_id, measure_stands(now))
    return kept.correlate_except(EmergencyMeasure, Measure)


def _leaves_out(person_id: Any) -> ColumnElement[bool]:
    left_out = exists().where(
        EmergencyLeftOut.emergency_id == Emergency.id, EmergencyLeftOut.person_id == person_id
    )
    return left_out.correlate_except(EmergencyLeftOut)


def stops_answer(
    call_id: Any, person_id: Any, is_coming: ColumnElement[bool], now: Any
) -> ColumnElement[bool]:
    """For a query on a call: whether a person's answer was taken away, or answers are paused for
    whoever `is_coming`.
    """
    is_one = _stops(Emergency.person_id == person_id, is_coming)
    found = exists().where(Emergency.call_id == call_id, is_one, stands(now))
    return found.correlate_except(Emergency)


def _stops(is_theirs: ColumnElement[bool], is_coming: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(
        and_(Emergency.act == Act.PAUSE_ANSWERS, is_coming),
        and_(Emergency.act == Act.REMOVE_ANSWER, is_theirs),
    )


# Written once: every note and every page of a call asks one of them.
_UNTIL = (
    select(Emergency.ends_at)
    .where(Emergency.call_id == bindparam("call_id"), Emergency.act == bindparam("act"))
    .where(stands(bindparam("now")))
    .order_by(Emergency.ends_at.desc())
    .limit(1)
)
_STOPPING = select(Emergency.act, Emergency.call_id, Emergency.person_id).where(
    Emergency.call_id.in_(bindparam("calls", expanding=True)),
    _stops(Emergency.person_id.in_(bindparam("people", expanding=True)), true()),
    stands(bindparam("now")),
)
