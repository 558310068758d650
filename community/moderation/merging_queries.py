"""Cases that are one: which of them leads, what goes on in it, and what could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.db import db

from .case_models import OVER, Case, CaseReport, CaseState
from .merging_models import CaseMerging
from .report_models import Report
from .ruling_models import Ruling
from .sight_queries import cases_open_to, leading


@dataclass(frozen=True, slots=True)
class Joining:
    """That a case went on in another: its name, since when, by whom, why, and how it ended. Where
    it `stands`, it is taken apart by the key of the one that goes on in the other.
    """

    key: str
    case_id: int
    name: str
    at: datetime
    by: str
    why: str
    ended_at: datetime | None
    ended_by: str
    ended_why: str

    @property
    def stands(self) -> bool:
        """Whether they are one."""
        return self.ended_at is None


def is_of(column: Any, case: Case) -> ColumnElement[bool]:
    """Whether a number of a case is that of `case`, or of one that goes on in it."""
    parts = select(CaseMerging.case_id).where(
        CaseMerging.into_id == case.id, CaseMerging.ended_at.is_(None)
    )
    return or_(column == case.id, column.in_(parts))


def lead_of(case: Case) -> Case:
    """The case that a case goes on in, or itself."""
    return db.session.scalars(select(Case).where(Case.id == leading(case.id))).unique().one()


def home_of(report: Report) -> Case:
    """The case that a report came to, whatever it goes on in."""
    query = select(Case).join(CaseReport, CaseReport.case_id == Case.id)
    return db.session.scalars(query.where(CaseReport.report_id == report.id)).unique().one()


def homes_in(case: Case) -> dict[int, int]:
    """The case that each report of a case came to."""
    query = select(CaseReport.report_id, CaseReport.case_id).where(is_of(CaseReport.case_id, case))
    return {row.report_id: row.case_id for row in db.session.execute(query)}


def joinings_of(case: Case) -> Sequence[Joining]:
    """What went on in a case, or the other way round, in order."""
    by, ended_by = aliased(Person), aliased(Person)
    joiner, ender = aliased(Member), aliased(Member)
    other = or_(
        (CaseMerging.into_id == case.id) & (Case.id == CaseMerging.case_id),
        (CaseMerging.case_id == case.id) & (Case.id == CaseMerging.into_id),
    )
    query = (
        select(CaseMerging, Case.key, Case.name, by.name, ended_by.name)
        .join(Case, other)
        .join(joiner, joiner.id == CaseMerging.by_id)
        .join(by, by.id == joiner.person_id)
        .outerjoin(ender, ender.id == CaseMerging.ended_by_id)
        .outerjoin(ended_by, ended_by.id == ender.person_id)
        .order_by(CaseMerging.id)
    )
    return [
        Joining(
            *(key, row.case_id, name, row.at, who, row.why),
            *(row.ended_at, ended_who or "", row.ended_why),
        )
        for row, key, name, who, ended_who in db.session.execute(query)
    ]


def parts_of(case: Case) -> Sequence[Case]:
    """The cases that go on in a case."""
    query = select(Case).join(CaseMerging, CaseMerging.case_id == Case.id)
    query = query.where(CaseMerging.into_id == case.id, CaseMerging.ended_at.is_(None))
    return db.session.scalars(query.order_by(Case.id)).unique().all()


def others_to_join(case: Case, member: Member, now: datetime) -> Sequence[tuple[str, str]]:
    """The other cases open to a member that a case can be one with, by key and name: neither is
    over.
    """
    if case.standing.state in OVER:
        return []
    query = select(Case.key, Case.name).join(
        CaseState, (CaseState.case_id == Case.id) & CaseState.ended_at.is_(None)
    )
    query = query.where(cases_open_to(member, now), CaseState.state.not_in(OVER))
    rows = db.session.execute(query.where(Case.id != case.id).order_by(Case.name))
    return [(row.key, row.name) for row in rows]


def standing_merging(case: Case, key: str) -> CaseMerging | None:
    """By what the case with a key goes on in this one."""
    query = select(CaseMerging).join(Case, Case.id == CaseMerging.case_id)
    query = query.where(
        Case.key == key, CaseMerging.into_id == case.id, CaseMerging.ended_at.is_(None)
    )
    return db.session.scalars(query).first()


def can_go_on_in_another(case: Case) -> bool:
    """Whether nothing is proposed or decided in a case, and nothing goes on in it."""
    led = exists().where(CaseMerging.into_id == case.id, CaseMerging.ended_at.is_(None))
    ruled = exists().where(Ruling.case_id == case.id)
    return not db.session.scalar(select(or_(led, ruled)))
