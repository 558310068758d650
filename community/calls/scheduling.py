"""Putting calls into the calendar: series, one-off calls, extra dates, the horizon."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .drafts import Details, SittingDraft, Times
from .events import CallChanged, SeriesChanged, SeriesStarted, SittingsScheduled
from .links import set_link
from .models import Call, Series, Topic
from .owners import Ownership
from .slugs import address_for, address_in, free_slug, slug_of
from .times import Recurrence, Slot
from .writing import HORIZON, free_sitting, place_at, write_dates, write_recurrence, write_slot

MOST_SITTINGS = 3


class TooManySittings(Refusal):
    """A call has one, two or three sittings."""


def start_series(
    details: Details,
    times: Times,
    *,
    including: Sequence[date] = (),
    by: Member,
    now: datetime,
) -> Series:
    """Begin a series owned by `by`, with its calls up to the horizon, or as far as `including`."""
    _check_number(len(times.slots))
    series = Series(
        slug=address_for(Series, details.title, details.visibility),
        created_at=now,
        updated_at=now,
        **_columns(details),
    )
    series.topics = topics_called(details.topics)
    db.session.add(series)
    db.session.flush()
    db.session.add(Ownership(series_id=series.id, member_id=by.id, since=now))
    recurrence = write_recurrence(series, times.rule, times.skipped, by_id=by.id, now=now)
    slots = write_slots(recurrence, times, by=by, now=now)
    sittings = write_dates(recurrence, slots, now, including=including)
    announce(SeriesStarted(series))
    announce(SittingsScheduled(tuple(sittings), now))
    return series


def schedule_call(
    details: Details, sittings: Sequence[SittingDraft], *, by: Member, now: datetime
) -> Call:
    """Schedule a one-off call owned by `by`, with one to three sittings."""
    call = Call(
        slug=address_for(Call, details.title, details.visibility),
        created_at=now,
        updated_at=now,
        **{f"own_{name}": value for name, value in _columns(details).items()},
    )
    call.own_topics = topics_called(details.topics)
    db.session.add(call)
    db.session.flush()
    db.session.add(Ownership(call_id=call.id, member_id=by.id, since=now))
    _write_sittings(call, sittings, by=by, now=now)
    return call


def add_date(
    series: Series,
    sittings: Sequence[SittingDraft],
    *,
    title: str | None = None,
    by: Member,
    now: datetime,
) -> Call:
    """Add a date that the rule of `series` does not give."""
    series = locked_series(series.id)
    if series.is_removed:
        raise Refusal("This series has been deleted. Bring it back first.")
    day = sittings[0].local_start.date()
    wish = f"{series.slug}-extra-{day}" if series.slug else ""
    call = Call(
        series=series,
        slug=address_in(series, wish),
        own_title=title,
        created_at=now,
        updated_at=now,
    )
    db.session.add(call)
    db.session.flush()
    _write_sittings(call, sittings, by=by, now=now)
    announce(SeriesChanged(series))
    return call


def write_slots(recurrence: Recurrence, times: Times, *, by: Member, now: datetime) -> list[Slot]:
    """Add the slots of a recurrence with their join links."""
    slots = []
    for position, draft in enumerate(times.slots):
        slot = write_slot(recurrence, position, draft, now)
        set_link(slot, draft.place.join_url, is_public=draft.place.join_is_public, by=by, now=now)
        slots.append(slot)
    return slots


def extend_horizons(now: datetime) -> list[int]:
    """The ids of the recurrences whose dates are written less far ahead than they should be."""
    enough = (now + HORIZON - timedelta(days=7)).date()
    query = (
        select(Recurrence.id)
        .join(Recurrence.series)
        .where(or_(Recurrence.written_until.is_(None), Recurrence.written_until < enough))
        .where(Recurrence.id.in_(_latest()))
        .order_by(Recurrence.id)
    )
    return list(db.session.scalars(query))


def extend(recurrence_id: int, now: datetime) -> None:
    """Write the dates of one recurrence up to the horizon. Doing it twice changes nothing."""
    of = select(Recurrence.series_id).where(Recurrence.id == recurrence_id)
    series_id = db.session.scalar(of)
    if series_id is None:  # a change has put another in its place
        return
    series = locked_series(series_id)
    if series.is_removed or recurrence_id not in db.session.scalars(_latest()).all():
        return
    recurrence = db.session.get_one(Recurrence, recurrence_id, populate_existing=True)
    sittings = write_dates(recurrence, slots_of(recurrence), now)
    if sittings:
        announce(SittingsScheduled(tuple(sittings), now))


def locked_series(series_id: int) -> Series:
    """The series, read again and held until the transaction ends."""
    return locked(Series, series_id)


def present_recurrence(series: Series) -> Recurrence:
    """The recurrence a series follows from now on: the one that starts last."""
    query = (
        select(Recurrence)
        .where(Recurrence.series_id == series.id)
        .order_by(Recurrence.starts_on.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()


def slots_of(recurrence: Recurrence) -> list[Slot]:
    """The slots of a recurrence in their order."""
    query = select(Slot).where(Slot.recurrence_id == recurrence.id).order_by(Slot.position)
    return list(db.session.scalars(query))


def topics_called(names: Sequence[str]) -> list[Topic]:
    """The topics with these names; new ones are made."""
    topics: dict[str, Topic] = {}
    for name in names:
        slug = slug_of(name)
        topic = topics.get(slug) or db.session.scalar(
            select(Topic).where(or_(Topic.name == name, func.lower(Topic.name) == name.lower()))
        )
        if topic is None:
            topic = Topic(name=name, slug=free_slug(Topic, slug))
            db.session.add(topic)
            db.session.flush()
        topics[topic.slug] = topic
    return list(topics.values())


def _columns(details: Details) -> dict[str, object]:
    return {
        "title": details.title,
        "description_source": details.description,
        "description_html": render_markdown(details.description),
        "visibility": details.visibility,
        "recording": details.recording,
        "note_takers": details.note_takers,
        "language": details.language,
        "captions": details.captions,
        "access": details.access,
    }


def _write_sittings(
    call: Call, drafts: Sequence[SittingDraft], *, by: Member, now: datetime
) -> None:
    _check_number(len(drafts))
    written = []
    for position, draft in enumerate(drafts):
        sitting = free_sitting(
            call, position, draft.place, uid=draft.uid, sequence=draft.sequence, now=now
        )
        place_at(sitting, draft.local_start, draft.zone, draft.minutes)
        db.session.add(sitting)
        db.session.flush()
        set_link(
            sitting, draft.place.join_url, is_public=draft.place.join_is_public, by=by, now=now
        )
        written.append(sitting)
    announce(CallChanged(call))
    announce(SittingsScheduled(tuple(written), now))


def _check_number(sittings: int) -> None:
    if not 1 <= sittings <= MOST_SITTINGS:
        raise TooManySittings("A call has one, two or three sittings.")


def _latest() -> Select[int]:
    """The ids of the recurrences that start last in their series."""
    newest = (
        select(func.max(Recurrence.starts_on))
        .where(Recurrence.series_id == Series.id)
        .correlate(Series)
        .scalar_subquery()
    )
    return (
        select(Recurrence.id)
        .join(Series, Series.id == Recurrence.series_id)
        .where(Recurrence.starts_on == newest)
    )
