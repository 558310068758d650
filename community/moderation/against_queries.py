"""What stands and stood against the people a case is about, for a responder who has it.

Of cases whose reports leave the responder out, or in which they have a conflict, there is nothing,
and that takes as many queries as where there is something.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, select

from community.accounts.models import Member
from community.conduct.measure_models import Measure, MeasureLifting
from community.conduct.models import CodeRung, CodeVersion
from community.db import db
from community.text import plain

from .case_models import Case
from .retention_queries import WARNING, lapses_at
from .ruling_models import Ruling, RulingEnd, RulingMeasure, RulingNotice
from .sight_queries import cases_open_to, is_left_out
from .statement_queries import clauses_among, effects_among


@dataclass(frozen=True, slots=True)
class Against:
    """A ruling that a person was told of. `clauses` are those it names, by key and in words, of
    that `version` of the code. `ended` says how it ended ahead of its time; `key` and `case_name`
    are those of its case, empty where that is not open to whoever looks.
    """

    person: str
    rung: str
    version: int
    clauses: Sequence[tuple[str, str]]
    effects: Sequence[str]
    told_at: datetime
    ends_at: datetime | None
    stands: bool
    ended: str
    key: str
    case_name: str


def against(
    people: Sequence[tuple[int, str]], member: Member, now: datetime, *, but: Case
) -> Sequence[Against]:
    """What other cases than `but` decided, by person, the latest first; what has lapsed and holds
    no more is not held against anybody. Three queries, whatever there is.
    """
    names = dict(people)
    query = _rulings(member, now).where(Ruling.person_id.in_(names), Case.id != but.id)
    rows = db.session.execute(query).all()
    clauses = clauses_among([row.id for row in rows])
    closed = effects_among([row.id for row in rows])
    found = [
        Against(
            person=names[row.person_id],
            rung=f"{row.level} · {row.name}",
            version=row.number,
            clauses=[(key, plain(words, addresses=False)) for key, words in clauses[row.id]],
            effects=closed[row.id],
            told_at=row.told_at,
            ends_at=row.ends_at,
            stands=stands,
            ended=row.ruling_ended or row.lifted or "",
            key=row.key or "",
            case_name=row.case_name or "",
        )
        for row in rows
        if (stands := _stands(row, now)) or now < lapses_at(row.level, row.told_at)
    ]
    return sorted(found, key=lambda one: one.person)


def _stands(row: Any, now: datetime) -> bool:
    if row.measure_id is None or row.lifted is not None or now < row.starts_at:
        return False
    return bool(now < row.ends_at if row.ends_at else row.level > WARNING)


def _rulings(member: Member, now: datetime) -> Any:
    is_open = cases_open_to(member, now)
    rung = and_(CodeRung.version_id == Ruling.version_id, CodeRung.level == Ruling.level)
    return (
        select(Ruling.id, Ruling.person_id, Ruling.level, CodeRung.name, CodeVersion.number)
        .add_columns(RulingNotice.at.label("told_at"), RulingEnd.why.label("ruling_ended"))
        .add_columns(Measure.id.label("measure_id"), Measure.starts_at, Measure.ends_at)
        .add_columns(MeasureLifting.why.label("lifted"))
        .add_columns(case((is_open, Case.key)).label("key"))
        .add_columns(case((is_open, Case.name)).label("case_name"))
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .join(Case, Case.id == Ruling.case_id)
        .join(CodeRung, rung)
        .join(CodeVersion, CodeVersion.id == Ruling.version_id)
        .outerjoin(RulingEnd, RulingEnd.ruling_id == Ruling.id)
        .outerjoin(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .outerjoin(Measure, Measure.id == RulingMeasure.measure_id)
        .outerjoin(MeasureLifting, MeasureLifting.measure_id == Measure.id)
        .where(~is_left_out(member))
        .order_by(Ruling.id.desc())
    )
