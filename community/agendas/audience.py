"""Who is told of a published agenda: whoever is going or may come, at a sitting still to come."""

from datetime import datetime

from sqlalchemy import Select, select

from community.attendance.audience import is_told
from community.attendance.models import Answer, Rsvp
from community.calls.models import Call
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.outbox import choices
from community.outbox.models import Group


def people_to_tell(call_id: int, now: datetime) -> list[int]:
    """The ids of the people a letter is owed to."""
    return list(db.session.scalars(_people(call_id, now).distinct().order_by(Rsvp.person_id)))


def is_to_tell(person_id: int, call_id: int, now: datetime) -> bool:
    """Whether this person is one of them."""
    asked = _people(call_id, now).where(Rsvp.person_id == person_id).limit(1)
    return db.session.scalar(asked) is not None


def number_to_tell(call_id: int, now: datetime) -> int:
    """How many people would get a letter if the agenda were published at `now`."""
    wanted = choices.wanted_by(Group.AGENDAS, Rsvp.person_id)
    return len(db.session.scalars(_people(call_id, now).where(wanted).distinct()).all())


def _people(call_id: int, now: datetime) -> Select[int]:
    off = select(Cancellation.sitting_id).where(Cancellation.withdrawn_at.is_(None))
    return (
        select(Rsvp.person_id)
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(
            Call.id == call_id,
            Sitting.starts_at > now,
            Sitting.id.not_in(off),
            is_told(Answer.GOING, Answer.MAYBE),
        )
    )
