"""The desk: the cases that are open to a responder by when something is due, and those they are
asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.db import db

from .case_models import (
    OVER,
    Audience,
    Case,
    CaseHolder,
    CaseMessage,
    CaseReport,
    CaseState,
    Leave,
    State,
)
from .emergency_models import EmergencyReport
from .merging_models import CaseMerging
from .readmission_queries import ANSWERED_WITHIN
from .report_queries import ANSWER_WITHIN, UPDATE_WITHIN
from .sight_queries import cases_asked_of, cases_open_to, cases_taken_by

_NOTHING_DUE = (State.CLOSED, State.FOLLOWED_UP, State.REDIRECTED)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the queue. `due_at` is when the reporter is to hear something, if they still are;
    `due` says what: an answer, an update, or the outcome.
    """

    key: str
    name: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    due: str
    is_late: bool
    held_by: str | None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A case somebody is asked about: its address, its name, and by when it is to be seen to, to
    the hour; None once somebody has.
    """

    key: str
    name: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a responder: cases they are asked about, by their names alone; and theirs."""

    asked: Sequence[AskedLine]
    lines: Sequence[CaseLine]


def desk_of(member: Member, now: datetime, *, is_over: bool = False) -> Desk:
    """What waits for a member at `now`; or, with `is_over`, the cases that are behind them."""
    query = _lines().where(cases_open_to(member, now))
    ended = CaseState.state.in_(_NOTHING_DUE)
    rows = db.session.execute(query.where(ended if is_over else ~ended)).all()
    far = datetime.max.replace(tzinfo=now.tzinfo)
    found = sorted((_line(row, now) for row in rows), key=lambda one: one.due_at or far)
    lines = list({line.key: line for line in reversed(found)}.values())
    return Desk(
        () if is_over else _asked(member, now),
        sorted(lines, key=lambda line: (line.due_at or far, line.opened_at)),
    )


def case_open_to(member: Member | None, key: str, now: datetime) -> Case | None:
    """The case at an address, or that leads there, for whom it is open to; one query, whatever it
    finds.
    """
    if member is None:
        return None
    query = select(Case).where(_is_at(key), cases_open_to(member, now))
    return db.session.scalars(query).unique().first()


def case_asked_of(member: Member | None, key: str, now: datetime) -> Case | None:
    """The case at an address, for whom it is asked of or has it, whatever measure stands."""
    if member is None:
        return None
    seen = cases_taken_by(member) | cases_asked_of(member, now)
    return db.session.scalars(select(Case).where(_is_at(key), seen)).unique().first()


def _is_at(key: str) -> ColumnElement[bool]:
    """Whether a case has this address, or one that goes on in it."""
    part = aliased(Case)
    parts = select(CaseMerging.into_id).join(part, part.id == CaseMerging.case_id)
    parts = parts.where(part.key == key, CaseMerging.ended_at.is_(None))
    return or_(Case.key == key, Case.id.in_(parts))


def due_of(
    state: State, opened_at: datetime, heard_at: datetime | None, stands_since: datetime
) -> tuple[str, datetime | None]:
    """What the reporter is to hear next, and by when: an answer within 48 hours, then an update
    within seven days of the last, and what is decided within 48 hours of that. Once they were told
    of it nothing is due, however long it stands; but an appeal is decided within 14 days.
    """
    if state in _NOTHING_DUE:
        return "", None
    if state is State.APPEALED:
        return "appeal", stands_since + ANSWERED_WITHIN
    if heard_at is None:
        return "answer", opened_at + ANSWER_WITHIN
    if state in OVER:
        return "", None
    update_at, outcome_at = heard_at + UPDATE_WITHIN, stands_since + ANSWER_WITHIN
    if state is State.DECIDED and outcome_at < update_at:
        return "outcome", outcome_at
    return "update", update_at


def _asked(member: Member, now: datetime) -> Sequence[AskedLine]:
    is_new = CaseState.state == State.RECEIVED
    query = select(Case.key, Case.name, case((is_new, Case.opened_at)).label("since"))
    query = query.join(CaseState, (CaseState.case_id == Case.id) & CaseState.ended_at.is_(None))
    rows = db.session.execute(query.where(cases_asked_of(member, now)).order_by(Case.id))
    return [_asked_line(row.key, row.name, row.since, now) for row in rows]


def _asked_line(key: str, name: str, since: datetime | None, now: datetime) -> AskedLine:
    """The hour alone: by the minute one could find out which report it is."""
    due_at = since.replace(minute=0, second=0, microsecond=0) + ANSWER_WITHIN if since else None
    return AskedLine(key, name, due_at, is_late=due_at is not None and due_at < now)


def _lines() -> Select[*tuple[Any, ...]]:
    # Each report counts, also of what goes on in a case: what is due first is shown. Nothing is due
    # for one that was made by itself, as nobody has a code to read an answer with.
    parts = select(CaseMerging.case_id).where(
        CaseMerging.into_id == Case.id, CaseMerging.ended_at.is_(None)
    )
    told = CaseMessage.by_id.is_not(None) & (CaseMessage.audience == Audience.REPORTER)
    heard = (
        select(func.max(case((told, CaseMessage.at))))
        .where(CaseMessage.report_id == CaseReport.report_id)
        .scalar_subquery()
    )
    return (
        select(
            *(Case.key, Case.name, Case.opened_at, CaseState.state, CaseReport.at.label("since")),
            CaseState.at.label("stands_since"),
            heard.label("heard_at"),
            EmergencyReport.emergency_id,
            Person.name.label("held_by"),
        )
        .select_from(Case)
        .join(CaseReport, or_(CaseReport.case_id == Case.id, CaseReport.case_id.in_(parts)))
        .join(CaseState, (CaseState.case_id == Case.id) & CaseState.ended_at.is_(None))
        .outerjoin(EmergencyReport, EmergencyReport.report_id == CaseReport.report_id)
        .outerjoin(CaseHolder, (CaseHolder.case_id == Case.id) & CaseHolder.ended_at.is_(None))
        .outerjoin(Member, Member.id == CaseHolder.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
    )


def _line(row: Any, now: datetime) -> CaseLine:
    due, due_at = due_of(row.state, row.since, row.heard_at, row.stands_since)
    if row.emergency_id is not None:
        due, due_at = "", None
    return CaseLine(
        key=row.key,
        name=row.name,
        state=row.state.value,
        opened_at=row.opened_at,
        due_at=due_at,
        due=due,
        is_late=due_at is not None and due_at < now,
        held_by=row.held_by,
    )


def line_of(case: Case, now: datetime) -> CaseLine | None:
    """A case as the desk shows it, by what is due first."""
    rows = db.session.execute(_lines().where(Case.id == case.id)).all()
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return min((_line(row, now) for row in rows), key=lambda one: one.due_at or far, default=None)


def leaves_of(member: Member, now: datetime) -> Sequence[Leave]:
    """When a member is on leave, now or to come."""
    query = select(Leave).where(Leave.member_id == member.id, Leave.ends_at > now)
    return db.session.scalars(query.order_by(Leave.starts_at)).all()
