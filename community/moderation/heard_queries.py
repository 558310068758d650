"""Whether the person a ruling is about was heard before: somebody has written to them in the case
since the last report about them came, and they have answered since or had time to.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.db import db

from .case_models import Audience, Case, CaseMessage, CaseReport, MessageReading
from .merging_models import CaseMerging
from .report_models import Report, ReportPerson
from .ruling_models import Ruling, RulingUnheard
from .sight_queries import is_of_one_matter

TO_ANSWER = timedelta(days=3)


def was_heard(case_id: int, person_id: int, now: datetime) -> bool:
    """Whether what a second responder had read went to a person in a case, or in one that it is or
    was one with, at least three days ago or before an answer of theirs there. What was written
    before the last report about them came into the case says nothing of that.
    """
    answer = aliased(CaseMessage)
    has_answered = exists().where(
        is_of_one_matter(answer.case_id),
        answer.person_id == person_id,
        answer.by_id.is_(None),
        answer.at >= MessageReading.at,
    )
    query = (
        select(MessageReading.message_id)
        .join(CaseMessage, CaseMessage.id == MessageReading.message_id)
        .join(Case, and_(Case.id == case_id, is_of_one_matter(CaseMessage.case_id)))
        .where(
            CaseMessage.audience == Audience.REPORTED,
            CaseMessage.person_id == person_id,
            CaseMessage.by_id.is_not(None),
            CaseMessage.at >= func.coalesce(_last_reported(case_id, person_id), CaseMessage.at),
            or_(MessageReading.at <= now - TO_ANSWER, has_answered),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def _last_reported(case_id: int, person_id: int) -> ScalarSelect[datetime]:
    """When the last report about a person came into a case, or into one that goes on in it."""
    parts = select(CaseMerging.case_id).where(
        CaseMerging.into_id == case_id, CaseMerging.ended_at.is_(None)
    )
    found = select(ReportPerson.person_id).where(
        ReportPerson.report_id == Report.id, ReportPerson.ended_at.is_(None)
    )
    is_said = and_(Report.person_id == person_id, ~found.where(~ReportPerson.is_also).exists())
    query = (
        select(func.max(CaseReport.at))
        .join(Report, Report.id == CaseReport.report_id)
        .where(or_(CaseReport.case_id == case_id, CaseReport.case_id.in_(parts)))
        .where(or_(is_said, found.where(ReportPerson.person_id == person_id).exists()))
    )
    return query.correlate(None).scalar_subquery()


def is_heard(ruling: Ruling, now: datetime) -> bool:
    """Whether nobody has to be heard any more before a ruling is made: nothing follows from it, it
    answers an appeal of theirs, or it says why they were not.
    """
    if ruling.level is None or ruling.is_on_appeal:
        return True
    if why_unheard([ruling.id]):
        return True
    return ruling.person_id is not None and was_heard(ruling.case_id, ruling.person_id, now)


def why_unheard(rulings: Collection[int]) -> Mapping[int, str]:
    """What rulings say of why nobody was heard, by their numbers. One query."""
    query = select(RulingUnheard.ruling_id, RulingUnheard.words)
    rows = db.session.execute(query.where(RulingUnheard.ruling_id.in_(rulings)))
    return {row.ruling_id: row.words for row in rows}
