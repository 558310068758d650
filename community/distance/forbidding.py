"""Contact that a measure under the code of conduct forbids: refused wherever somebody would be
answered, named, asked or invited, with a sentence that says why.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from community.accounts.models import Member, Person
from community.clock import zone
from community.conduct.content import Effect
from community.conduct.measure_models import Measure, MeasureEffect
from community.conduct.measure_queries import stands
from community.conduct.standing import may_not_contact
from community.db import db
from community.limits import Limited


class ContactForbidden(Limited):
    """A measure keeps them from each other."""


def refuse_contact(member_ids: Collection[int], *, by: Member, now: datetime) -> None:
    """Raise `ContactForbidden` where `by` may not reach one of the members. One query where there
    are any.
    """
    others = {number for number in member_ids if number != by.id}
    if others:
        _refuse(by.person_id, Member.id.in_(others), now)


def refuse_person(person_id: int, *, by_id: int, now: datetime) -> None:
    """The same for two people, by their numbers."""
    if person_id != by_id:
        _refuse(by_id, Member.person_id == person_id, now)


def refuse_one_of(is_one: Collection[ColumnElement[bool]], *, by_id: int, now: datetime) -> None:
    """The same for members of whom these conditions hold, who hold what somebody would come to."""
    _refuse(
        by_id, and_(*is_one), now, "who holds this call", "by coming to it or by a word to them"
    )


def those_forbidden(
    people: Collection[int], others: Collection[int], now: datetime
) -> set[tuple[int, int]]:
    """Who of `people` may not reach whom of `others`, all by their numbers. One query where there
    are any.
    """
    if not people or not others:
        return set()
    query = (
        select(Measure.person_id, Measure.other_person_id)
        .join(MeasureEffect, MeasureEffect.measure_id == Measure.id)
        .where(
            Measure.person_id.in_(people),
            Measure.other_person_id.in_(others),
            MeasureEffect.effect == Effect.NO_CONTACT,
            stands(now),
        )
    )
    return {(person, other) for person, other in db.session.execute(query) if other is not None}


def is_forbidden(by_id: Any, person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query: whether a measure keeps a person from another; both as numbers or columns."""
    return exists().where(forbids(by_id, person_id, now))


def forbids(by_id: Any, person_id: Any, now: Any) -> ColumnElement[bool]:
    """The same for a query that has `Measure` and `MeasureEffect`, to go on from there."""
    return and_(
        may_not_contact(by_id, now),
        Measure.other_person_id == person_id,
        MeasureEffect.measure_id == Measure.id,
        MeasureEffect.effect == Effect.NO_CONTACT,
    )


def _refuse(
    by_id: int,
    is_one: ColumnElement[bool],
    now: datetime,
    whom: str = "",
    how: str = "by an answer, their handle, a task or an invitation",
) -> None:
    forbids = exists().where(
        MeasureEffect.measure_id == Measure.id, MeasureEffect.effect == Effect.NO_CONTACT
    )
    query = (
        select(Measure.ends_at, Person.zone)
        .join(Person, Person.id == Measure.person_id)
        .join(Member, Member.person_id == Measure.other_person_id)
        .where(may_not_contact(by_id, now), forbids, is_one)
        .limit(1)
    )
    found = db.session.execute(query).first()
    if found is not None:
        last = found.ends_at.astimezone(zone(found.zone)) if found.ends_at else None
        until = f" until {last:%d.%m.%Y}" if last else ""
        raise ContactForbidden(
            "A measure under the code of conduct stands in the way: you may not reach "
            f"{whom or 'this person'}{until}, {how}. It is under “Your standing”, where you can "
            "also appeal."
        )
