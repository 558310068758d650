"""Taking the sample content away is news to every calendar that held it."""

import pytest

from community.accounts.models import Role
from community.attendance import following
from community.calendars import personal
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.db import db
from community.front import clearing, sample
from tests.factories import START, make_community, make_member


@pytest.fixture
def addresses(writing, app):
    """Every kind of feed that shows something of the sample."""
    key = app.config["SETTINGS"].secret_key
    with writing():
        make_community()
        ada = make_member("Ada", Role.STEWARD, Role.FACILITATOR)
        bob = make_member("Bob")
        sample.write(steward=ada, now=START)
        series = db.session.query(Series).order_by(Series.id).first()
        following.follow(series, bob.person, now=START)
        secret = personal.text_of(personal.make(bob, key=key, now=START), key=key)
        call = sittings_of_series(series, START)[0].call
        return [
            "/calendar.ics",
            f"/series/{series.slug}/calendar.ics",
            f"/calls/{call.slug}/call.ics",
            f"/calendar/{secret}.ics",
        ]


def test_no_calendar_is_told_that_deleted_sample_calls_are_unchanged(
    addresses, writing, client, at
):
    with at(START):
        before = [client.get(path) for path in addresses]
        assert ["BEGIN:VEVENT" in answer.text for answer in before] == [True] * 4

        with writing():
            clearing.remove_sample()

        after = [
            client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            for path, answer in zip(addresses, before, strict=True)
        ]
    assert [(answer.status_code, "BEGIN:VEVENT" in answer.text) for answer in after] == [
        (200, False),
        (404, False),
        (404, False),
        (200, False),
    ]


def test_taking_nothing_away_leaves_every_calendar_as_it_is(writing, client, at):
    with writing():
        make_community()
    with at(START):
        before = client.get("/calendar.ics").headers["ETag"]

        with writing():
            clearing.remove_sample()

        assert client.get("/calendar.ics").headers["ETag"] == before
