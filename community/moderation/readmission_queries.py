"""What follows a ruling: its conditions, when one may ask to be let in again, the yearly look; and
what of it waits for a responder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.conduct.measure_models import Measure
from community.conduct.standing import stands
from community.db import db

from .case_models import Case
from .readmission_models import (
    ConditionWord,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from .ruling_models import Ruling, RulingMeasure, RulingNotice
from .sight_queries import cases_open_to

SUSPENSION, BAN = 3, 4
"""Rungs that one asks to be let in from, and the one that is looked at yearly."""
ANSWERED_WITHIN = timedelta(days=14)
YEARLY = timedelta(days=365)
AGAIN_AFTER = {SUSPENSION: timedelta(days=30), BAN: YEARLY}
"""When one who was not let in may ask again."""
AHEAD = timedelta(days=30)
"""How long before its time a yearly look stands at the desk."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as pages show it; `is_met` and `by_name`: what was said of it last, by whom.
    `by` is when it is to be met, once the person is told.
    """

    position: int
    words: str
    within_days: int | None
    by: datetime | None
    is_met: bool | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Request:
    """That somebody asked to be let in again. `said`: what those who hear it say, by name."""

    words_html: str
    at: datetime
    answer_by: datetime
    outcome: str | None
    answer: str
    said: Sequence[tuple[str, ReadmissionWord]]


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


def conditions_in(ruling: Ruling) -> Sequence[Condition]:
    """The conditions of a ruling, in order."""
    query = select(RulingCondition).where(RulingCondition.ruling_id == ruling.id)
    rows = db.session.scalars(query.order_by(RulingCondition.position)).all()
    words = select(ConditionWord).where(ConditionWord.condition_id.in_([one.id for one in rows]))
    words = words.options(joinedload(ConditionWord.by)).order_by(ConditionWord.id)
    said = {one.condition_id: one for one in db.session.scalars(words).unique()} if rows else {}
    told = ruling.notice.at if ruling.notice else None
    return [
        Condition(
            position=one.position,
            words=one.words,
            within_days=one.within_days,
            by=told + timedelta(days=one.within_days) if told and one.within_days else None,
            is_met=said[one.id].is_met if one.id in said else None,
            by_name=said[one.id].by.name if one.id in said else "",
        )
        for one in rows
    ]


def requests_in(ruling: Ruling) -> Sequence[Request]:
    """Every time somebody asked to be let in again, the oldest first."""
    query = select(Readmission).where(Readmission.ruling_id == ruling.id)
    rows = db.session.scalars(query.order_by(Readmission.id)).unique().all()
    if not rows:
        return []
    words = select(ReadmissionWord).where(
        ReadmissionWord.readmission_id.in_([one.id for one in rows])
    )
    words = words.options(joinedload(ReadmissionWord.member))
    said: dict[int, list[tuple[str, ReadmissionWord]]] = {}
    for one in db.session.scalars(words.order_by(ReadmissionWord.at, ReadmissionWord.member_id)):
        said.setdefault(one.readmission_id, []).append((one.member.name, one))
    return [
        Request(
            words_html=one.words_html,
            at=one.at,
            answer_by=one.at + ANSWERED_WITHIN,
            outcome=one.outcome.value if one.outcome else None,
            answer=one.answer,
            said=said.get(one.id, ()),
        )
        for one in rows
    ]


def open_request(ruling: Ruling) -> Readmission | None:
    """The request about a ruling that waits for an answer."""
    query = select(Readmission).where(Readmission.ruling_id == ruling.id)
    return db.session.scalars(query.where(Readmission.answered_at.is_(None))).unique().first()


def condition_at(ruling: Ruling, position: int) -> RulingCondition | None:
    """A condition by its place."""
    query = select(RulingCondition).where(RulingCondition.ruling_id == ruling.id)
    return db.session.scalars(query.where(RulingCondition.position == position)).first()


def holds(ruling: Ruling, now: datetime) -> bool:
    """Whether a ruling suspends or bans somebody at `now`."""
    measure = ruling.measure
    is_grave = ruling.level is not None and ruling.level >= SUSPENSION
    return is_grave and measure is not None and measure.measure.stands(now)


def asks_from(ruling: Ruling) -> datetime | None:
    """From when on one may ask to be let in (again); None where nothing was told."""
    if ruling.notice is None or ruling.level is None:
        return None
    query = select(Readmission.answered_at).where(
        Readmission.ruling_id == ruling.id, Readmission.answered_at.is_not(None)
    )
    last = db.session.scalar(query.order_by(Readmission.answered_at.desc()).limit(1))
    after = AGAIN_AFTER.get(ruling.level, AGAIN_AFTER[SUSPENSION])
    return ruling.notice.at if last is None else last + after


def looks_at(ruling: Ruling) -> Sequence[datetime]:
    """When a ban was looked at again, the first time first."""
    query = select(RulingLook.at).where(RulingLook.ruling_id == ruling.id)
    return db.session.scalars(query.order_by(RulingLook.at)).all()


def look_due(ruling: Ruling, looked_at: Sequence[datetime]) -> datetime | None:
    """When a ban is to be looked at next: a year after it was told, or after the last look."""
    if ruling.notice is None or ruling.level is None or ruling.level < BAN:
        return None
    return max([ruling.notice.at, *looked_at]) + YEARLY


def waits_for(member: Member, now: datetime) -> Sequence[Waiting]:
    """What waits in the cases that are open to a member, also those that are over: what is due
    first stands first. Three queries, whatever there is.
    """
    found = [*_requests(member, now), *_looks(member, now), *_conditions(member, now)]
    return sorted(found, key=lambda one: (one.due_at, one.key, one.what))


def _requests(member: Member, now: datetime) -> Sequence[Waiting]:
    query = (
        select(Case.key, Case.name, Readmission.at)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(Readmission, Readmission.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .where(cases_open_to(member, now), Readmission.answered_at.is_(None), stands(now))
        .order_by(Readmission.id)
    )
    rows = db.session.execute(query)
    return [_line("request", row.key, row.name, row.at + ANSWERED_WITHIN, now) for row in rows]


def _looks(member: Member, now: datetime) -> Sequence[Waiting]:
    recent = now + AHEAD - YEARLY
    looked = exists().where(RulingLook.ruling_id == Ruling.id, RulingLook.at > recent)
    query = (
        select(Case.key, Case.name, Ruling)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .where(cases_open_to(member, now), Ruling.level >= BAN, stands(now))
        .where(RulingNotice.at <= recent, ~looked)
        .order_by(Ruling.id)
    )
    rows = db.session.execute(query).unique().all()
    last = select(RulingLook.ruling_id, RulingLook.at).order_by(RulingLook.at)
    ids = [row.Ruling.id for row in rows]
    looked_at = dict(db.session.execute(last.where(RulingLook.ruling_id.in_(ids))).all())
    due = [
        (row, look_due(row.Ruling, [at] if (at := looked_at.get(row.Ruling.id)) else []))
        for row in rows
    ]
    return [_line("look", row.key, row.name, at, now) for row, at in due if at is not None]


def _conditions(member: Member, now: datetime) -> Sequence[Waiting]:
    said = exists().where(ConditionWord.condition_id == RulingCondition.id)
    query = (
        select(Case.key, Case.name, RulingNotice.at, RulingCondition.within_days)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .join(RulingCondition, RulingCondition.ruling_id == Ruling.id)
        .where(cases_open_to(member, now), stands(now), ~said)
        .where(RulingCondition.within_days.is_not(None))
        .order_by(RulingCondition.id)
    )
    due = [
        (row, row.at + timedelta(days=row.within_days)) for row in db.session.execute(query).all()
    ]
    return [_line("condition", row.key, row.name, at, now) for row, at in due if at <= now]


def _line(what: str, key: str, name: str, due_at: datetime, now: datetime) -> Waiting:
    return Waiting(what, key, name, due_at, is_late=due_at < now)
