"""What a person is told about themselves: messages that went to them, by days, from the responders
as one voice. Nothing here says of a report or of a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select

from community.db import db

from .case_models import Audience, Case, CaseMessage, MessageReading
from .ruling_models import Ruling, RulingNotice


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. `at` is shown as a day alone."""

    is_mine: bool
    text_html: str
    at: datetime


def heard_by(person_id: int) -> Sequence[Heard]:
    """What was said to a person and by them, in order; nothing that nobody has read before."""
    query = select(CaseMessage).where(
        CaseMessage.person_id == person_id, CaseMessage.audience == Audience.REPORTED
    )
    rows = db.session.scalars(query.order_by(CaseMessage.id)).unique()
    return [
        Heard(row.by_id is None, row.text_html, row.reading.at if row.reading else row.at)
        for row in rows
        if row.by_id is None or row.reading is not None
    ]


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
