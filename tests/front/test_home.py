"""Home and the pages of calls: is there a call this week, and when is that for me."""

from datetime import datetime

import pytest

from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing, removing
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from community.db import db
from community.front.policies import RULES, Permission
from tests.calls.build import begin, hour, times
from tests.calls.filling import words
from tests.factories import START, make_call, make_community, make_member, make_sitting


@pytest.fixture
def fay(writing):
    """A facilitator in a community that lives in Berlin."""
    with writing():
        make_community()
        return make_member("Fay")


def call(writing, fay, title, starts, **more) -> tuple[int, str]:
    with writing():
        sitting = make_sitting(
            make_call(fay, title=title), starts=datetime.fromisoformat(starts), **more
        )
        return sitting.id, sitting.call.slug


def test_without_any_call_home_says_so(fay, client):
    assert "No call is planned" in words(client.get("/"))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-03-12T23:30", "There is a call in the next seven days"),
        ("2026-03-06T23:30", "There is a call in the next seven days"),
        ("2026-03-06T22:30", "No call in the next seven days. The next one"),
        ("2026-03-13T16:30", "There is a call in the next seven days"),
        ("2026-03-13T17:00", "No call is planned"),
    ],
)
def test_home_says_whether_there_is_a_call_within_seven_days(
    *, fay, writing, client, at, now, sentence
):
    call(writing, fay, "One evening", "2026-03-13T17:00")

    with at(now):
        assert sentence in words(client.get("/"))


def test_a_call_that_is_going_on_stands_first(fay, writing, client, at):
    call(writing, fay, "The one after", "2026-03-13T18:00")
    call(writing, fay, "The present one", "2026-03-13T17:00")

    with at("2026-03-13T16:59:59"):
        page = words(client.get("/"))

    assert "Going on now" in page
    assert page.index("The present one") < page.index("The one after")


def test_a_cancelled_call_is_not_the_next_but_stays_in_the_week(fay, writing, client, at):
    first, _ = call(writing, fay, "Called off", "2026-03-12T17:00")
    call(writing, fay, "Held", "2026-03-13T17:00")
    with writing():
        sitting = db.session.get_one(Sitting, first)
        changing.cancel(sitting, by=db.session.merge(fay), reason="Ill", now=START)

    with at("2026-03-10T12:00"):
        page = words(client.get("/"))

    assert page.index("Held") < page.index("Called off")
    assert page.index("The next seven days") < page.index("Called off")


def test_a_deleted_call_is_not_on_home(fay, writing, client, at):
    _, slug = call(writing, fay, "Deleted", "2026-03-12T17:00")
    with writing():
        gone = db.session.query(Sitting).one().call
        removing.remove_call(gone, by=db.session.merge(fay), reason="Twice", now=START)

    with at("2026-03-10T12:00"):
        assert "Deleted" not in words(client.get("/"))
        told = client.get(f"/calls/{slug}")
    assert (told.status_code, "Twice" in words(told)) == (410, True)


def test_an_offered_place_waits_at_home_and_in_my_calls(fay, writing, signed_in, at):
    sitting_id, slug = call(writing, fay, "Full house", "2026-03-13T17:00", capacity=1)
    with writing():
        ada, ben = make_member("Ada"), make_member("Ben")
        sitting = db.session.get_one(Sitting, sitting_id)
        for member in (ada, ben):
            rsvps.answer(sitting, member.person, answer=Answer.GOING, now=START)
        rsvps.answer(sitting, ada.person, answer=Answer.CANNOT, now=START)

    with at(START):
        for page in ("/", "/my-calls"):
            assert f"/calls/{slug}/sittings/1/offer/acceptance" in signed_in(ben).get(page).text
            assert "/offer/acceptance" not in signed_in(ada).get(page).text


@pytest.mark.parametrize(
    ("zone", "there"),
    [
        ("Europe/Berlin", "17:00–18:00 Berlin time · 16:00 UTC"),
        ("America/New_York", "12:00–13:00 New York time · 17:00 Berlin time"),
        ("Asia/Kathmandu", "21:45–22:45 Kathmandu time · 17:00 Berlin time"),
        ("Pacific/Kiritimati", "06:00–07:00 Kiritimati time · Fri 17:00 Berlin time"),
    ],
)
def test_a_member_reads_times_in_their_own_zone_without_scripts(
    *, fay, writing, signed_in, at, zone, there
):
    call(writing, fay, "One evening", "2026-03-13T17:00")
    with writing():
        ada = make_member("Ada", zone=zone)

    with at("2026-03-01T12:00"):
        assert there in words(signed_in(ada).get("/calls"))


def test_a_visitor_reads_times_in_the_calls_zone_and_utc(fay, writing, client, at):
    call(writing, fay, "One evening", "2026-03-13T17:00", zone_name="Asia/Kathmandu")

    with at("2026-03-01T12:00"):
        page = client.get("/calls")

    assert "17:00–18:00 Kathmandu time · 11:15 UTC" in words(page)
    assert 'datetime="2026-03-13T11:15:00Z"' in page.text


def test_the_series_page_says_when_it_is_at_another_hour_for_the_reader(
    fay, writing, signed_in, client, at
):
    with writing():
        series = begin(
            db.session.merge(fay),
            times("FREQ=WEEKLY;COUNT=12", "2026-02-17", hour("17:00", "America/New_York")),
        )
        address = f"/series/{series.slug}"

    with at("2026-02-01T12:00"):
        shift = "For you, this call is an hour earlier from 10 to 24 March."
        assert shift in words(signed_in(fay).get(address))
        assert "For you, this call" not in words(client.get(address))


def test_a_date_that_is_moved_or_cancelled_says_nothing_of_the_usual_hour(
    fay, writing, signed_in, at
):
    with writing():
        owner = db.session.merge(fay)
        given = times("FREQ=WEEKLY;COUNT=12", "2026-02-17", hour("17:00", "America/New_York"))
        series = begin(owner, given)
        first, middle, _last = sittings_of_series(series, START)[3:6]  # in the weeks it is apart
        changing.cancel(first, by=owner, reason="Ill", now=START)
        there = middle.local_start.replace(hour=20)
        changing.move(middle, local_start=there, zone="UTC", minutes=60, now=START)
        address = f"/series/{series.slug}"

    with at("2026-02-01T12:00"):
        assert "an hour earlier on 24 March." in words(signed_in(fay).get(address))


def test_a_deleted_series_and_its_dates_are_gone_and_say_why(fay, writing, client, at):
    with writing():
        series = begin(db.session.merge(fay))
        slug = sittings_of_series(series, START)[0].call.slug
        removing.remove_series(series, by=db.session.merge(fay), reason="Merged", now=START)
        addresses = (f"/series/{series.slug}", f"/calls/{slug}")

    with at(START):
        for address in addresses:
            gone = client.get(address)
            assert (gone.status_code, "Merged" in words(gone)) == (410, True)
        for page in ("/", "/calls", "/series"):
            assert "Practitioners Call" not in words(client.get(page))


def test_my_calls_are_for_members(fay, signed_in, client):
    assert client.get("/my-calls").location == "/sign-in?next=/my-calls"
    assert signed_in(fay).get("/my-calls").status_code == 200
    assert set(RULES) == {Permission.SEE_MY_CALLS}


def test_a_visitors_page_can_be_kept_and_asked_about_and_a_members_cannot(
    fay, writing, client, signed_in, at
):
    _, slug = call(writing, fay, "One evening", "2026-03-13T17:00")
    with at(START):
        for address in ("/", "/calls", "/series", f"/calls/{slug}", "/calls/month/2026-03"):
            theirs, mine = client.get(address), signed_in(fay).get(address)
            assert theirs.headers["Cache-Control"] == "public, no-cache"
            assert "Set-Cookie" not in theirs.headers
            assert "Cookie" not in theirs.headers.get("Vary", "")
            again = client.get(address, headers={"If-None-Match": theirs.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")
            assert mine.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in mine.headers
