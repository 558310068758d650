"""What the list of all series says of each, in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member, Person
from community.db import db

from .listing import not_over, series_listed, shown_in_series
from .models import Call, Series
from .owners import Ownership
from .rhythm import slots_by_series
from .times import Cancellation, Sitting, Slot


@dataclass(frozen=True, slots=True)
class SeriesOverview:
    """A series with all its slots, its next date and its last, and who leads it."""

    series: Series
    slots: Sequence[Slot]
    next: Sitting | None
    last: Sitting | None
    led_by: Sequence[str]


def overview(now: datetime, *, for_member: bool) -> Sequence[SeriesOverview]:
    """Every series that stands in lists: those with dates to come, soonest first, then the rest,
    the one held last first.
    """
    listed = series_listed(for_member=for_member)
    ids = {series.id for series in listed}
    shown = shown_in_series(for_member=for_member, for_owner=False)
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    coming = _one_each(ids, Sitting.starts_at.asc(), shown, ~off, *not_over(now))
    past = _one_each(ids - coming.keys(), Sitting.starts_at.desc(), shown, ~off)
    slots, leaders = slots_by_series(ids), _leaders(ids)
    lines = [
        SeriesOverview(
            series=one,
            slots=slots.get(one.id, ()),
            next=coming.get(one.id),
            last=past.get(one.id),
            led_by=leaders.get(one.id, ()),
        )
        for one in listed
    ]
    return sorted(lines, key=_order)


def _order(line: SeriesOverview) -> tuple[int, float]:
    if line.next is not None:
        return 0, line.next.starts_at.timestamp()
    return 1, -line.last.starts_at.timestamp() if line.last else 0.0


def _one_each(
    ids: Collection[int], first: ColumnElement[datetime], *which: ColumnElement[bool]
) -> Mapping[int, Sitting]:
    """The `first` sitting of each series for which all of `which` holds, by series id."""
    number = func.row_number().over(partition_by=Call.series_id, order_by=(first, Sitting.id))
    numbered = (
        select(Sitting.id, number.label("number"))
        .join(Sitting.call)
        .where(Call.series_id.in_(ids), *which)
        .subquery()
    )
    query = (
        select(Sitting)
        .join(numbered, numbered.c.id == Sitting.id)
        .options(joinedload(Sitting.slot))
        .where(numbered.c.number == 1)
    )
    found = db.session.scalars(query).unique()
    return {s.call.series_id: s for s in found if s.call.series_id is not None}


def _leaders(ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    query = (
        select(Ownership.series_id, Person.credited_as)
        .join(Member, Member.id == Ownership.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            Ownership.ended_at.is_(None),
            Ownership.series_id.in_(ids),
            Person.credited_as.is_not(None),
        )
        .order_by(Ownership.since, Ownership.id)
    )
    found: dict[int, list[str]] = {}
    for series_id, name in db.session.execute(query):
        if series_id is not None:
            found.setdefault(series_id, []).append(name or "")
    return found
