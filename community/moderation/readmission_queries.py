"""What follows a ruling: its conditions, when one may ask to be let in again, the yearly look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.conduct.measure_models import BAN
from community.db import db

from .readmission_models import (
    ConditionWord,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from .ruling_models import Ruling

SUSPENSION = 3
"""Rungs that one asks to be let in from, and the one that is looked at yearly."""
ANSWERED_WITHIN = timedelta(days=14)
YEARLY = timedelta(days=365)
AHEAD = timedelta(days=30)
"""How long before its time a yearly look can be had."""
AGAIN_AFTER = {SUSPENSION: timedelta(days=30), BAN: YEARLY}
"""When one who was not let in may ask again."""


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
class Follows:
    """What follows one ruling; `looked_at`: when a ban was looked at again, in order."""

    conditions: Sequence[Condition]
    requests: Sequence[Request]
    looked_at: Sequence[datetime]


def what_follows(rulings: Sequence[Ruling]) -> Mapping[int, Follows]:
    """What follows rulings, by number; as many queries for many as for one."""
    ids = [one.id for one in rulings]
    told = {one.id: one.notice.at for one in rulings if one.notice}
    conditions, requests = _conditions_of(ids, told), _requests_of(ids)
    looks = select(RulingLook.ruling_id, RulingLook.at).where(RulingLook.ruling_id.in_(ids))
    looked: dict[int, list[datetime]] = {}
    for number, at in db.session.execute(looks.order_by(RulingLook.at)):
        looked.setdefault(number, []).append(at)
    return {
        number: Follows(
            conditions.get(number, ()), requests.get(number, ()), looked.get(number, ())
        )
        for number in ids
    }


def _conditions_of(
    ids: Sequence[int], told: Mapping[int, datetime]
) -> Mapping[int, list[Condition]]:
    query = select(RulingCondition).where(RulingCondition.ruling_id.in_(ids))
    rows = db.session.scalars(query.order_by(RulingCondition.position)).all()
    words = select(ConditionWord).where(ConditionWord.condition_id.in_([one.id for one in rows]))
    words = words.options(joinedload(ConditionWord.by)).order_by(ConditionWord.id)
    said = {one.condition_id: one for one in db.session.scalars(words).unique()} if rows else {}
    found: dict[int, list[Condition]] = {}
    for one in rows:
        at, days = told.get(one.ruling_id), one.within_days
        condition = Condition(
            position=one.position,
            words=one.words,
            within_days=days,
            by=at + timedelta(days=days) if at and days else None,
            is_met=said[one.id].is_met if one.id in said else None,
            by_name=said[one.id].by.name if one.id in said else "",
        )
        found.setdefault(one.ruling_id, []).append(condition)
    return found


def _requests_of(ids: Sequence[int]) -> Mapping[int, list[Request]]:
    query = select(Readmission).where(Readmission.ruling_id.in_(ids))
    rows = db.session.scalars(query.order_by(Readmission.id)).unique().all()
    said: dict[int, list[tuple[str, ReadmissionWord]]] = {}
    words = select(ReadmissionWord).options(joinedload(ReadmissionWord.member))
    words = words.where(ReadmissionWord.readmission_id.in_([one.id for one in rows]))
    words = words.order_by(ReadmissionWord.at, ReadmissionWord.member_id)
    for word in db.session.scalars(words) if rows else ():
        said.setdefault(word.readmission_id, []).append((word.member.name, word))
    found: dict[int, list[Request]] = {}
    for one in rows:
        request = Request(
            words_html=one.words_html,
            at=one.at,
            answer_by=one.at + ANSWERED_WITHIN,
            outcome=one.outcome.value if one.outcome else None,
            answer=one.answer,
            said=said.get(one.id, ()),
        )
        found.setdefault(one.ruling_id, []).append(request)
    return found


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


def look_due(ruling: Ruling, looked_at: Sequence[datetime]) -> datetime | None:
    """When a ban is to be looked at next: a year after it was told, or after the last look."""
    if ruling.notice is None or ruling.level is None or ruling.level < BAN:
        return None
    return max([ruling.notice.at, *looked_at]) + YEARLY


def is_look_due(ruling: Ruling, looked_at: Sequence[datetime], now: datetime) -> bool:
    """Whether it is time for the yearly look, or nearly so."""
    due = look_due(ruling, looked_at)
    return due is not None and due - AHEAD <= now


def looks_of(ruling: Ruling) -> Sequence[datetime]:
    """When a ban was looked at again, in order."""
    query = select(RulingLook.at).where(RulingLook.ruling_id == ruling.id)
    return db.session.scalars(query.order_by(RulingLook.at)).all()
