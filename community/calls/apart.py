"""Whom a measure keeps from those who hold a call: whoever may not reach one of them does not come
to it either. Who holds it themselves is left to the responders.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Person
from community.conduct.measure_models import Measure, MeasureEffect
from community.distance.forbidding import forbids, refuse_one_of, those_forbidden

from .models import Call, Series
from .owners import Ownership
from .queries import standing_owners
from .times import Sitting


def refuse_apart(subject: Series | Call | Sitting, person: Person, now: datetime) -> None:
    """Raise `community.distance.forbidding.ContactForbidden` where a person may not reach one of
    those who hold it. One query.
    """
    holders = standing_owners(subject)
    mine = select(Member.id).where(Member.person_id == person.id)
    one_of = Member.id.in_(holders), ~exists().where(Member.id.in_(holders), Member.id.in_(mine))
    refuse_one_of(one_of, by_id=person.id, now=now)


def is_apart(person_id: Any, now: Any) -> ColumnElement[bool]:
    """For a query on calls: whether a person may not reach one of those who hold it."""
    holder, one = aliased(Ownership), aliased(Member)
    kept = exists().where(  # looked up from the measures of one person, of which there are few
        forbids(person_id, one.person_id, now), holder.member_id == one.id, _holds(holder)
    )
    kept = kept.correlate_except(holder, one, Measure, MeasureEffect)
    return kept & ~is_held_by(person_id)


def is_held_by(person_id: Any) -> ColumnElement[bool]:
    """For a query on calls: whether a person holds it."""
    theirs, oneself = aliased(Ownership), aliased(Member)
    holds = exists().where(
        oneself.person_id == person_id, theirs.member_id == oneself.id, _holds(theirs)
    )
    return holds.correlate_except(theirs, oneself)


def apart_among(
    people: Collection[int], holders: Mapping[int | None, set[int]], now: datetime
) -> set[tuple[int | None, int]]:
    """Of people, by their numbers, who may not reach one of those who hold each series: the series
    and the person. One query.
    """
    others = set().union(*holders.values())
    pairs = those_forbidden(people, others, now)
    return {
        (series, person)
        for series, held_by in holders.items()
        for person, other in pairs
        if other in held_by and person not in held_by
    }


def _holds(owner: Any) -> ColumnElement[bool]:
    """Whether an ownership stands in a call of a query, or in its series where it has one."""
    of_it = case(
        (Call.series_id.is_(None), owner.call_id == Call.id),
        else_=owner.series_id == Call.series_id,
    )
    return and_(owner.ended_at.is_(None), of_it)
