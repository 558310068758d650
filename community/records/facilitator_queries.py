"""Reads about who facilitated calls: as it was kept with their records, or as it is before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from community.accounts.models import Member, Person
from community.calls.models import Call
from community.calls.owners import Ownership
from community.calls.queries import facilitators_of, owner_of
from community.calls.times import Sitting
from community.db import db

from .facilitators import RecordFacilitator


def facilitators_kept(call_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """The members who facilitated calls, by call, as it was kept. One query."""
    row = RecordFacilitator
    found: dict[int, list[int]] = defaultdict(list)
    kept = select(row).where(row.call_id.in_(call_ids)).order_by(row.call_id, row.place)
    for one in db.session.scalars(kept):
        found[one.call_id].append(one.member_id)
    return found


def names_of_facilitators(call: Call, *, is_published: bool) -> tuple[str, ...]:
    """How those who facilitated a call are credited, without those who are not: as it was kept
    where the record `is_published`, else those who do now. One query.
    """
    if not is_published:
        members = facilitators_of(call)
        return tuple(name for one in members if (name := one.person.credited_as))
    row: Any = RecordFacilitator
    kept = (
        select(Person.credited_as)
        .join(Member, Member.person_id == Person.id)
        .join(row, row.member_id == Member.id)
        .where(row.call_id == call.id)
        .order_by(row.place)
    )
    return tuple(name for name in db.session.scalars(kept) if name)


def facilitators_while_on(call: Call) -> Sequence[Member]:
    """The members who facilitated a call while it was on, longest first; where nobody did, those
    who do now.
    """
    owner = owner_of(call)
    its = Ownership.call_id if isinstance(owner, Call) else Ownership.series_id
    begins = select(func.min(Sitting.starts_at)).where(Sitting.call_id == call.id)
    ends = select(func.max(Sitting.ends_at)).where(Sitting.call_id == call.id)
    query = (
        select(Member)
        .join(Ownership, Ownership.member_id == Member.id)
        .where(
            its == owner.id,
            Ownership.since <= ends.scalar_subquery(),
            or_(Ownership.ended_at.is_(None), Ownership.ended_at > begins.scalar_subquery()),
        )
        .order_by(Ownership.since, Ownership.id)
    )
    return db.session.scalars(query).unique().all() or facilitators_of(call)
