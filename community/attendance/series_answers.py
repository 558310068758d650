"""One answer for every future date of a series; an answer for a single date wins over it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Person
from community.calls.apart import apart_among
from community.calls.models import Call, Series
from community.calls.times import Sitting
from community.conduct.standing import spells_without_writing
from community.db import db
from community.errors import Refusal
from community.events import announce

from . import places
from .events import SeriesAnswerChanged
from .hidden import is_hidden, people_who_lead
from .models import Answer, Offer, Rsvp, SeriesAnswer
from .queries import positions_of, room_in
from .stopping import is_kept_from, refuse_who_may_not_come, stopped_among


class NoSuchTime(Refusal):
    """The series has no dates at the time that was chosen."""


def answer_series(
    series: Series,
    person: Person,
    *,
    answer: Answer,
    now: datetime,
    position: int | None = None,
    access_needs: str | None = None,
    shows_name: bool | None = None,
) -> Sequence[SeriesAnswer]:
    """Answer for each future date that has no answer of its own, and for those still to come.

    `position` (from 0) is the time of day where a series has several; None means all of them.
    Where a date is full the answer is a place in line. What is None stays as it was. Dates that
    only their link leads to are left out, except for who leads the series.
    Raises `NoSuchTime`, and what `refuse_who_may_not_come` does.
    """
    series = _locked(series.id)
    refuse_who_may_not_come(series, person, answer, now)
    if series.is_removed:
        raise Refusal("This series has been deleted, so it takes no answers.")
    positions = (
        positions_of(series, now) if position is None else {position} & positions_of(series, now)
    )
    if not positions:
        raise NoSuchTime("This series has no dates at that time. Choose one of its times.")
    given = [_answer_at(series, person, at) for at in sorted(positions)]
    for one in given:
        if one.answer is not answer:
            one.answered_at = now
        one.answer = answer
        one.access_needs = one.access_needs if access_needs is None else access_needs
        one.shows_name = one.shows_name if shows_name is None else shows_name
        db.session.add(one)
    db.session.flush()
    _apply(given, _future_sittings(series, positions, now), now)
    announce(SeriesAnswerChanged(person.id, series))
    return given


def withdraw_series_answer(
    series: Series, person: Person, *, now: datetime, position: int | None = None
) -> None:
    """Take the answer for a series back, with those it gave for dates to come. Answers for single
    dates stay. Doing it twice changes nothing.
    """
    series = _locked(series.id)
    found = [
        given
        for given in _answers(series.id, [person.id])
        if position is None or given.position == position
    ]
    if not found:
        return
    positions = {given.position for given in found}
    sittings = _lock_all(_future_sittings(series, positions, now))
    mine = select(Rsvp.id).where(
        Rsvp.sitting_id.in_([s.id for s in sittings]), Rsvp.person_id == person.id, Rsvp.by_series
    )
    fetch = {"synchronize_session": "fetch"}
    db.session.execute(delete(Offer).where(Offer.rsvp_id.in_(mine)), execution_options=fetch)
    db.session.execute(delete(Rsvp).where(Rsvp.id.in_(mine)), execution_options=fetch)
    for given in found:
        db.session.delete(given)
    db.session.flush()
    settle_where_needed(sittings, now)
    announce(SeriesAnswerChanged(person.id, series))


def answer_new_dates(sittings: Sequence[Sitting], *, now: datetime) -> None:
    """Give sittings that were just written the answers people gave for their series.

    In the order in which people answered. What has begun by `now` is left alone.
    """
    by_series: dict[int, list[Sitting]] = {}
    for sitting in sittings:
        if sitting.call.series_id is not None and not sitting.has_begun(now):
            by_series.setdefault(sitting.call.series_id, []).append(sitting)
    for series_id, new in by_series.items():
        series = _locked(series_id)
        given = _answers(series_id)
        if not given:
            continue
        _apply(given, new, now)
        for person_id in dict.fromkeys(one.person_id for one in given):
            announce(SeriesAnswerChanged(person_id, series))


def settle_where_needed(sittings: Sequence[Sitting], now: datetime) -> None:
    """Pass places on at those of the `sittings` at which somebody waits."""
    ids = sorted({s.id for s in sittings})
    waiting = select(Rsvp.sitting_id).where(Rsvp.sitting_id.in_(ids), Rsvp.answer == Answer.WAITING)
    needed = set(db.session.scalars(waiting.distinct()))
    for sitting in sorted(sittings, key=lambda s: s.id):
        if sitting.id in needed:
            places.settle(places.lock(sitting), now=now)


def _apply(given: Sequence[SeriesAnswer], sittings: Sequence[Sitting], now: datetime) -> None:
    """Write the answers given for a series into its sittings, a few statements for all of them."""
    sittings = _lock_all(sittings)
    settle_where_needed(sittings, now)
    present = _present(sittings, {one.person_id for one in given})
    leaders = people_who_lead(one.series_id for one in given)
    people = {one.person_id for one in given}
    paused, removed = stopped_among(sittings, people, now)
    apart = apart_among(people, leaders, now)
    kept = spells_without_writing(people, now)
    room = room_in(sittings)
    new: list[Rsvp] = []
    for one in given:
        for sitting in sittings:
            if sitting.position != one.position or (sitting.id, one.person_id) in removed:
                continue
            is_stopped = sitting.id in paused or (one.series_id, one.person_id) in apart
            is_stopped = is_stopped or is_kept_from(sitting, one, kept)
            if is_stopped and one.answer is not Answer.CANNOT:
                continue
            rsvp = present.get((sitting.id, one.person_id))
            if rsvp is None:
                if is_hidden(sitting.call) and one.person_id not in leaders.get(one.series_id, ()):
                    continue
                rsvp = Rsvp(sitting_id=sitting.id, person_id=one.person_id, by_series=True)
                new.append(rsvp)
            if rsvp.by_series:
                _fill(rsvp, sitting, one, room, now)
    db.session.flush()
    db.session.bulk_save_objects(new)  # one statement, where adding them takes one for each
    settle_where_needed(sittings, now)


def _fill(
    rsvp: Rsvp, sitting: Sitting, given: SeriesAnswer, room: dict[int, int], now: datetime
) -> None:
    """Put the series' answer into one date; `room` is what is left where places are limited."""
    rsvp.access_needs, rsvp.shows_name = given.access_needs, given.shows_name
    rsvp.updated_at = now
    if rsvp.answer is given.answer:
        return
    rsvp.answered_at = now
    if rsvp.answer is Answer.WAITING:  # rare: a place in line, perhaps one kept
        places.put(rsvp, given.answer, now=now)
        room |= room_in([sitting])
        return
    if given.answer is not Answer.GOING:
        rsvp.answer, rsvp.waiting_since = given.answer, None
        return
    left = room.get(sitting.id)
    if left is None or left > 0:
        rsvp.answer, rsvp.waiting_since = Answer.GOING, None
    else:
        rsvp.waiting_since = places.end_of_line(sitting, now)
        rsvp.answer = Answer.WAITING
    if left is not None:
        room[sitting.id] = left - 1


def _answer_at(series: Series, person: Person, position: int) -> SeriesAnswer:
    given = db.session.scalar(
        select(SeriesAnswer).where(
            SeriesAnswer.series_id == series.id,
            SeriesAnswer.person_id == person.id,
            SeriesAnswer.position == position,
        )
    )
    return given or SeriesAnswer(
        series_id=series.id,
        person_id=person.id,
        position=position,
        access_needs="",
        shows_name=False,
    )


def _locked(series_id: int) -> Series:
    """Series first, then sittings by number: everybody in this order, so that nobody is stuck."""
    key = Series.id == series_id
    db.session.execute(select(Series.id).where(key).with_for_update())
    query = select(Series).where(key).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def _lock_all(sittings: Sequence[Sitting]) -> Sequence[Sitting]:
    ids = [s.id for s in sittings]
    key = Sitting.id.in_(ids)
    db.session.execute(select(Sitting.id).where(key).order_by(Sitting.id).with_for_update())
    query = select(Sitting).where(key).order_by(Sitting.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _future_sittings(
    series: Series, positions: Collection[int], now: datetime
) -> Sequence[Sitting]:
    query = (
        select(Sitting)
        .join(Sitting.call)
        .where(
            Call.series_id == series.id,
            Sitting.starts_at > now,
            Sitting.position.in_(positions),
        )
    )
    return db.session.scalars(query).all()


def _answers(series_id: int, people: Collection[int] | None = None) -> Sequence[SeriesAnswer]:
    query = select(SeriesAnswer).where(SeriesAnswer.series_id == series_id)
    if people is not None:
        query = query.where(SeriesAnswer.person_id.in_(people))
    order = (SeriesAnswer.answered_at, SeriesAnswer.id)
    return db.session.scalars(
        query.order_by(*order).execution_options(populate_existing=True)
    ).all()


def _present(sittings: Iterable[Sitting], people: Collection[int]) -> dict[tuple[int, int], Rsvp]:
    query = select(Rsvp).where(
        Rsvp.sitting_id.in_([s.id for s in sittings]), Rsvp.person_id.in_(people)
    )
    found = db.session.scalars(query.execution_options(populate_existing=True)).all()
    return {(rsvp.sitting_id, rsvp.person_id): rsvp for rsvp in found}
