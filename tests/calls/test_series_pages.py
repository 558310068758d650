"""Starting a series and changing its words over HTTP: shown first, kept when wrong, done once."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.models import Series
from community.calls.owners import Ownership
from community.db import db
from tests.attendance.crowd import at_once
from tests.calls.filling import WEEKLY, seen, summary, value_of, words, wrongs
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def fay(writing):
    """A facilitator who has started nothing yet."""
    with writing():
        make_community()
        return make_member("Fay", Role.FACILITATOR)


def series_there_are(reading) -> list[Series]:
    with reading():
        return list(db.session.scalars(select(Series).order_by(Series.id)))


def test_what_a_series_means_is_shown_before_anything_is_saved(fay, signed_in, reading):
    shown = signed_in(fay).post("/series", data={**WEEKLY, "intent": "save"})

    assert shown.status_code == 200
    assert "Nothing is saved yet." in words(shown)
    assert "Tue 3 February 2026, 17:00 Europe/Berlin · 16:00 UTC" in words(shown)
    assert {name: value_of(shown, name) for name in WEEKLY} == WEEKLY
    assert series_there_are(reading) == []


def test_a_series_that_was_shown_is_started(fay, signed_in, reading, writing):
    client = signed_in(fay)

    response = client.post("/series", data=seen(client, "/series", WEEKLY))

    assert (response.status_code, response.location) == (
        303,
        "/series/practitioners-call?sent=new-series",
    )
    page = words(client.get(response.location))
    assert "“Practitioners Call” is in the calendar." in page
    assert "There is one facilitator" in page
    with reading():
        assert db.session.scalars(select(Ownership.member_id)).all() == [fay.id]
    with writing():
        series, another = db.session.scalars(select(Series)).one(), make_member("Ben")
        db.session.add(Ownership(series_id=series.id, member_id=another.id, since=START))
    assert "There is one facilitator" not in words(client.get(response.location))


def test_other_times_than_those_shown_are_shown_again(fay, signed_in, reading):
    client = signed_in(fay)
    form = seen(client, "/series", WEEKLY)

    for change in ({"hours-0-time": "18:00"}, {"interval": "2"}, {"skipped": "2026-02-10"}):
        again = client.post("/series", data=form | change)
        assert again.status_code == 200
        assert value_of(again, "seen") != form["seen"]
    assert client.post("/series", data=form | {"intent": "preview"}).status_code == 200
    assert series_there_are(reading) == []


def test_other_words_than_those_shown_need_no_second_look(fay, signed_in):
    client = signed_in(fay)
    form = seen(client, "/series", WEEKLY)

    assert (
        client.post("/series", data=form | {"title": "Evenings"}).location
        == "/series/evenings?sent=new-series"
    )


def test_a_time_that_clocks_jump_over_is_told_before_it_is_saved(fay, signed_in):
    form = WEEKLY | {"starts_on": "2026-03-22", "hours-0-time": "02:30", "weekdays": "SU"}

    shown = words(signed_in(fay).post("/series", data=form))

    assert "02:30 does not exist in Europe/Berlin that day: it is held at 03:30" in shown
    assert "Sun 29 March 2026, 03:30 Europe/Berlin · 01:30 UTC" in shown


def test_months_without_the_day_are_told(fay, signed_in):
    form = WEEKLY | {"frequency": "monthly", "month_day": "31", "starts_on": "2026-01-31"}

    assert "no 31st in February" in words(signed_in(fay).post("/series", data=form))


def test_the_last_day_of_the_month_is_a_day_like_any_other(fay, signed_in):
    form = WEEKLY | {"frequency": "monthly", "month_day": "-1", "starts_on": "2026-01-31"}

    assert "Sat 28 February 2026" in words(signed_in(fay).post("/series", data=form))


WRONG = {
    "no title": ({"title": ""}, "title", "Give it a title."),
    "a title of spaces": ({"title": "   "}, "title", "Give it a title."),
    "a title nobody sees": ({"title": "\u200b\u2060\u202e"}, "title", "Give it a title."),
    "a long title": ({"title": "x" * 151}, "title", "Field cannot be longer than 150 characters."),
    "a long text": ({"description": "é" * 25_001}, "description", "The text is too long"),
    "an unknown zone": ({"hours-0-zone": "Mars/Base"}, "hours-0-zone", "“Mars/Base” is not a time"),
    "a path as zone": ({"hours-0-zone": "../../etc/passwd"}, "hours-0-zone", "is not a time zone"),
    "a script as link": (
        {"hours-0-join_url": "javascript:alert(1)"},
        "hours-0-join_url",
        "Write a whole address that begins with https://.",
    ),
    "half an address": ({"hours-0-join_url": "http://[::1"}, "hours-0-join_url", "Write a whole"),
    "no length": ({"hours-0-minutes": "0"}, "hours-0-minutes", "Write 5 to 1440 minutes."),
    "too many places": ({"hours-0-capacity": "1000000000"}, "hours-0-capacity", "Write a number"),
    "a wide number": ({"hours-0-capacity": "9" * 5000}, "hours-0-capacity", "Not a valid"),
    "no calls": ({"ends": "count", "count": "0"}, "count", "Write 1 to 500."),
    "an end without a day": ({"ends": "until"}, "starts_on", "Give the last day"),
    "an end before the start": (
        {"ends": "until", "until": "2026-01-01"},
        "starts_on",
        "The rule ends (UNTIL) before it starts.",
    ),
    "day 32": ({"frequency": "monthly", "month_day": "32"}, "month_day", "Write 1 to 31"),
    "day 0": ({"frequency": "monthly", "month_day": "0"}, "month_day", "Write 1 to 31"),
    "day −2": ({"frequency": "monthly", "month_day": "-2"}, "month_day", "Write 1 to 31"),
    "a wrong day": ({"starts_on": "2026-02-30"}, "starts_on", "Not a valid date value."),
    "the year 1": ({"starts_on": "0001-01-01"}, "starts_on", "The year of the first date"),
    "the year 9999": ({"starts_on": "9999-12-31"}, "starts_on", "The year of the first date"),
    "no time": ({"hours-0-time": ""}, "hours", ""),
    "an eighth weekday": ({"weekdays": "XX"}, "weekdays", "not a valid choice"),
    "a sixth weekday": (
        {"frequency": "monthly", "monthly_by": "weekday", "nth": "6"},
        "nth",
        "Not a valid choice",
    ),
    "every no weeks": ({"interval": "0"}, "interval", "Write 1 to 12."),
    "a skipped riddle": ({"skipped": "Christmas"}, "skipped", "“Christmas” is not a date"),
    "nobody may see it": ({"visibility": "nobody"}, "visibility", "Not a valid choice"),
    "no language": ({"language": "the English"}, "language", "Write a language tag"),
    "nine topics": ({"topics": "a,b,c,d,e,f,g,h,i"}, "topics", "Name at most 8 topics."),
}


@pytest.mark.parametrize(("change", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_everything_typed_is_kept(
    *, fay, signed_in, reading, change, field, sentence
):
    form = WEEKLY | change

    response = signed_in(fay).post("/series", data=form | {"intent": "save"})

    assert response.status_code == 422
    if sentence:
        assert sentence in wrongs(response)[field]
    assert summary(response)
    kept = {n: v for n, v in form.items() if n not in change and n not in ("visibility", "title")}
    assert {name: value_of(response, name) for name in kept} == kept
    assert series_there_are(reading) == []


def test_titles_lose_what_would_turn_other_words_round(fay, signed_in, reading):
    client = signed_in(fay)
    form = WEEKLY | {"title": "Ca\x00lls \u202eevil\u061c\r\nX-Header: 1"}

    client.post("/series", data=seen(client, "/series", form))

    assert [series.title for series in series_there_are(reading)] == ["Calls evil X-Header: 1"]


@pytest.mark.parametrize("extra", [{"role": "admin"}, {"id": "1", "slug": "mine", "by_id": "9"}])
def test_fields_nobody_asked_for_change_nothing(fay, signed_in, reading, extra):
    client = signed_in(fay)

    client.post("/series", data=seen(client, "/series", WEEKLY) | extra)

    assert [s.slug for s in series_there_are(reading)] == ["practitioners-call"]
    assert signed_in(fay).get("/settings").status_code == 403


@pytest.mark.parametrize("key", ["a-key", "k" * 5000, "with\x00nothing", "клад"])
def test_a_form_sent_twice_starts_one_series(fay, signed_in, reading, key):
    client = signed_in(fay)
    form = seen(client, "/series", WEEKLY) | {"once": key}

    first, second = (client.post("/series", data=form) for _ in range(2))

    assert first.location == second.location == "/series/practitioners-call?sent=new-series"
    assert len(series_there_are(reading)) == 1


def test_a_form_sent_by_many_fingers_at_once_starts_one_series(fay, signed_in, reading):
    clients = [signed_in(fay) for _ in range(4)]
    form = seen(clients[0], "/series", WEEKLY) | {"once": "a-key"}

    answers = at_once(*(lambda c=c: c.post("/series", data=form).location for c in clients))

    assert answers == ["/series/practitioners-call?sent=new-series"] * 4
    assert len(series_there_are(reading)) == 1


def test_the_key_of_one_member_means_nothing_for_another(fay, writing, signed_in, reading):
    with writing():
        gus = make_member("Gus", Role.FACILITATOR)
    for who in (fay, gus):
        client = signed_in(who)
        client.post("/series", data=seen(client, "/series", WEEKLY) | {"once": "a-key"})

    assert [s.slug for s in series_there_are(reading)] == [
        "practitioners-call",
        "practitioners-call-2",
    ]
