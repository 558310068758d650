"""What a ruling imposes, from when the person is told on."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.conduct import emergencies
from community.conduct.imposing import MeasureDraft, impose
from community.db import db

from .lasting_queries import emergencies_of
from .ruling_models import Ruling, RulingClause, RulingEffect, RulingMeasure


def impose_what_follows(ruling: Ruling, *, by: Member, now: datetime) -> None:
    """Let what is decided stand from now on, with what was done at once that it lets stand; what
    does not last leaves nothing.
    """
    effects = db.session.scalars(
        select(RulingEffect.effect).where(RulingEffect.ruling_id == ruling.id)
    )
    clause = select(RulingClause).where(RulingClause.ruling_id == ruling.id)
    named = db.session.scalars(clause.order_by(RulingClause.clause_key).limit(1)).one()
    given = MeasureDraft(
        version_id=named.version_id,
        clause_key=named.clause_key,
        level=ruling.level or 0,
        effects=tuple(effects),
        starts_at=now,
        ends_at=None if ruling.lasts_days is None else now + timedelta(days=ruling.lasts_days),
        facts=ruling.behaviour,
        scope=ruling.scope,
        how_found=ruling.how_found,
        series_id=ruling.series_id,
        other_person_id=ruling.other_person_id,
    )
    if ruling.lasts_days == 0:
        return
    person = db.session.get_one(Person, ruling.person_id)
    measure = impose(given, on=person, now=now)
    db.session.add(RulingMeasure(ruling_id=ruling.id, measure_id=measure.id))
    db.session.flush()
    for row in emergencies_of(ruling):
        emergencies.let_stand(row, measure, by=by, now=now)
