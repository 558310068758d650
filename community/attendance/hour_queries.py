"""Reads about the hours at which a call meets those who come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import exists, func, select

from community.accounts.models import Member, Person
from community.calls.listing import over, shown_in_series
from community.calls.models import Call, Series
from community.calls.times import Cancellation, Sitting
from community.db import db

from .models import Answer, Rsvp

MOST_BEFORE = 24  # calls
_Span = tuple[datetime, datetime]
_COMING = (Answer.GOING, Answer.MAYBE, Answer.WAITING)


def numbers_by_zone(sitting_ids: Collection[int]) -> Mapping[str, int]:
    """How many members who said that they come to one of these sittings live in each zone, of
    those who let theirs be counted. One query.
    """
    query = (
        select(Person.zone, func.count(Person.id.distinct()))
        .join(Member, Member.person_id == Person.id)
        .join(Rsvp, Rsvp.person_id == Person.id)
        .where(
            Rsvp.sitting_id.in_(sitting_ids),
            Rsvp.answer.in_(_COMING),
            Person.tells_zone,
            Member.erased_at.is_(None),
        )
        .group_by(Person.zone)
    )
    return dict(db.session.execute(query).all())


def held_before(
    series: Series, now: datetime, *, for_owner: bool
) -> tuple[Sequence[int], Sequence[Sequence[_Span]]]:
    """The sittings of the last calls of a series that were held and that a member sees: their
    numbers, and when they were, call by call, the latest first. One query.
    """
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    query = (
        select(Sitting.id, Sitting.call_id, Sitting.starts_at, Sitting.ends_at)
        .join(Sitting.call)
        .where(
            Call.series_id == series.id,
            *over(now),
            ~off,
            shown_in_series(for_member=True, for_owner=for_owner),
        )
        .order_by(Sitting.starts_at.desc(), Sitting.id.desc())
        .limit(3 * MOST_BEFORE)
    )
    rows = sorted(db.session.execute(query).all(), key=lambda row: -row.call_id)
    calls = [list(some) for _, some in groupby(rows, key=lambda row: row.call_id)]
    latest = sorted(calls, key=lambda some: max(row.starts_at for row in some), reverse=True)
    kept = latest[:MOST_BEFORE]
    numbers = [row.id for some in kept for row in some]
    return numbers, [[(row.starts_at, row.ends_at) for row in some] for some in kept]
