"""What a person has answered and follows: the calls on *my calls*, places they could take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, or_, select, union
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.calls.call_queries import is_gone
from community.calls.listing import not_over, over, with_line
from community.calls.models import Call, Removal, Series
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.pages import Page, page_of

from .hidden import comes_with_series
from .models import Answer, Follow, Rsvp, SeriesAnswer
from .queries import has_place_left

_COMES = (Answer.GOING, Answer.MAYBE, Answer.WAITING)
_MOST = 20


def upcoming_for(person: Person, now: datetime, cursor: str | None = None) -> Page[Sitting]:
    """Sittings that are not over: those the person comes to, may come to or waits for, and
    those of series they follow, unless they answered *can't*. Soonest first, cancelled ones too.
    Dates of a series that only their link leads to are there for who answered them singly.
    """
    said_no = _has_answered(person, Answer.CANNOT)
    followed = exists().where(Follow.person_id == person.id, Follow.series_id == Call.series_id)
    mine = _standing(select(Sitting.id)).where(
        *not_over(now),
        Sitting.id.in_(_answered_or_followed(person, now)),
        or_(
            _has_answered(person, *_COMES),
            followed.correlate(Call) & ~said_no & comes_with_series(person.id),
        ),
    )
    return page_of(_lines(mine), (Sitting.starts_at, Sitting.id), _keys, cursor=cursor)


def past_for(person: Person, now: datetime, cursor: str | None = None) -> Page[Sitting]:
    """Sittings that are over, for which the person answered *going* or *maybe*; latest first."""
    mine = _standing(select(Sitting.id)).where(
        *over(now),
        Sitting.id.in_(_answered(person)),
        _has_answered(person, Answer.GOING, Answer.MAYBE),
    )
    by = (Sitting.starts_at, Sitting.id)
    return page_of(_lines(mine), by, _keys, cursor=cursor, backwards=True)


def free_for_taking(person: Person, now: datetime) -> Sequence[Sitting]:
    """Sittings the person waits for at which whoever comes first may have a free place."""
    waits = select(Rsvp.sitting_id).where(
        Rsvp.person_id == person.id, Rsvp.answer == Answer.WAITING
    )
    awaited = db.session.scalars(waits).all()
    if not awaited:  # as for most people
        return ()
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    query = (
        _sittings()
        .where(
            Sitting.id.in_(awaited),
            Sitting.starts_at > now,
            _has_answered(person, Answer.WAITING),
            ~off.correlate(Sitting),
            has_place_left(now),
        )
        .order_by(Sitting.starts_at, Sitting.id)
        .limit(_MOST)
    )
    return db.session.scalars(query).all()


def general_answers_of(person: Person) -> Sequence[SeriesAnswer]:
    """The person's answers for whole series, by title."""
    query = (
        select(SeriesAnswer)
        .join(SeriesAnswer.series)
        .options(joinedload(SeriesAnswer.series))
        .where(SeriesAnswer.person_id == person.id, Series.id.not_in(_removed_series()))
        .order_by(Series.title, Series.id, SeriesAnswer.position)
    )
    return db.session.scalars(query).all()


def followed_by(person: Person) -> Sequence[Series]:
    """The series the person follows, by title."""
    query = (
        select(Series)
        .join(Follow, Follow.series_id == Series.id)
        .where(Follow.person_id == person.id, Series.id.not_in(_removed_series()))
        .order_by(Series.title, Series.id)
    )
    return db.session.scalars(query).all()


def _lines(mine: Select[Any]) -> Select[Any]:
    """What stands in a line, of the sittings that `mine` gives the ids of. PostgreSQL joins what
    stands first to begin with: past eight tables it would look only then for which dates.
    """
    chosen = mine.subquery()
    return select(Sitting).join(chosen, chosen.c.id == Sitting.id).options(*with_line())


def _sittings() -> Select[Any]:
    return _standing(select(Sitting)).options(*with_line())


def _standing(query: Select[Any]) -> Select[Any]:
    """A query on sittings that leaves out those of calls and series that were deleted."""
    return query.join(Sitting.call).where(~is_gone())


def _answered_or_followed(person: Person, now: datetime) -> CompoundSelect[int]:
    """The ids among which those of the person are: what they have answered, and the dates to come
    of what they follow. A database that begins with these need not look at those of others.
    """
    followed = (
        select(Sitting.id)
        .join(Sitting.call)
        .join(Follow, Follow.series_id == Call.series_id)
        .where(Follow.person_id == person.id, *not_over(now))
    )
    return union(_answered(person), followed)


def _answered(person: Person) -> Select[Any]:
    return select(Rsvp.sitting_id).where(Rsvp.person_id == person.id)


def _removed_series() -> Select[Any]:
    return select(Removal.series_id).where(
        Removal.series_id.is_not(None), Removal.withdrawn_at.is_(None)
    )


def _has_answered(person: Person, *answers: Answer) -> ColumnElement[bool]:
    """For a query on sittings and calls; an answer that came with the series gives away nothing."""
    said = exists().where(
        Rsvp.sitting_id == Sitting.id,
        Rsvp.person_id == person.id,
        Rsvp.answer.in_(answers),
        Rsvp.by_series.is_(False) | comes_with_series(person.id),
    )
    return said.correlate(Sitting, Call)


def _keys(sitting: Sitting) -> tuple[datetime, int]:
    return sitting.starts_at, sitting.id
