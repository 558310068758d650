"""What was done at once in calls that a ruling can let stand for the person it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.calls.models import Call
from community.conduct.emergency_models import LASTING, Act, Emergency, EmergencyLeftOut
from community.db import db

from .case_models import Case, CaseReport
from .emergency_models import EmergencyReport
from .merging_queries import is_of
from .ruling_models import Ruling, RulingEmergency

LIMITS = 2
"""The lowest rung that closes anything to somebody."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something done at once that stands: by key, in which call, and whom it is about or leaves
    out, by their numbers.
    """

    key: str
    act: Act
    title: str
    people: Collection[int]


def can_last(case: Case, now: datetime) -> Sequence[Lasting]:
    """What a case is about that was done at once, stands, and keeps somebody from a call: in order.
    Two queries.
    """
    query = (
        select(Emergency, Call)
        .join(Call, Call.id == Emergency.call_id)
        .join(EmergencyReport, EmergencyReport.emergency_id == Emergency.id)
        .join(CaseReport, CaseReport.report_id == EmergencyReport.report_id)
        .where(is_of(CaseReport.case_id, case), Emergency.act.in_(sorted(LASTING)))
    )
    rows = db.session.execute(query.order_by(Emergency.id)).unique().all()
    standing = [(row, call.title) for row, call in rows if row.stands(now)]
    left_out: dict[int, list[int]] = {}
    who = select(EmergencyLeftOut).where(
        EmergencyLeftOut.emergency_id.in_([row.id for row, _ in standing])
    )
    for one in db.session.scalars(who.order_by(EmergencyLeftOut.person_id)):
        left_out.setdefault(one.emergency_id, []).append(one.person_id)
    found = [
        Lasting(
            row.key, row.act, title, [row.person_id] if row.person_id else left_out.get(row.id, ())
        )
        for row, title in standing
    ]
    return [one for one in found if one.people]


def emergencies_of(ruling: Ruling) -> Sequence[Emergency]:
    """What a ruling lets stand, in order."""
    query = select(Emergency).join(RulingEmergency, RulingEmergency.emergency_id == Emergency.id)
    query = query.where(RulingEmergency.ruling_id == ruling.id).order_by(Emergency.id)
    return db.session.scalars(query).unique().all()


def lets_stand(ruling: Ruling) -> Sequence[tuple[str, str]]:
    """The same as it is shown: what was done, and the title of the call."""
    return lets_stand_among([ruling.id])[ruling.id]


def lets_stand_among(rulings: Collection[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """The same of rulings, by their numbers. One query."""
    query = (
        select(RulingEmergency.ruling_id, Emergency, Call)
        .join(Emergency, RulingEmergency.emergency_id == Emergency.id)
        .join(Call, Call.id == Emergency.call_id)
        .where(RulingEmergency.ruling_id.in_(rulings))
        .order_by(RulingEmergency.ruling_id, Emergency.id)
    )
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in rulings}
    for number, row, call in db.session.execute(query).unique():
        found[number].append((row.act.value, call.title))
    return found


def with_keys(case: Case, keys: Collection[str], now: datetime) -> Sequence[Emergency]:
    """Those of `can_last` with these keys."""
    known = [one.key for one in can_last(case, now) if one.key in keys]
    query = select(Emergency).where(Emergency.key.in_(known)).order_by(Emergency.id)
    return db.session.scalars(query).unique().all()
