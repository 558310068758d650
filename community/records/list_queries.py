"""Which calls have a record, and which are still without: for lists and for letters."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from community.accounts.models import Member
from community.calls.call_queries import is_gone, led_by
from community.calls.listing import shown_in_series
from community.calls.models import Call, Series
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.notes.models import Note
from community.notes.tasks import Decision
from community.pages import Page, page_of

from .models import Absence, Period, Publication

MOST_MISSING = 100


def records_of_series(
    series: Series, *, for_member: bool, for_owner: bool, cursor: str | None
) -> Page[Sitting]:
    """The first sittings of calls of a series that have a published record, the latest first."""
    query = (
        select(Sitting)
        .join(Sitting.call)
        .where(
            Call.series_id == series.id,
            Sitting.position == 0,
            shown_in_series(for_member=for_member, for_owner=for_owner),
            is_published(),
        )
    )
    return page_of(
        query,
        (Sitting.starts_at, Sitting.id),
        lambda sitting: (sitting.starts_at, sitting.id),
        cursor=cursor,
        backwards=True,
    )


def without_record(
    since: datetime, before: datetime, *, among: CompoundSelect[int] | None = None
) -> Select[int]:
    """The calls, all or `among` these, whose last held sitting ended after `since` and not after
    `before`, for which nobody has published a record or said that there is none. Deleted calls are
    none of them, nor those that were not held.
    """
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    last = select(func.max(Sitting.ends_at)).where(Sitting.call_id == Call.id, ~off)
    ended = last.correlate(Call).scalar_subquery()
    lately = select(Sitting.call_id).where(Sitting.ends_at > since, Sitting.ends_at <= before)
    return select(Call.id).where(
        Call.id.in_(lately if among is None else among),
        *(ended > since, ended <= before, ~is_gone(), ~is_told_absent(), ~is_published()),
    )


def is_being_corrected(now: datetime) -> ColumnElement[bool]:
    """For a query on calls: whether the record is open for correction."""
    return exists().where(Period.call_id == Call.id, Period.ended_at.is_(None), Period.until > now)


def is_told_absent() -> ColumnElement[bool]:
    """For a query on calls: whether somebody has said that there is no record."""
    return exists().where(Absence.call_id == Call.id, Absence.withdrawn_at.is_(None))


def is_published() -> ColumnElement[bool]:
    """For a query on calls: whether the record is published."""
    return exists().where(Publication.call_id == Call.id, Publication.withdrawn_at.is_(None))


def is_told_later() -> ColumnElement[bool]:
    """For a query with decisions and their notes: whether it was made after the record of its call
    was published, and waits for the next publication.
    """
    later = or_(Decision.at > Publication.at, Note.made_at > Publication.at)
    its = Publication.call_id == Decision.call_id, Publication.withdrawn_at.is_(None)
    return exists().where(*its, later)


def published_among(call_ids: Collection[int]) -> Sequence[int]:
    """Those of the calls whose record is published. One query."""
    query = select(Publication.call_id).where(
        Publication.call_id.in_(call_ids), Publication.withdrawn_at.is_(None)
    )
    return db.session.scalars(query.order_by(Publication.call_id)).all()


def missing_for(member: Member, since: datetime, now: datetime) -> Sequence[Sitting]:
    """The first sittings of the calls a member facilitates that ended after `since` and are without
    a record, the latest first.
    """
    missing = without_record(since, now, among=led_by(member.id))
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(selectinload(Sitting.slot))
        .where(Sitting.call_id.in_(missing), Sitting.position == 0)
        .order_by(Sitting.starts_at.desc(), Sitting.id.desc())
        .limit(MOST_MISSING)
    )
    return db.session.scalars(query).unique().all()


def waiting_to_be_published(now: datetime) -> Sequence[int]:
    """The ids of calls whose record was open for correction until now and publishes by itself."""
    query = (
        select(Period.call_id)
        .join(Call, Call.id == Period.call_id)
        .where(Period.ended_at.is_(None), Period.publishes, Period.until <= now, ~is_published())
        .order_by(Period.until, Period.id)
    )
    return db.session.scalars(query).all()
