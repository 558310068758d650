"""What follows rulings and waits for a responder: requests to be answered, conditions whose day is
over, bans to be looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select, true

from community.accounts.models import Member
from community.conduct.measure_models import BAN, Measure, MeasureLifting
from community.conduct.measure_queries import stands
from community.db import db

from .case_models import Case
from .readmission_models import ConditionWord, LookAsking, Readmission, RulingCondition, RulingLook
from .readmission_queries import AHEAD, ANSWERED_WITHIN, YEARLY
from .ruling_models import (
    Ruling,
    RulingDecider,
    RulingEnd,
    RulingMeasure,
    RulingNotice,
    RulingUncounted,
)
from .sight_queries import cases_open_to


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits in a case: a `request` to be answered, a `look` to be had, a
    `condition` whose day is over.
    """

    what: str
    key: str
    name: str
    due_at: datetime
    is_late: bool


def waits_for(member: Member, now: datetime, *, theirs: bool = False) -> Sequence[Waiting]:
    """What waits in the cases that are open to a member, also those that are over: what is due
    first stands first; `theirs`: without what others have to hear, as they decided it. Three
    queries, whatever there is.
    """
    mine = ~_decided_by(member) if theirs else true()
    found = [*_requests(member, now, mine), *_looks(member, now, mine), *_conditions(member, now)]
    return sorted(found, key=lambda one: (one.due_at, one.key, one.what))


def _decided_by(member: Member) -> ColumnElement[bool]:
    agreed = (
        exists().where(one.ruling_id == Ruling.id, one.member_id == member.id)
        for one in (RulingDecider, RulingUncounted)
    )
    return or_(Ruling.by_id == member.id, *agreed)


def _requests(member: Member, now: datetime, mine: ColumnElement[bool]) -> Sequence[Waiting]:
    query = (
        select(Case.key, Case.name, Readmission.at)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(Readmission, Readmission.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .where(cases_open_to(member, now), Readmission.answered_at.is_(None), stands(now), mine)
        .order_by(Readmission.id)
    )
    rows = db.session.execute(query)
    return [_line("request", row.key, row.name, row.at + ANSWERED_WITHIN, now) for row in rows]


def bans_to_ask_about(now: datetime) -> Sequence[int]:
    """Rulings whose yearly look is due, or nearly so, and about which nobody was asked since the
    last one, in order.
    """
    since = func.coalesce(_last_look(), RulingNotice.at)
    asked = exists().where(LookAsking.ruling_id == Ruling.id, LookAsking.at > since)
    query = _bans_due(now).with_only_columns(Ruling.id, maintain_column_froms=True)
    return db.session.scalars(query.where(~asked)).all()


def _looks(member: Member, now: datetime, mine: ColumnElement[bool]) -> Sequence[Waiting]:
    query = _bans_due(now).add_columns(_last_look().label("looked_at"))
    rows = db.session.execute(query.where(cases_open_to(member, now), mine)).all()
    due = [(row, max(row.told_at, row.looked_at or row.told_at) + YEARLY) for row in rows]
    return [_line("look", row.key, row.name, at, now) for row, at in due]


def _last_look() -> ScalarSelect[datetime]:
    last = select(func.max(RulingLook.at)).where(RulingLook.ruling_id == Ruling.id)
    return last.correlate(Ruling).scalar_subquery()


def _bans_due(now: datetime) -> Select[str, str, datetime]:
    recent = now + AHEAD - YEARLY
    looked = exists().where(RulingLook.ruling_id == Ruling.id, RulingLook.at > recent)
    return (
        select(Case.key, Case.name, RulingNotice.at.label("told_at"))
        .join(Ruling, Ruling.case_id == Case.id)
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .where(Ruling.level >= BAN, stands(now))
        .where(RulingNotice.at <= recent, ~looked)
        .order_by(Ruling.id)
    )


def _conditions(member: Member, now: datetime) -> Sequence[Waiting]:
    """Whether they are met is said after a ruling is over, too, unless it was ended."""
    is_ended = exists().where(RulingEnd.ruling_id == Ruling.id)
    is_lifted = exists().where(MeasureLifting.measure_id == Measure.id)
    said = exists().where(ConditionWord.condition_id == RulingCondition.id)
    query = (
        select(Case.key, Case.name, RulingNotice.at, RulingCondition.within_days)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .join(RulingCondition, RulingCondition.ruling_id == Ruling.id)
        .where(cases_open_to(member, now), ~is_ended, ~is_lifted, ~said)
        .where(RulingCondition.within_days.is_not(None))
        .order_by(RulingCondition.id)
    )
    due = [
        (row, row.at + timedelta(days=row.within_days)) for row in db.session.execute(query).all()
    ]
    return [_line("condition", row.key, row.name, at, now) for row, at in due if at <= now]


def _line(what: str, key: str, name: str, due_at: datetime, now: datetime) -> Waiting:
    return Waiting(what, key, name, due_at, is_late=due_at < now)
