"""Whom something can be done to at once in a call, as they are told apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from community.accounts.models import Member, Person
from community.attendance.audience import STANDING, people_of
from community.attendance.models import Rsvp
from community.calls.models import Call
from community.calls.queries import facilitators_of, sittings_of
from community.calls.times import Sitting
from community.conduct.emergency_models import Act
from community.conduct.emergency_queries import awaits_admission, standing_ones
from community.db import db


def people_who_come(
    call: Call, now: datetime, *, but: Member, came: bool = False
) -> list[tuple[int, str]]:
    """Whoever is going, may come or waits, but for those who hold the call and `but`: by number,
    as one tells them apart. `came`: whoever came until their answer was taken away, too, so that
    what is sent twice is done once.
    """
    holders = {one.person_id for one in facilitators_of(call)} | {but.person_id}
    coming = [one for one in sittings_of(call) if not one.is_over(now)]
    standing = standing_ones(call.id, now) if came else []
    gone = [one.person_id for one in standing if one.act is Act.REMOVE_ANSWER]
    query = (
        select(Person.id, Person.name, Member.handle)
        .outerjoin(Member, Member.person_id == Person.id)
        .where(Person.id.in_([*people_of(coming), *gone]), Person.id.not_in(holders))
    )
    return _told_apart(query)


def people_waiting(call: Call, now: datetime, *, but: Member) -> list[tuple[int, str]]:
    """Whoever answered a call since its link was changed at once and has it once they are let in:
    by number, as one tells them apart. One query.
    """
    answered = select(Rsvp.person_id).where(
        Rsvp.sitting_id == Sitting.id, Sitting.call_id == call.id, Rsvp.answer.in_(STANDING)
    )
    query = (
        select(Person.id, Person.name, Member.handle)
        .outerjoin(Member, Member.person_id == Person.id)
        .where(Person.id.in_(answered), Person.id != but.person_id)
        .where(awaits_admission(Person.id, call.id, now))
    )
    return _told_apart(query)


def _told_apart(query: Select[int, str, Any]) -> list[tuple[int, str]]:
    """People by number and how one tells them apart."""
    rows = db.session.execute(query.order_by(Person.name, Person.id))
    return [
        (number, f"{name} (@{handle})" if handle else f"{name}, a guest")
        for number, name, handle in rows
    ]
