"""Putting single dates into the calendar over HTTP: one-off calls and extra dates of series."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db
from tests.attendance.crowd import at_once
from tests.calls.build import begin
from tests.calls.filling import EVENING, summary, value_of, words, wrongs
from tests.factories import make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def fay(writing):
    """A facilitator of whatever is here."""
    with writing():
        make_community()
        return make_member("Fay", Role.FACILITATOR)


def the_sitting(reading) -> Sitting:
    with reading():
        sitting = db.session.scalars(select(Sitting)).one()
        db.session.expunge_all()
    return sitting


def calls_there_are(reading) -> list[str]:
    with reading():
        return list(db.session.scalars(select(Call.slug).order_by(Call.id)))


def test_a_call_is_scheduled_once_however_often_it_is_sent(fay, signed_in, reading):
    client = signed_in(fay)
    form = EVENING | {"once": str(value_of(client.get("/calls/new"), "once"))}

    answers = [client.post("/calls", data=form) for _ in range(2)]

    assert [(a.status_code, a.location) for a in answers] == [
        (303, "/calls/one-evening?sent=new-call")
    ] * 2
    assert "“One evening” is in the calendar." in words(
        client.get("/calls/one-evening?sent=new-call")
    )
    assert the_sitting(reading).starts_at == datetime(2026, 3, 13, 17, tzinfo=UTC)


def test_a_call_sent_by_many_fingers_at_once_is_scheduled_once(fay, signed_in, reading):
    clients = [signed_in(fay) for _ in range(4)]
    form = EVENING | {"once": "a-key"}

    answers = at_once(*(lambda c=c: c.post("/calls", data=form).location for c in clients))

    assert answers == ["/calls/one-evening?sent=new-call"] * 4
    assert calls_there_are(reading) == ["one-evening"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"sittings-0-day": ""}, "sittings-0-day"),
        ({"sittings-0-day": "0001-01-01"}, "sittings-0-day"),
        ({"sittings-0-day": "9999-12-31"}, "sittings-0-day"),
        ({"sittings-0-day": "2026-02-29"}, "sittings-0-day"),
        ({"sittings-0-time": "25:00"}, "sittings-0-time"),
        ({"sittings-0-zone": ""}, "sittings-0-zone"),
        ({"sittings-0-zone": "localtime"}, "sittings-0-zone"),
        ({"sittings-0-minutes": "-5"}, "sittings-0-minutes"),
        ({"sittings-0-capacity": "0"}, "sittings-0-capacity"),
        ({"sittings-0-join_url": "//meet.example"}, "sittings-0-join_url"),
        ({"sittings-0-join_url": "https://me et.example"}, "sittings-0-join_url"),
        ({"sittings-0-join_url": f"https://meet.example/{'x' * 2000}"}, "sittings-0-join_url"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_beside_the_field(
    *, fay, signed_in, reading, change, field
):
    form = EVENING | {"captions": "Live, by hand"} | change

    response = signed_in(fay).post("/calls", data=form)

    assert response.status_code == 422
    assert field in wrongs(response)
    assert value_of(response, "captions") == "Live, by hand"
    assert calls_there_are(reading) == []


def test_a_call_without_a_time_is_none(fay, signed_in, reading):
    response = signed_in(fay).post("/calls", data={**EVENING, "sittings-0-time": ""})

    assert response.status_code == 422
    assert "Give the call a day and a time." in words(response)
    assert calls_there_are(reading) == []


def test_three_sittings_and_no_fourth(fay, signed_in, reading):
    more = {
        f"sittings-{n}-{name.split('-')[-1]}": value
        for n in range(1, 12)
        for name, value in EVENING.items()
        if name.startswith("sittings-0")
    }

    signed_in(fay).post("/calls", data=EVENING | more)

    with reading():
        assert len(db.session.scalars(select(Sitting)).all()) <= 3


def test_a_call_in_the_hour_clocks_jump_over_is_refused_in_words(fay, signed_in, reading):
    gap = {"sittings-0-day": "2026-03-29", "sittings-0-time": "02:30"}

    response = signed_in(fay).post("/calls", data=EVENING | gap)

    assert response.status_code == 422
    assert "02:30 does not exist in Europe/Berlin on that day" in summary(response)
    with reading():
        assert db.session.scalars(select(Sitting)).all() == []


def test_a_date_the_rule_does_not_give_is_added(fay, writing, signed_in, reading):
    with writing():
        series = begin(fay)
        address = f"/series/{series.slug}/dates"
    client = signed_in(fay)
    filled = client.get(f"{address}/new")
    assert value_of(filled, "sittings-0-time") == "17:00"
    form = {name: value for name, value in EVENING.items() if name.startswith("sittings")}

    response = client.post(address, data={**form, "title": "An extra evening"})

    assert response.location == "/calls/practitioners-call-extra-2026-03-13"
    assert "An extra evening" in words(client.get(response.location))
    assert client.post(address, data={"sittings-0-day": "2026-03-13"}).status_code == 422
