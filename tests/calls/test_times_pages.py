"""Changing when a series is held, over HTTP: shown first, then from a date on or for all."""

from datetime import time

import pytest
from sqlalchemy import select

from community.attendance.models import Answer, Rsvp
from community.attendance.rsvps import answer
from community.calls import scheduling
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.calls.times import Recurrence
from community.db import db
from tests.calls.build import begin, times
from tests.calls.filling import seen, summary, value_of, words, wrongs
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

TIMES = {
    "frequency": "weekly",
    "interval": "1",
    "monthly_by": "day",
    "nth": "1",
    "starts_on": "2026-02-03",
    "ends": "never",
    "weekdays": "TU",
    "hours-0-time": "19:30",
    "hours-0-zone": "Europe/Berlin",
    "hours-0-minutes": "60",
    "version": "1",
}


@pytest.fixture
def fay(writing):
    """The facilitator of everything here."""
    with writing():
        make_community()
        return make_member("Fay")


@pytest.fixture
def address(fay, writing):
    """The form for the times of a weekly series on Tuesdays at 17:00 in Berlin."""
    with writing():
        return f"/series/{begin(fay).slug}/times"


def held(reading, many: int = 2) -> list[str]:
    with reading():
        series = db.session.scalars(select(Series)).one()
        sittings = sittings_of_series(series, START)[:many]
        return [f"{s.local_start:%Y-%m-%d %H:%M}" for s in sittings if not s.is_cancelled]


def test_the_form_holds_the_present_times(fay, address, signed_in):
    page = signed_in(fay).get(address)

    present = {**TIMES, "hours-0-time": "17:00"}
    assert {name: value_of(page, name) for name in present} == present
    assert "Now: Every Tuesday" in words(page)


def test_new_times_are_shown_and_change_nothing_until_they_are_sent_again(
    fay, address, signed_in, reading
):
    client = signed_in(fay)
    form = seen(client, address, TIMES)
    assert held(reading) == ["2026-02-03 17:00", "2026-02-10 17:00"]

    response = client.post(address, data=form)

    assert (response.status_code, response.location) == (303, address.removesuffix("/times"))
    assert held(reading) == ["2026-02-03 19:30", "2026-02-10 19:30"]


def test_a_mark_of_other_times_does_not_let_these_pass(fay, address, signed_in, reading):
    client = signed_in(fay)
    mark = seen(client, address, TIMES)["seen"]

    shown = client.post(address, data={**TIMES, "hours-0-minutes": "90", "seen": mark})

    assert shown.status_code == 200
    assert held(reading) == ["2026-02-03 17:00", "2026-02-10 17:00"]


@pytest.mark.parametrize("mark", ["", "0" * 20, "é" * 400])
def test_a_mark_somebody_made_up_is_none(fay, address, signed_in, reading, mark):
    assert signed_in(fay).post(address, data={**TIMES, "seen": mark}).status_code == 200
    assert held(reading, 1) == ["2026-02-03 17:00"]


def test_from_one_date_on_the_dates_before_it_stay(fay, address, signed_in, reading):
    client = signed_in(fay)
    form = {**TIMES, "since": "2026-02-10"}

    client.post(address, data=seen(client, address, form))

    assert held(reading, 3) == ["2026-02-03 17:00", "2026-02-10 19:30", "2026-02-17 19:30"]


def test_what_is_shown_is_what_saving_does_and_names_what_goes(fay, address, signed_in, reading):
    client = signed_in(fay)
    client.post(address, data=seen(client, address, {**TIMES, "since": "2026-03-10"}))
    form = {**TIMES, "interval": "2", "since": "2026-02-17", "version": "2"}

    shown = client.post(address, data=form)

    assert "17 February 2026, 19:30" in words(shown)
    assert "No longer held, and cancelled with a reason: 24 February 2026," in words(shown)
    assert held(reading, 3)[2] == "2026-02-17 17:00"
    client.post(address, data={**form, "seen": value_of(shown, "seen")})
    assert held(reading, 5) == [
        "2026-02-03 17:00",
        "2026-02-10 17:00",
        "2026-02-17 19:30",
        "2026-03-03 19:30",
    ]


def test_a_date_past_all_dates_is_refused_when_it_is_looked_at(fay, address, signed_in):
    response = signed_in(fay).post(address, data={**TIMES, "since": "9999-12-31"})

    assert response.status_code == 422
    assert "has no dates from 31 December 9999 on" in summary(response)


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "\x00"])
def test_a_date_to_begin_from_that_is_none_breaks_nothing(fay, address, signed_in, since):
    client = signed_in(fay)

    response = client.post(address, data=seen(client, address, {**TIMES, "since": since}))

    assert response.status_code in {200, 303, 422}


def test_answers_move_along_with_their_dates(fay, address, writing, signed_in, reading):
    with writing():
        first = sittings_of_series(db.session.scalars(select(Series)).one(), START)[0]
        answer(first, make_member("Ada").person, answer=Answer.GOING, now=START)
    client = signed_in(fay)

    client.post(address, data=seen(client, address, TIMES))

    with reading():
        rsvp = db.session.scalars(select(Rsvp)).one()
        assert (rsvp.answer, rsvp.sitting.local_start.time()) == (Answer.GOING, time(19, 30))


def test_keeping_the_dates_changes_the_hour_alone(fay, writing, signed_in, reading):
    with writing():
        series = begin(fay, times("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "2026-02-24"))
        address = f"/series/{series.slug}/times"
    client = signed_in(fay)
    page = client.get(address)
    assert value_of(page, "keep_rule") == "y"
    form = {**TIMES, "keep_rule": "y", "starts_on": "2026-02-24"}

    client.post(address, data=seen(client, address, form))

    assert held(reading) == ["2026-02-24 19:30", "2026-03-31 19:30"]


def test_of_two_tabs_the_second_is_told_and_keeps_what_was_typed(fay, address, signed_in, reading):
    client = signed_in(fay)
    first = seen(client, address, TIMES)
    second = seen(client, address, {**TIMES, "hours-0-time": "21:00"})

    client.post(address, data=first)
    told = client.post(address, data=second)

    assert told.status_code == 409
    assert "Somebody else has changed this series in the meantime." in summary(told)
    assert value_of(told, "hours-0-time") == "21:00"
    assert held(reading, 1) == ["2026-02-03 19:30"]
    again = {**second, "version": value_of(told, "version")}
    assert client.post(address, data=again).status_code == 303
    assert held(reading, 1) == ["2026-02-03 21:00"]


def test_the_same_change_sent_twice_is_made_once(fay, address, signed_in, reading):
    client = signed_in(fay)
    form = seen(client, address, {**TIMES, "since": "2026-02-10"})

    answers = [client.post(address, data=form).status_code for _ in range(2)]

    assert answers == [303, 409]
    with reading():
        assert len(db.session.scalars(select(Recurrence)).all()) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours-0-zone": "Nowhere"}, "hours-0-zone"),
        ({"interval": "13"}, "interval"),
        ({"starts_on": ""}, "starts_on"),
        ({"hours-0-join_url": "javascript:alert(1)"}, "hours-0-join_url"),
        ({"hours-0-minutes": "1441"}, "hours-0-minutes"),
        ({"hours-0-hours_to_accept": "169"}, "hours-0-hours_to_accept"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(
    *, fay, address, signed_in, reading, change, field
):
    response = signed_in(fay).post(address, data=TIMES | change)

    assert response.status_code == 422
    assert field in wrongs(response)
    assert (value_of(response, "hours-0-time"), value_of(response, "version")) == ("19:30", "1")
    assert held(reading, 1) == ["2026-02-03 17:00"]


def test_a_second_time_of_day_is_added_in_its_own_zone(fay, address, signed_in, reading):
    client = signed_in(fay)
    second = {"hours-1-time": "09:00", "hours-1-zone": "Asia/Kathmandu", "hours-1-minutes": "30"}

    client.post(address, data=seen(client, address, TIMES | second))

    assert held(reading, 3) == ["2026-02-03 09:00", "2026-02-03 19:30", "2026-02-10 09:00"]


def test_in_half_an_hour_of_summer_time_the_dates_say_so(fay, address, signed_in):
    zone = {"hours-0-zone": "Australia/Lord_Howe", "starts_on": "2026-10-04", "weekdays": "SU"}

    shown = words(signed_in(fay).post(address, data={**TIMES, **zone, "hours-0-time": "02:10"}))

    there = "02:10 does not exist in Australia/Lord Howe that day: it is held at 02:40"
    assert there in shown


def test_a_deleted_series_takes_no_new_times(fay, address, signed_in, reading):
    client = signed_in(fay)
    form = seen(client, address, TIMES)
    client.post(address.replace("/times", "/removal"), data={"reason": "Merged"})

    response = client.post(address, data=form)

    assert response.status_code == 409
    assert "This series has been deleted. Bring it back first." in words(response)
    with reading():
        series = db.session.scalars(select(Series)).one()
        slots = scheduling.slots_of(scheduling.present_recurrence(series))
        assert [slot.time for slot in slots] == [time(17)]
