"""Lists of sittings: to come, past, of a week or a month, each one query whatever its length."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from community.accounts.models import Member, Person
from community.db import db
from community.pages import Page, page_of

from .call_queries import is_gone
from .models import Call, Removal, Series, Topic, Visibility, call_topic, series_topic
from .owners import Ownership
from .times import Cancellation, Sitting

MOST_IN_A_MONTH = 400
_LONGEST = timedelta(minutes=1440)  # that the database lets a sitting last


def listed(*, for_member: bool) -> ColumnElement[bool]:
    """Calls that stand in lists: public ones, for members those for members too; never those
    *by link*, never what was deleted.
    """
    seen = _seen(for_member)
    inherits = and_(Call.own_visibility.is_(None), Series.visibility.in_(seen))
    return and_(or_(Call.own_visibility.in_(seen), inherits), ~is_gone())


def not_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Sittings that have not ended. None lasts longer than a day, so that a list in the order of
    their starts can begin there, however much lies behind. Their ends are said such that no index
    of ends comes in between: PostgreSQL holds both for unrelated, expects few, and sorts them all.
    """
    ends_at = func.coalesce(Sitting.ends_at, Sitting.starts_at)
    return ends_at > now, Sitting.starts_at > now - _LONGEST


def over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Sittings that have ended."""
    return Sitting.ends_at <= now, Sitting.starts_at < now


def with_line(*, joined: bool = False) -> tuple[ORMOption, ...]:
    """Load with sittings all that a line of a list shows; of calls and series that the query has
    `joined` nothing is read twice.
    """
    bring = contains_eager if joined else joinedload
    call = bring(Sitting.call).options(
        selectinload(Call.own_topics), bring(Call.series).selectinload(Series.topics)
    )
    return joinedload(Sitting.slot), call


def sittings_listed(*, for_member: bool) -> Select[Sitting]:
    """Every sitting of a listed call, with all that a line of a list shows."""
    return (
        select(Sitting)
        .join(Sitting.call)
        .outerjoin(Call.series)
        .options(*with_line(joined=True))
        .where(listed(for_member=for_member))
    )


def page_of_sittings(
    *,
    for_member: bool,
    now: datetime,
    past: bool = False,
    topic: Topic | None = None,
    series: Series | None = None,
    cursor: str | None = None,
) -> Page[Sitting]:
    """Sittings to come, soonest first, or past ones, latest first."""
    query = sittings_listed(for_member=for_member)
    query = query.where(*(over(now) if past else not_over(now)))
    if topic is not None:
        query = query.where(about(topic))
    if series is not None:
        query = query.where(Call.series_id == series.id)
    return page_of(
        query,
        (Sitting.starts_at, Sitting.id),
        lambda sitting: (sitting.starts_at, sitting.id),
        cursor=cursor,
        backwards=past,
    )


def sittings_between(since: datetime, before: datetime, *, for_member: bool) -> Sequence[Sitting]:
    """Sittings that start in the window of two instants, soonest first."""
    query = (
        sittings_listed(for_member=for_member)
        .where(Sitting.starts_at >= since, Sitting.starts_at < before)
        .order_by(Sitting.starts_at, Sitting.id)
        .limit(MOST_IN_A_MONTH)
    )
    return db.session.scalars(query).unique().all()


def next_sittings(now: datetime, *, for_member: bool, most: int) -> Sequence[Sitting]:
    """The next sittings that are held, soonest first; one that is going on counts. How many is
    written into the query, whose plan then holds for every instant: PostgreSQL makes it once.
    """
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    query = (
        sittings_listed(for_member=for_member)
        .where(*not_over(now), ~off)
        .order_by(Sitting.starts_at, Sitting.id)
        .limit(bindparam("most", most, literal_execute=True))
    )
    return db.session.scalars(query).unique().all()


def shown_in_series(
    *, for_member: bool, for_owner: bool, call: type[Call] = Call
) -> ColumnElement[bool]:
    """Calls that whoever sees a series may see on its page: those as visible as the series, and
    of the others those for everyone, for members, or for its facilitators. `call` is what they are
    called in the query.
    """
    gone = exists().where(Removal.withdrawn_at.is_(None), Removal.call_id == call.id)
    if for_owner:
        return ~gone
    return and_(
        or_(call.own_visibility.is_(None), call.own_visibility.in_(_seen(for_member))), ~gone
    )


def dates_of_series(
    series: Series, now: datetime, *, for_member: bool, for_owner: bool, most: int
) -> tuple[Sequence[Sitting], int]:
    """The next sittings of a series that its page shows, soonest first, and how many follow."""
    shown = (
        Call.series_id == series.id,
        *not_over(now),
        shown_in_series(for_member=for_member, for_owner=for_owner),
    )
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(*with_line())
        .where(*shown)
        .order_by(Sitting.starts_at, Sitting.id)
        .limit(most)
    )
    number = select(func.count()).select_from(Sitting).join(Sitting.call).where(*shown)
    sittings = db.session.scalars(query).unique().all()
    return sittings, (db.session.scalar(number) or 0) - len(sittings)


def neighbours(
    sitting: Sitting, *, for_member: bool, for_owner: bool
) -> tuple[Call | None, Call | None]:
    """The calls before and after `sitting` in its series that the reader may see."""
    call = sitting.call
    if call.series is None:
        return None, None
    shown = shown_in_series(for_member=for_member, for_owner=for_owner)
    seen = _seen(for_member)
    if not for_owner and call.visibility in seen and call.series.visibility not in seen:
        shown = and_(shown, Call.own_visibility.in_(seen))  # an open date of a hidden series
    query = (
        select(Call)
        .join(Sitting, Sitting.call_id == Call.id)
        .where(Call.series_id == call.series_id, Call.id != call.id, shown)
        .limit(1)
    )
    before = query.where(Sitting.starts_at < sitting.starts_at).order_by(Sitting.starts_at.desc())
    after = query.where(Sitting.starts_at > sitting.starts_at).order_by(Sitting.starts_at)
    return db.session.scalar(before), db.session.scalar(after)


def names_of_facilitators(sittings: Collection[Sitting]) -> Mapping[int, Sequence[str]]:
    """Who leads, by call id: what the facilitators are credited as, in one query."""
    series = {s.call.series_id for s in sittings} - {None}
    alone = {s.call_id for s in sittings if s.call.series_id is None}
    led = (
        select(
            *(Ownership.series_id, Ownership.call_id, Person.credited_as),
            *(Ownership.since, Ownership.id),
        )
        .join(Member, Member.id == Ownership.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Ownership.ended_at.is_(None), Person.credited_as.is_not(None))
    )
    either = (Ownership.series_id.in_(series), Ownership.call_id.in_(alone))  # each by its index
    found = union_all(*(led.where(its) for its in either)).subquery().c
    query = select(found.series_id, found.call_id, found.credited_as)
    query = query.order_by(found.since, found.id)
    by_owner: dict[tuple[str, int | None], list[str]] = {}
    for series_id, call_id, name in db.session.execute(query):
        key = ("series", series_id) if series_id is not None else ("call", call_id)
        by_owner.setdefault(key, []).append(name or "")
    return {
        s.call_id: by_owner.get(
            ("series", s.call.series_id) if s.call.series_id else ("call", s.call_id), []
        )
        for s in sittings
    }


def numbers_of_sittings(sittings: Collection[Sitting]) -> Mapping[int, int]:
    """How many sittings each call has, by call id."""
    query = (
        select(Sitting.call_id, func.count())
        .where(Sitting.call_id.in_({s.call_id for s in sittings}))
        .group_by(Sitting.call_id)
    )
    return dict(db.session.execute(query).all())


def series_listed(*, for_member: bool) -> Sequence[Series]:
    """Every series that stands in lists, by title."""
    query = (
        select(Series)
        .options(selectinload(Series.topics))
        .where(series_shown_to(for_member=for_member))
        .order_by(func.lower(Series.title), Series.id)
    )
    return db.session.scalars(query).unique().all()


def about(topic: Topic) -> ColumnElement[bool]:
    """Whether a call, or its series, has `topic`."""
    return or_(
        exists().where(call_topic.c.call_id == Call.id, call_topic.c.topic_id == topic.id),
        exists().where(
            series_topic.c.series_id == Call.series_id, series_topic.c.topic_id == topic.id
        ),
    )


def _seen(for_member: bool) -> Sequence[Visibility]:  # noqa: FBT001
    return [Visibility.PUBLIC, Visibility.MEMBERS] if for_member else [Visibility.PUBLIC]


def series_shown_to(*, for_member: bool) -> ColumnElement[bool]:
    """Series that stand in lists, for visitors or for members."""
    gone = exists().where(Removal.withdrawn_at.is_(None), Removal.series_id == Series.id)
    return and_(Series.visibility.in_(_seen(for_member)), ~gone)
