"""Single dates over HTTP: move, cancel, places, words of its own, deletion."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.attendance.models import Answer, Rsvp
from community.attendance.rsvps import answer
from community.calls.queries import sittings_of_series
from community.calls.times import JoinLink, Sitting
from community.db import db
from tests.calls.build import begin
from tests.calls.filling import EVENING, MOVED, summary, value_of, words, wrongs
from tests.factories import START, make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def fay(writing):
    """A facilitator of whatever is here."""
    with writing():
        make_community()
        return make_member("Fay", Role.FACILITATOR)


@pytest.fixture
def evening(fay, writing):
    """The address of the one sitting of a call of Fay's, on 13 March at 17:00 in Berlin."""
    with writing():
        sitting = make_sitting(make_call(fay, slug="evening"))
        answer(sitting, make_member("Ada").person, answer=Answer.GOING, now=START)
    return "/calls/evening/sittings/1"


def the_sitting(reading) -> Sitting:
    with reading():
        sitting = db.session.scalars(select(Sitting)).one()
        db.session.expunge_all()
    return sitting


def test_a_moved_sitting_takes_its_answers_along(fay, evening, signed_in, reading):
    client = signed_in(fay)
    assert value_of(client.get(f"{evening}/move"), "time") == "17:00"

    response = client.post(f"{evening}/time", data=MOVED)

    assert (response.status_code, response.location) == (303, "/calls/evening")
    assert the_sitting(reading).starts_at == datetime(2026, 3, 14, 3, 15, tzinfo=UTC)
    with reading():
        assert db.session.scalars(select(Rsvp.answer)).all() == [Answer.GOING]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"day": ""}, 422),
        ({"time": ""}, 422),
        ({"zone": "  "}, 422),
        ({"zone": "Europe/Atlantis"}, 422),
        ({"minutes": "4"}, 422),
        ({"minutes": "1e9"}, 422),
        ({"day": "9999-12-31", "time": "23:59", "zone": "America/New_York"}, 422),
        ({"day": "0001-01-01", "time": "00:00", "zone": "Asia/Tokyo"}, 422),
        ({"day": "2026-01-14"}, 409),
    ],
)
def test_what_cannot_be_moved_stays_and_what_was_typed_is_kept(
    *, fay, evening, signed_in, reading, change, status
):
    form = MOVED | change

    response = signed_in(fay).post(f"{evening}/time", data=form)

    assert response.status_code == status
    assert summary(response)
    kept = {name: value for name, value in form.items() if name not in change}
    assert {name: value_of(response, name) for name in kept} == kept
    assert the_sitting(reading).sequence == 0


def test_what_is_over_is_not_moved_nor_given_other_places(fay, evening, signed_in, at, reading):
    with at("2026-03-13T18:30"):
        client = signed_in(fay)
        moved = client.post(f"{evening}/time", data=MOVED)
        placed = client.post(f"{evening}/place", data={"join_url": "https://meet.example/typed"})

    assert (moved.status_code, placed.status_code) == (409, 409)
    assert value_of(moved, "time") == "09:00"
    assert value_of(placed, "join_url") == "https://meet.example/typed"
    assert the_sitting(reading).sequence == 0


def test_a_call_is_cancelled_with_a_reason_and_held_after_all(fay, evening, signed_in, reading):
    client = signed_in(fay)
    assert "Cancel" in words(client.get(f"{evening}/cancel"))

    for _ in range(2):
        assert client.post(f"{evening}/cancellation", data={"reason": "Ill"}).status_code == 303
    assert "Cancelled Ill" in words(client.get("/calls/evening"))
    assert the_sitting(reading).sequence == 1

    for _ in range(2):
        assert client.post(f"{evening}/cancellation/withdrawal").status_code == 303
    assert "Cancelled" not in words(client.get("/calls/evening"))
    assert the_sitting(reading).sequence == 2


@pytest.mark.parametrize("reason", ["", "   ", "\u202e\u200b", "x" * 501])
def test_nothing_is_called_off_without_a_reason_that_can_be_read(
    fay, evening, signed_in, reading, reason
):
    response = signed_in(fay).post(f"{evening}/cancellation", data={"reason": reason})

    assert response.status_code == 422
    assert "reason" in wrongs(response)
    assert the_sitting(reading).cancellation is None


def test_places_and_link_of_one_sitting_are_kept(fay, evening, signed_in, reading):
    client = signed_in(fay)
    form = {"capacity": "12", "hours_to_accept": "6", "join_url": "https://meet.example/a"}

    assert client.post(f"{evening}/place", data=form).status_code == 303

    page = client.get(f"{evening}/place")
    assert {name: value_of(page, name) for name in form} == form
    with reading():
        assert db.session.scalars(select(JoinLink.is_public)).all() == [False]


@pytest.mark.parametrize("url", ["data:text/html,hi", "java\tscript:alert(1)", "ftp://x.example"])
def test_a_link_that_is_not_of_the_web_is_refused(fay, evening, signed_in, reading, url):
    response = signed_in(fay).post(f"{evening}/place", data={"join_url": url, "capacity": "3"})

    assert (response.status_code, value_of(response, "capacity")) == (422, "3")
    with reading():
        assert db.session.scalars(select(JoinLink)).all() == []


def test_of_two_tabs_changing_a_call_the_second_is_told(fay, evening, signed_in):
    client = signed_in(fay)
    form = {k: v for k, v in EVENING.items() if not k.startswith("sittings")} | {"version": "1"}

    assert client.post("/calls/evening/details", data=form | {"title": "First"}).status_code == 303
    told = client.post("/calls/evening/details", data=form | {"title": "Second"})

    assert (told.status_code, value_of(told, "title")) == (409, "Second")
    assert "in the meantime" in summary(told)
    assert wrongs(told) == {"title": "Saved meanwhile: First"}
    assert "First" in words(client.get("/calls/evening"))


def test_a_sitting_there_is_not_has_no_pages(fay, evening, signed_in):
    client = signed_in(fay)
    for number in ("0", "2", "-1", "99999999999999999999", "²", "1.0"):
        for page in ("move", "cancel", "place"):
            assert client.get(f"/calls/evening/sittings/{number}/{page}").status_code == 404


def test_a_date_of_a_series_keeps_its_own_words(fay, writing, signed_in):
    with writing():
        series = begin(fay)
        first, second = (s.call.slug for s in sittings_of_series(series, START)[:2])
    client = signed_in(fay)
    form = {k: v for k, v in EVENING.items() if not k.startswith("sittings")} | {"version": "1"}

    client.post(f"/calls/{first}/details", data=form | {"title": "On forks"})

    assert "On forks" in words(client.get(f"/calls/{first}"))
    assert "On forks" not in words(client.get(f"/calls/{second}"))


def test_a_deleted_call_leaves_a_page_that_says_so_and_comes_back(fay, evening, signed_in, client):
    owner = signed_in(fay)
    assert owner.post("/calls/evening/removal", data={"reason": " "}).status_code == 422

    owner.post("/calls/evening/removal", data={"reason": "Double"})
    gone = client.get("/calls/evening")
    assert (gone.status_code, "Double" in words(gone)) == (410, True)

    owner.post("/calls/evening/removal/withdrawal")
    assert client.get("/calls/evening").status_code == 200


def test_nothing_is_told_to_the_future_by_a_call_that_is_over(fay, evening, signed_in, at, reading):
    with at(START + timedelta(days=90)):
        client = signed_in(fay)
        response = client.post(f"{evening}/cancellation", data={"reason": "Late"})

    assert response.status_code == 409
    assert the_sitting(reading).cancellation is None
