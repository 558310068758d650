"""What a person is told about themselves: messages that went to them, by days, from the responders
as one voice. Nothing here says of a report or of a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import aliased

from community.db import db

from .case_models import Audience, Case, CaseMessage, CaseState, MessageReading, State
from .emergency_models import EmergencyReport
from .merging_queries import is_of
from .report_models import Report
from .ruling_models import Ruling, RulingNotice
from .sight_queries import is_of_one_matter

_OVER_HTML = (
    "<p>The responders wrote to you about something they looked at. They have finished. Nothing"
    " follows from it for you.</p>"
)
_ELSEWHERE_HTML = (
    "<p>The responders wrote to you about something they looked at. It is not for them to decide,"
    " and they have finished. Nothing follows from it for you under the code of conduct.</p>"
)
_ENDS_HTML = {State.CLOSED: _OVER_HTML, State.REDIRECTED: _ELSEWHERE_HTML}


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. `at` is shown as a day alone."""

    is_mine: bool
    text_html: str
    at: datetime


def heard_by(person_id: int) -> Sequence[Heard]:
    """What was said to a person and by them, in order; nothing that nobody has read before. Where a
    case was closed or passed on in which they were written to, and they are told of no ruling, that
    it was.
    """
    query = select(CaseMessage).where(
        CaseMessage.person_id == person_id, CaseMessage.audience == Audience.REPORTED
    )
    rows = db.session.scalars(query.order_by(CaseMessage.id)).unique()
    said = [
        Heard(row.by_id is None, row.text_html, row.reading.at if row.reading else row.at)
        for row in rows
        if row.by_id is None or row.reading is not None
    ]
    ends = [
        Heard(is_mine=False, text_html=_ENDS_HTML[state], at=at)
        for state, at in _ends_for(person_id)
    ]
    return sorted([*said, *ends], key=lambda one: one.at) if ends else said


def told_of_calls(person_id: int) -> Sequence[Heard]:
    """What the responders said to somebody about what they did at once in calls, in order."""
    query = (
        select(CaseMessage)
        .join(EmergencyReport, EmergencyReport.report_id == CaseMessage.report_id)
        .join(Report, Report.id == CaseMessage.report_id)
        .where(Report.reporter_id == person_id, CaseMessage.audience == Audience.REPORTER)
        .where(CaseMessage.by_id.is_not(None))
    )
    rows = db.session.scalars(query.order_by(CaseMessage.id)).unique()
    return [Heard(False, row.text_html, row.at) for row in rows]  # noqa: FBT003 - in order


def people_let_alone(case: Case) -> Sequence[int]:
    """Who was written to in a case, or in what goes on in it, and is told of no ruling."""
    query = _let_alone().with_only_columns(CaseMessage.person_id).distinct()
    query = query.where(is_of(CaseMessage.case_id, case)).order_by(CaseMessage.person_id)
    return [number for number in db.session.scalars(query) if number is not None]


def _ends_for(person_id: int) -> Sequence[tuple[State, datetime]]:
    """When cases were closed or passed on in which a person was written to and is told of no
    ruling; what is closed after it was passed on is said once.
    """
    passed_on = aliased(CaseState)
    said = exists().where(
        passed_on.case_id == CaseState.case_id,
        passed_on.state == State.REDIRECTED,
        passed_on.ended_at == CaseState.at,
    )
    written = _let_alone().where(CaseMessage.person_id == person_id)
    closed = written.join(CaseState, CaseState.case_id == Case.id)
    closed = closed.where(CaseState.state.in_(_ENDS_HTML), CaseState.at >= MessageReading.at)
    columns = closed.where(~said).with_only_columns(CaseState.id, CaseState.state, CaseState.at)
    rows = db.session.execute(columns.distinct().order_by(CaseState.id))
    return [(row.state, row.at) for row in rows]


def _let_alone() -> Select[int]:
    told = exists().where(
        is_of_one_matter(Ruling.case_id),
        Ruling.person_id == CaseMessage.person_id,
        Ruling.level.is_not(None),
        RulingNotice.ruling_id == Ruling.id,
    )
    return (
        select(CaseMessage.id)
        .join(Case, Case.id == CaseMessage.case_id)
        .join(MessageReading, MessageReading.message_id == CaseMessage.id)
        .where(CaseMessage.audience == Audience.REPORTED, CaseMessage.by_id.is_not(None), ~told)
    )


def case_to_answer(person_id: int) -> Case | None:
    """The case in which something was said or decided last that a person was told: what they answer
    belongs to it.
    """
    said, decided = _said_last(person_id), _decided_last(person_id)
    if said is None or decided is None:
        return said[0] if said else decided[0] if decided else None
    return said[0] if said[1] >= decided[1] else decided[0]


def _decided_last(person_id: int) -> Row[Case, datetime] | None:
    query = (
        select(Case, RulingNotice.at)
        .join(Ruling, Ruling.case_id == Case.id)
        .join(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .where(Ruling.person_id == person_id, Ruling.level.is_not(None))
        .order_by(RulingNotice.at.desc(), Ruling.id.desc())
        .limit(1)
    )
    return db.session.execute(query).first()


def _said_last(person_id: int) -> Row[Case, datetime] | None:
    query = (
        select(Case, MessageReading.at)
        .join(CaseMessage, CaseMessage.case_id == Case.id)
        .join(MessageReading, MessageReading.message_id == CaseMessage.id)
        .where(
            CaseMessage.person_id == person_id,
            CaseMessage.audience == Audience.REPORTED,
            CaseMessage.by_id.is_not(None),
        )
        .order_by(CaseMessage.id.desc())
        .limit(1)
    )
    return db.session.execute(query).first()
