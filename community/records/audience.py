"""Who is told of a record: who took part when it is open, and who went or might have too."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from community.accounts.models import Person
from community.attendance.models import Answer, Rsvp
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from community.outbox import choices
from community.outbox.models import Group

from .participant_queries import people_who_took_part


def people_to_ask(call: Call) -> Sequence[int]:
    """The ids of the people who are asked to correct a record: they have an account."""
    return people_who_took_part(call)


def people_to_tell(call: Call) -> Sequence[int]:
    """The ids of the people who are told that a record is published, guests too. Two queries."""
    answered = db.session.scalars(_answered(call)).all()
    return sorted({*people_who_took_part(call), *answered})


def number_to_ask(call: Call) -> int:
    """How many people would get a letter if a record were opened for correction."""
    return _number_of_takers(people_to_ask(call))


def number_to_tell(call: Call) -> int:
    """How many people would get a letter if a record were published."""
    return _number_of_takers(people_to_tell(call))


def _answered(call: Call) -> Select[int]:
    return (
        select(Rsvp.person_id)
        .join(Sitting, Sitting.id == Rsvp.sitting_id)
        .where(
            Sitting.call_id == call.id,
            or_(Rsvp.answer == Answer.GOING, Rsvp.answer == Answer.MAYBE),
        )
    )


def _number_of_takers(people: Sequence[int]) -> int:
    query = select(func.count(Person.id)).where(
        Person.id.in_(people), choices.wanted_by(Group.RECORDS, Person.id)
    )
    return db.session.scalar(query) or 0
