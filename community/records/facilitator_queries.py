"""Reads about who facilitated calls: as it was kept with their records, or as it is before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from community.accounts.models import Member, Person
from community.calls.models import Call
from community.calls.queries import facilitators_between, facilitators_of, sittings_of
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
    """The members who facilitated a call while it was on, longest first; where nobody did, or
    it has no time, those who do now.
    """
    sittings = sittings_of(call)
    if not sittings:
        return facilitators_of(call)
    begins, ends = min(s.starts_at for s in sittings), max(s.ends_at for s in sittings)
    return facilitators_between(call, begins, ends) or facilitators_of(call)
