"""Dates that only a link leads to, in a series others may see: for who answered them, or leads.

A call *by link* in such a series is not given away to who follows or answers the series.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from community.accounts.models import Member
from community.calls.call_queries import is_led_by
from community.calls.models import Call, Series, Visibility
from community.calls.owners import Ownership
from community.db import db


def is_hidden(call: Call) -> bool:
    """Whether a call is seen by link, though its series is not."""
    series = call.series
    return (
        series is not None
        and call.own_visibility is Visibility.LINK
        and series.visibility is not Visibility.LINK
    )


def comes_with_series(person_id: Any) -> ColumnElement[bool]:
    """For a query on calls: whether a call comes to who follows or answers its series: each one
    that is not hidden, and to those who lead it the hidden ones too. `person_id` is a number or a
    column of the query.
    """
    told_of = exists().where(Series.id == Call.series_id, Series.visibility != Visibility.LINK)
    theirs = select(Member.id).where(Member.person_id == person_id).correlate_except(Member)
    return or_(
        Call.own_visibility.is_distinct_from(Visibility.LINK),
        ~told_of.correlate(Call),
        is_led_by(theirs.scalar_subquery()),
    )


def is_left_out(call: Call, person_id: int) -> bool:
    """Whether the answer of a person for a series leaves one of its calls out."""
    return is_hidden(call) and person_id not in people_who_lead([call.series_id]).get(
        call.series_id, ()
    )


def people_who_lead(series_ids: Iterable[int | None]) -> Mapping[int | None, set[int]]:
    """The people who lead each of the series, by its id."""
    query = (
        select(Ownership.series_id, Member.person_id)
        .join(Member, Member.id == Ownership.member_id)
        .where(Ownership.series_id.in_(set(series_ids)), Ownership.ended_at.is_(None))
    )
    found: dict[int | None, set[int]] = {}
    for series_id, person_id in db.session.execute(query):
        found.setdefault(series_id, set()).add(person_id)
    return found
