"""Which of two rulings about the same is the harder: what an appeal has become, where another
ruling took the place of the first.
"""

from sqlalchemy import func, select

from community.conduct.content import Effect
from community.conduct.standing import STOPS_WRITING
from community.db import db

from .appeal_models import Outcome
from .readmission_models import RulingCondition
from .ruling_models import Ruling, RulingEffect, RulingEmergency

_WRITING = (Effect.NO_NOTES, Effect.NO_PROPOSALS, Effect.NO_PATTERNS)
_WIDER = {
    Effect.READING_ONLY: (Effect.NOT_IN_SERIES,),
    Effect.NO_ACCOUNT: (Effect.NOT_IN_SERIES, Effect.READING_ONLY),
}
_WITHIN = {effect: (*_WRITING, *_WIDER.get(effect, ())) for effect in STOPS_WRITING}
"""What else nobody can do to whom something wider is closed."""
_EVERYWHERE = 0
Thing = tuple[str, int]
Closed = set[Thing]


def outcome_by(ruling: Ruling, before: Ruling) -> Outcome:
    """What an appeal against `before` has become by a ruling: withdrawn where nothing follows any
    more; else by the rung, and on the same one by the days in which each thing is closed. Where
    some things are closed for longer and others for less, or not at all, the days of all are added
    up: fewer are a reduction, and as many are none. Conditions count where all else is the same.
    """
    if ruling.level is None:
        return Outcome.WITHDRAWN
    if ruling.level != before.level:
        return Outcome.INCREASED if ruling.level > (before.level or 0) else Outcome.REDUCED
    days, were = _days_of_each(ruling, before)
    is_more = any(now > then for now, then in zip(days, were, strict=True))
    is_less = any(now < then for now, then in zip(days, were, strict=True))
    if is_more and is_less:
        is_more = sum(days) >= sum(were)
    elif not (is_more or is_less):
        conditions, earlier = _conditions_of(ruling), _conditions_of(before)
        is_more, is_less = conditions > earlier, conditions < earlier
    if is_more:
        return Outcome.INCREASED
    return Outcome.REDUCED if is_less else Outcome.UPHELD


def _days_of_each(ruling: Ruling, before: Ruling) -> tuple[list[float], list[float]]:
    """For how many days either closes each thing that one of them closes; or stands, where neither
    closes anything.
    """
    closed, was = _closed_by(ruling), _closed_by(before)
    things = sorted(closed | was)
    if not things:
        return [_days(ruling)], [_days(before)]
    return (
        [_days(ruling) if _covers(closed, one) else 0 for one in things],
        [_days(before) if _covers(was, one) else 0 for one in things],
    )


def _closed_by(ruling: Ruling) -> Closed:
    """What is closed, with the one series or person it is about; what stands of what was done at
    once is apart from that.
    """
    query = select(RulingEffect.effect).where(RulingEffect.ruling_id == ruling.id)
    effects = set(db.session.scalars(query))
    effects.update(one for each in list(effects) for one in _WITHIN.get(each, ()))
    series, other = ruling.series_id or _EVERYWHERE, ruling.other_person_id or _EVERYWHERE
    closed = {(one.value, other if one is Effect.NO_CONTACT else series) for one in effects}
    stand = select(RulingEmergency.emergency_id).where(RulingEmergency.ruling_id == ruling.id)
    return closed | {("at once", number) for number in db.session.scalars(stand)}


def _covers(closed: Closed, thing: Thing) -> bool:
    return thing in closed or (thing[0], _EVERYWHERE) in closed


def _days(ruling: Ruling) -> float:
    return float("inf") if ruling.lasts_days is None else ruling.lasts_days


def _conditions_of(ruling: Ruling) -> int:
    query = select(func.count()).select_from(RulingCondition)
    return db.session.scalar(query.where(RulingCondition.ruling_id == ruling.id)) or 0
