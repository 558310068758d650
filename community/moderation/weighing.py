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
Closed = set[tuple[str, int]]


def outcome_by(ruling: Ruling, before: Ruling) -> Outcome:
    """What an appeal against `before` has become by a ruling: withdrawn where nothing follows any
    more; else by the rung, by what is closed and where, and for how long. Where one of these is
    more on the same rung it is no reduction, whatever else is less; conditions count where all else
    is the same.
    """
    if ruling.level is None:
        return Outcome.WITHDRAWN
    if ruling.level != before.level:
        return Outcome.INCREASED if ruling.level > (before.level or 0) else Outcome.REDUCED
    closed, was = _closed_by(ruling), _closed_by(before)
    days, were = _days(ruling), _days(before)
    is_more = not _covers(was, closed) or days > were
    is_less = not _covers(closed, was) or days < were
    if not (is_more or is_less):
        conditions, earlier = _conditions_of(ruling), _conditions_of(before)
        is_more, is_less = conditions > earlier, conditions < earlier
    if is_more:
        return Outcome.INCREASED
    return Outcome.REDUCED if is_less else Outcome.UPHELD


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


def _covers(wide: Closed, narrow: Closed) -> bool:
    return all(one in wide or (one[0], _EVERYWHERE) in wide for one in narrow)


def _days(ruling: Ruling) -> float:
    return float("inf") if ruling.lasts_days is None else ruling.lasts_days


def _conditions_of(ruling: Ruling) -> int:
    query = select(func.count()).select_from(RulingCondition)
    return db.session.scalar(query.where(RulingCondition.ruling_id == ruling.id)) or 0
