"""Places of somebody whom a measure keeps from taking part: they are passed on."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Person
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.conduct.events import MeasureImposed
from community.conduct.measure_models import Measure, MeasureEffect
from community.conduct.standing import STOPS_WRITING
from community.db import db

from .models import Answer, Rsvp, SeriesAnswer
from .series_answers import withdraw_series_answer
from .stopping import take_away


def measure_imposed(event: MeasureImposed) -> None:
    """Of what begins while the measure stands, everywhere or in its series; where no end is set,
    answers for whole series end, too.
    """
    measure, now = event.measure, event.at
    stops = MeasureEffect.effect.in_(STOPS_WRITING)
    which = select(MeasureEffect.effect).where(MeasureEffect.measure_id == measure.id, stops)
    if db.session.scalar(which.limit(1)) is None:
        return
    person = db.session.get_one(Person, measure.person_id)
    if measure.ends_at is None:
        for series in _series_answered(measure):
            withdraw_series_answer(series, person, now=now)
    take_away(_sittings_answered(measure, now), person, now=now)


def _series_answered(measure: Measure) -> list[Series]:
    answered = select(SeriesAnswer.series_id).where(SeriesAnswer.person_id == measure.person_id)
    query = select(Series).where(Series.id.in_(answered)).order_by(Series.id)
    if measure.series_id is not None:
        query = query.where(Series.id == measure.series_id)
    return list(db.session.scalars(query).unique())


def _sittings_answered(measure: Measure, now: datetime) -> list[Sitting]:
    query = (
        select(Sitting)
        .join(Rsvp, Rsvp.sitting_id == Sitting.id)
        .join(Call, Call.id == Sitting.call_id)
        .where(Rsvp.person_id == measure.person_id, Rsvp.answer != Answer.CANNOT)
        .where(Sitting.starts_at > now)
        .order_by(Sitting.id)
    )
    if measure.ends_at is not None:
        query = query.where(Sitting.starts_at < measure.ends_at)
    if measure.series_id is not None:
        query = query.where(Call.series_id == measure.series_id)
    return list(db.session.scalars(query).unique())
