"""A member's own feed: what it holds, who may read it, and how its address lives and dies."""

import re

import pytest

from community.accounts.models import Member
from community.attendance.following import follow, unfollow
from community.attendance.models import Answer
from community.attendance.rsvps import answer
from community.calls.changing import cancel
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.db import db
from tests.calendars.addressing import LINK, NOW, address
from tests.factories import make_member


@pytest.fixture
def place(series_and_reader):
    return series_and_reader


def say(place, number, reply, who=None):
    """Bo's answer for the date with this number."""
    member = db.session.get_one(Member, (who or place.bo).id)
    answer(dates(place)[number], member.person, answer=reply, now=NOW)


def dates(place):
    return sittings_of_series(db.session.get_one(Series, place.series), NOW)


def entries(file):
    """Each entry of a file as a dictionary of its simple properties."""
    text = file.data.decode().replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    pairs = [re.findall(r"^([A-Z-]+)[;:](.*?)\r?$", block, re.MULTILINE) for block in blocks]
    return [{name: value.rpartition(":")[2] for name, value in each} for each in pairs]


def test_what_was_answered_is_there_each_date_by_itself(client, place, writing):
    with writing():
        say(place, 0, Answer.GOING)
        say(place, 1, Answer.MAYBE)
        say(place, 2, Answer.CANNOT)
    found = entries(client.get(place.path))
    shown = sorted((e["STATUS"], e["TRANSP"]) for e in found)
    assert shown == [("CONFIRMED", "OPAQUE"), ("TENTATIVE", "TRANSPARENT")]
    assert all("RECURRENCE-ID" not in e and "RRULE" not in e for e in found)


def test_a_followed_series_is_there_but_for_dates_one_cannot_come(client, place, writing):
    with writing():
        say(place, 2, Answer.CANNOT)
        member = db.session.get_one(Member, place.bo.id)
        follow(db.session.get_one(Series, place.series), member.person, now=NOW)
        uids = {s.uid for s in dates(place)} - {dates(place)[2].uid}
    found = entries(client.get(place.path))
    assert {e["UID"] for e in found} == uids
    assert {e["STATUS"] for e in found} == {"TENTATIVE"}
    with writing():
        member = db.session.get_one(Member, place.bo.id)
        unfollow(db.session.get_one(Series, place.series), member.person)
    assert entries(client.get(place.path)) == []


def test_an_empty_feed_is_still_a_calendar(client, place):
    file = client.get(place.path).data
    assert b"BEGIN:VTIMEZONE" in file
    assert b"X-WR-TIMEZONE:Asia/Kathmandu" in file
    assert b"VEVENT" not in file


def test_a_cancelled_date_one_goes_to_is_shown_with_its_reason(client, place, writing):
    with writing():
        say(place, 0, Answer.GOING)
        cancel(dates(place)[0], by=place.ada, reason="The room is flooded", now=NOW)
    (only,) = entries(client.get(place.path))
    assert only["STATUS"] == "CANCELLED"
    assert "Cancelled: The room is flooded" in client.get(place.path).text.replace("\r\n ", "")
    assert entries(client.get(f"{place.path}?cancelled=hide")) == []


def test_the_join_link_is_there_for_who_goes_and_for_facilitators_alone(client, place, writing):
    with writing():
        ada = db.session.get_one(Member, place.ada.id)
        of_ada = address(ada, place.key)
        say(place, 0, Answer.MAYBE, ada)
        say(place, 0, Answer.GOING)
        say(place, 1, Answer.MAYBE)
    own = client.get(place.path).text.replace("\r\n ", "")
    assert own.count(f"LOCATION:{LINK}") == own.count(LINK) / 2 == 1
    (event,) = [each for each in own.split("BEGIN:VEVENT") if LINK in each]
    assert "This call is not recorded. Ask before you bring an automatic note-taker." in event
    assert LINK in client.get(of_ada).text.replace("\r\n ", "")
    for path in ("/calendar.ics", f"/series/{place.slug}/calendar.ics"):
        assert LINK not in client.get(path).text.replace("\r\n ", "")


def test_an_answer_changes_the_tag_of_ones_own_feed_alone(client, place, writing):
    with writing():
        other = address(make_member("Cy"), place.key)
    paths = [place.path, other, "/calendar.ics"]
    before = [client.get(path).headers["ETag"] for path in paths]
    with writing():
        say(place, 0, Answer.GOING)
    after = [client.get(path).headers["ETag"] for path in paths]
    assert [one == two for one, two in zip(before, after, strict=True)] == [False, True, True]


def test_nothing_of_a_personal_feed_is_kept_or_may_be(client, app, place, writing, queries):
    with writing():
        say(place, 0, Answer.GOING)
    kept = len(app.extensions["calendars.kept"])
    answer = client.get(place.path)
    assert len(app.extensions["calendars.kept"]) == kept
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    client.get(place.path)
    with queries() as sent:
        again = client.get(place.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert len(sent) <= 2
