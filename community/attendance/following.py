"""Following a series: its dates stand in one's calendar, whatever one answers."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Person
from community.calls.models import Series
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from .events import FollowChanged
from .models import Follow


def follow(series: Series, person: Person, *, now: datetime) -> Follow:
    """Follow `series`. Doing it twice changes nothing."""
    series = locked(Series, series.id)  # ahead of the person, as who changes a series holds them
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    found = _follow_of(series, person)
    if found is not None:
        return found
    if series.is_removed:
        raise Refusal("This series has been deleted, so it cannot be followed.")
    made = Follow(series=series, person=person, since=now)
    db.session.add(made)
    db.session.flush()
    announce(FollowChanged(person.id, series))
    return made


def unfollow(series: Series, person: Person) -> None:
    """Follow it no longer. Answers stay. Doing it twice changes nothing."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    found = _follow_of(series, person)
    if found is None:
        return
    db.session.delete(found)
    db.session.flush()
    announce(FollowChanged(person.id, series))


def _follow_of(series: Series, person: Person) -> Follow | None:
    return db.session.scalar(
        select(Follow).where(Follow.series_id == series.id, Follow.person_id == person.id)
    )
