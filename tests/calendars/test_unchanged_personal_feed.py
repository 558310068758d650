"""What tells readers of personal feeds ahead of the application that nothing has changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import profiles
from community.accounts.models import Member, Person
from community.attendance.models import Answer
from community.attendance.rsvps import answer
from community.calendars import holdings, personal
from community.calendars.models import FeedSecret
from community.calls.changing import cancel
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.conduct import emergencies, imposing
from community.conduct.content import Effect
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole
from community.conduct.standing import measures_of
from community.db import db, transaction
from tests.calendars.addressing import NOW
from tests.conduct.build import restrict


@pytest.fixture
def place(series_and_reader, writing):
    """Bo, who goes to the first date of Ada's series, and has a feed."""
    with writing():
        first = _dates(series_and_reader)[0]
        person = db.session.get_one(Person, series_and_reader.bo.person_id)
        answer(first, person, answer=Answer.GOING, now=NOW)
    return series_and_reader


@pytest.fixture
def held(place, client):
    """What the reader holds after two fetches."""
    return _fetched_twice(client, place)


def _fetched_twice(client, place):
    """The headers of a reader: the first fetch was noted, the second is remembered."""
    client.get(place.path, buffered=True).close()
    return {"If-None-Match": client.get(place.path).headers["ETag"]}


def _dates(place):
    return sittings_of_series(db.session.get_one(Series, place.series), NOW)


def _bo(place):
    return db.session.get_one(Member, place.bo.id)


def test_nothing_has_changed_is_said_without_a_statement_and_without_a_byte_kept(
    app, client, place, queries
):
    store = app.extensions["kept"]
    before = store.size, len(store)
    held = _fetched_twice(client, place)
    whole = client.get(place.path)
    with queries() as sent:
        again = client.get(place.path, headers=held)
    assert (again.status_code, again.data, sent) == (304, b"", [])
    assert again.headers["ETag"] == whole.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["X-Robots-Tag"] == "noindex"
    assert "Content-Disposition" not in again.headers
    assert client.get(place.path).data == whole.data
    assert client.get(f"{place.path}?alarm=15", headers=held).status_code == 200
    grown, more = store.size - before[0], len(store) - before[1]
    assert grown == more * 2_000  # what keeping anything takes, and nothing beside it


def test_the_first_fetch_of_an_hour_is_noted(client, place, held, at, reading):
    noted = []
    for minutes in (59, 60, 61):
        with at(NOW + timedelta(minutes=minutes)):
            client.get(place.path, headers=held, buffered=True).close()
        with reading():
            noted.append(db.session.scalars(select(FeedSecret.fetched_at)).one() - NOW)
    assert noted == [timedelta(0), timedelta(hours=1), timedelta(hours=1)]


def _answer_another(place):
    answer(_dates(place)[1], _bo(place).person, answer=Answer.GOING, now=NOW)


def _cancel(place):
    cancel(_dates(place)[0], by=db.session.get_one(Member, place.ada.id), reason="Rain", now=NOW)


def _move_house(place):
    profile = profiles.profile_of(_bo(place))
    profiles.change(
        _bo(place), profiles.Profile(name=profile.name, pronouns=None, handle=profile.handle,
                                     zone="Asia/Tokyo"), now=NOW,
    )  # fmt: skip


def _restrict(place, at=NOW):
    ada = db.session.get_one(Member, place.ada.id)
    restrict(_bo(place).person, Effect.NO_ACCOUNT, by=ada, now=at)


def _take_the_answer_away(place):
    measure = Measure(
        act=Act.REMOVE_ANSWER,
        call_id=_dates(place)[0].call_id,
        why="What was said.",
        role=ActingRole.FACILITATOR,
        person=_bo(place).person,
    )
    emergencies.take(measure, by=db.session.get_one(Member, place.ada.id), now=NOW)


def _lift(place):
    for measure in measures_of(place.bo.person_id):
        imposing.lift(measure, why="It was long enough.", now=NOW)


def _replace(place):
    personal.rotate(_bo(place), key=place.key, now=NOW)


def _revoke(place):
    personal.revoke(_bo(place), now=NOW)


def _erase(place):
    holdings.erase(place.bo.person_id, NOW)


@pytest.mark.parametrize(
    ("before", "change", "status"),
    [
        (None, _answer_another, 200),
        (None, _cancel, 200),
        (None, _move_house, 200),
        (None, _restrict, 200),
        (_restrict, _lift, 200),
        (None, _take_the_answer_away, 200),
        (None, _replace, 404),
        (None, _revoke, 404),
        (None, _erase, 404),
    ],
)
def test_what_changes_a_feed_is_seen_at_the_next_request(
    place, writing, client, another_app, queries, before, change, status
):
    if before is not None:
        with writing():
            before(place)
    held = _fetched_twice(client, place)
    with queries() as sent:
        assert client.get(place.path, headers=held).status_code == 304
    assert sent == []
    with another_app().app_context(), transaction():
        change(place)
    assert client.get(place.path, headers=held).status_code == status


def test_what_stands_begins_and_ends_by_time_alone(place, writing, client, at):
    """A measure from ten minutes on, for a week."""
    with writing():
        _restrict(place, NOW + timedelta(minutes=10))
    said, held = [], {}
    for day in (0, 7):
        for minutes in (0, 5, 9, 10):
            with at(NOW + timedelta(days=day, minutes=minutes)):
                if minutes == 0:
                    held = _fetched_twice(client, place)
                said.append(client.get(place.path, headers=held).status_code)
    assert said == [304, 304, 304, 200] * 2
