"""What feeds keep to themselves: links, names, needs, and calls that not everyone may see."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import access
from community.attendance.models import Answer, Rsvp
from community.attendance.rsvps import answer
from community.calendars import personal
from community.calendars.policies import Permission
from community.calls.changing import cancel
from community.calls.drafts import Place
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from community.db import db
from tests.calls.build import begin, times
from tests.factories import START, make_member, sign_in

NOW = START + timedelta(days=5)


@pytest.fixture
def place(series_and_call):
    return series_and_call


def test_a_series_of_members_has_no_feed_and_its_calls_only_for_who_is_signed_in(
    client, place, writing, reading
):
    with writing():
        hidden = begin(make_member("Grace"), title="Among us", visibility=Visibility.MEMBERS)
        slug = hidden.slug
    with reading():
        call = sittings_of_series(db.session.merge(hidden), NOW)[0].call.slug
    assert client.get(f"/series/{slug}/calendar.ics").status_code == 404
    assert client.get(f"/calls/{call}/call.ics").status_code == 404
    assert b"Among us" not in client.get("/calendar.ics").data
    sign_in(client, place.member)
    assert client.get(f"/series/{slug}/calendar.ics").status_code == 404
    own = client.get(f"/calls/{call}/call.ics")
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "private, no-store"


def test_a_series_by_link_has_a_feed_at_its_address_and_is_in_no_other(client, place, writing):
    with writing():
        series = begin(
            make_member("Grace"),
            title="Only by link",
            visibility=Visibility.LINK,
            topics=("Licences",),
        )
        slug = series.slug
    answer = client.get(f"/series/{slug}/calendar.ics")
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    for path in ("/calendar.ics", "/topics/licences/calendar.ics"):
        assert b"Only by link" not in client.get(path).data
        assert slug.encode() not in client.get(path).data


def test_addresses_in_a_feed_come_from_the_configuration(another_app, place):
    app = another_app(base_url="https://calls.example.org", trusted_hosts=("mirror.example",))
    file = app.test_client().get(
        f"/series/{place.series}/calendar.ics", base_url="http://mirror.example"
    )
    assert file.status_code == 200
    assert b"https://calls.example.org/series/" in file.data
    assert b"mirror.example" not in file.data


def test_robots_may_fetch_feeds_but_no_personal_page(client, place):
    text = client.get("/robots.txt").text
    assert "Allow: /*.ics" in text
    assert "Disallow: /calendar/" in text


def test_no_feed_holds_what_its_reader_may_not_see(client, place, writing, settings):
    with writing():
        grace = make_member("Grace-canary")
        room = Place(join_url="https://meet.example/canary-room", capacity=1)
        series = begin(grace, times("FREQ=WEEKLY", place=room), title="Open call")
        among = begin(grace, title="Members canary", visibility=Visibility.MEMBERS)
        begin(grace, title="Link canary", visibility=Visibility.LINK)
        first = sittings_of_series(series, NOW)[0]
        people = [make_member(f"Canary{n}") for n in range(3)]
        for reply, person in zip((Answer.GOING, Answer.GOING, Answer.MAYBE), people, strict=True):
            said = {"note": "note canary", "access_needs": "needs canary", "shows_name": True}
            answer(first, person.person, answer=reply, now=NOW, **said)
        cancel(sittings_of_series(series, NOW)[3], by=grace, reason="Rain", now=NOW)
        own = [address(person, settings.secret_key) for person in people]
        call = first.call.slug
        assert {each.answer for each in db.session.scalars(select(Rsvp))} > {Answer.WAITING}
        paths = [f"/series/{series.slug}/calendar.ics", "/calendar.ics", f"/calls/{call}/call.ics"]
        shown = sittings_of_series(among, NOW)[0].call.slug
    for role in (None, people[2], grace):
        if role:
            sign_in(client, role)
        for path in paths:
            assert b"Open call" in client.get(path).data
            assert canaries(client.get(path)) == set(), (role, path)
    assert [canaries(client.get(path)) for path in own] == [{"canary-room"}, set(), set()]
    assert canaries(client.get(f"/calls/{shown}/call.ics")) == {"Members canary"}


def test_a_public_join_link_is_for_everyone(client, place, writing):
    with writing():
        room = Place(join_url="https://meet.example/open-door", join_is_public=True)
        series = begin(make_member("Grace"), times("FREQ=WEEKLY", place=room))
        path = f"/series/{series.slug}/calendar.ics"
    assert "LOCATION:https://meet.example/open-door" in client.get(path).text


def test_members_alone_have_an_address(place, reading):
    with reading():
        assert access.may(access.Viewer(place.member), Permission.HAVE_ADDRESS)
        assert not access.may(access.VISITOR, Permission.HAVE_ADDRESS)


def address(member, key):
    secret = personal.make(member, key=key, now=NOW)
    return f"/calendar/{personal.text_of(secret, key=key)}.ics"


def canaries(answer):
    """What was planted and can be found in an answer, its headers included."""
    text = answer.data.decode().replace("\r\n ", "") + str(answer.headers)
    return set(re.findall(r"canary-room|\w+ canary|Canary\d|\w+-canary|canary\d", text))
