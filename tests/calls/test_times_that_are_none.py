"""An hour that clocks jump over, and one that has passed, are refused before anything is saved."""

from datetime import datetime

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.times import Sitting
from community.db import db
from tests.calls.filling import summary, words
from tests.factories import make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def fay(writing):
    """The facilitator of one call on 13 March at 17:00 in Berlin."""
    with writing():
        make_community()
        fay = make_member("Fay", Role.FACILITATOR)
        make_sitting(make_call(fay, slug="an-evening"))
        return fay


def held(reading) -> list[datetime]:
    with reading():
        return list(db.session.scalars(select(Sitting.local_start)))


def moved(day: str, time: str) -> dict[str, str]:
    return {"day": day, "time": time, "zone": "Europe/Berlin", "minutes": "60"}


def test_nothing_is_moved_into_an_hour_that_does_not_exist(fay, signed_in, reading):
    client = signed_in(fay)

    response = client.post("/calls/an-evening/sittings/1/time", data=moved("2026-03-29", "02:30"))

    assert response.status_code == 422
    assert "02:30 does not exist in Europe/Berlin on that day" in summary(response)
    assert held(reading) == [datetime(2026, 3, 13, 17)]


def test_moving_to_where_it_is_says_that_nothing_has_changed(fay, signed_in):
    client = signed_in(fay)

    client.post("/calls/an-evening/sittings/1/time", data=moved("2026-03-13", "17:00"))

    assert "Nothing has changed." in words(client.get("/calls/an-evening"))


def test_no_call_is_scheduled_in_the_past(fay, signed_in, reading):
    form = {
        "title": "Long ago",
        "visibility": "public",
        "recording": "not recorded",
        "note_takers": "ask first",
        "language": "en",
        "sittings-0-day": "2020-01-01",
        "sittings-0-time": "17:00",
        "sittings-0-zone": "Europe/Berlin",
        "sittings-0-minutes": "60",
    }

    response = signed_in(fay).post("/calls", data=form)

    assert response.status_code == 422
    assert "That time has passed. Choose a time to come." in summary(response)
    assert len(held(reading)) == 1
