"""Whether the person a ruling is about was heard before: somebody has written to them in the case,
and they have answered since or had time to.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from community.db import db

from .case_models import Audience, Case, CaseMessage, MessageReading
from .ruling_models import Ruling, RulingUnheard
from .sight_queries import is_of_one_matter

TO_ANSWER = timedelta(days=3)


def was_heard(case_id: int, person_id: int, now: datetime) -> bool:
    """Whether what a second responder had read went to a person in a case, or in one that it is or
    was one with, at least three days ago or before an answer of theirs there.
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
            or_(MessageReading.at <= now - TO_ANSWER, has_answered),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


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
