"""What three independent programs read in our feeds is what the program itself knows."""

from datetime import timedelta

import pytest

from community.attendance.following import follow
from community.calendars import personal
from community.calls.changing import change_call
from community.calls.drafts import Details
from community.calls.models import Series, Visibility
from community.calls.queries import sittings_of_series
from community.calls.removing import remove_call, remove_series, restore_series
from community.calls.rescheduling import change_times
from community.calls.scheduling import schedule_call
from community.db import db
from tests.calendars import worlds
from tests.calendars.readers import READERS
from tests.calls.build import begin, hour, sitting_at, times
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.real_horizon
NOW = START.replace(day=20)
ONCE = pytest.mark.engines("sqlite")  # what is compared is the file, not the database


@pytest.fixture
def ada(writing, at):
    with at(NOW):
        with writing():
            make_community()
            member = make_member("Ada")
        yield member


@pytest.fixture(params=worlds.RHYTHMS)
def rhythm(request):
    return worlds.RHYTHMS[request.param]


@ONCE
def test_every_reader_shows_a_series_as_the_program_knows_it(rhythm, ada, writing, client):
    with writing():
        series = worlds.with_history(ada, rhythm)
        known, slug = worlds.shown(series), series.slug
    file = client.get(f"/series/{slug}/calendar.ics").data
    hidden = client.get(f"/series/{slug}/calendar.ics?cancelled=hide").data
    assert len(known) > 10
    for reader in READERS:
        assert worlds.read_by(reader, file) == known, reader
        held = [each for each in known if each[2] != "CANCELLED"]
        assert worlds.read_by(reader, hidden) == held, reader


def test_the_community_feed_holds_every_series_and_call_in_every_zone(ada, writing, client):
    with writing():
        rhythms = list(worlds.RHYTHMS.values())[:4]
        every = [worlds.with_history(ada, rhythm, split=False) for rhythm in rhythms]
        details = Details(title="One evening")
        schedule_call(details, [sitting_at("2026-10-25T02:30")], by=ada, now=START)
        known = [each for series in every for each in worlds.shown(series)]
        evening = START.fromisoformat("2026-10-25T00:30+00:00")
        known.append((evening, evening + timedelta(hours=1), "CONFIRMED"))
    file = client.get("/calendar.ics").data
    for reader in READERS:
        assert worlds.read_by(reader, file) == sorted(known), reader


def test_a_followed_series_reads_the_same_date_by_date(ada, writing, client, settings):
    with writing():
        rhythm = worlds.RHYTHMS["at two times in two zones"]
        series = worlds.with_history(ada, rhythm)
        member = make_member("Bo")
        follow(series, member.person, now=NOW)
        secret = personal.make(member, key=settings.secret_key, now=NOW)
        path = f"/calendar/{personal.text_of(secret, key=settings.secret_key)}.ics"
        known = [each[:2] for each in worlds.shown(series)]
    file = client.get(path).data
    for reader in READERS:
        assert [each[:2] for each in worlds.read_by(reader, file)] == known, reader


@ONCE
def test_of_a_removed_series_what_was_to_come_is_cancelled_everywhere(ada, writing, client, at):
    middle = START + timedelta(days=200)
    with writing():
        series = worlds.with_history(ada, worlds.RHYTHMS["every second Tuesday in Berlin"])
        before, slug = worlds.shown(series), series.slug
    path = f"/series/{slug}/calendar.ics"
    with at(middle), writing():
        remove_series(
            db.session.get_one(Series, series.id), by=ada, reason="We have all moved", now=middle
        )
    after = [(s, e, "CANCELLED" if s > middle else how) for s, e, how in before]
    with at(middle):
        file, hidden = client.get(path).data, client.get(f"{path}?cancelled=hide").data
    for reader in READERS:
        assert worlds.read_by(reader, file) == after, reader
        assert worlds.read_by(reader, hidden) == [each for each in after if each[2] == "CONFIRMED"]
    with at(middle), writing():
        restore_series(db.session.get_one(Series, series.id), by=ada, now=middle)
    with at(middle):
        file = client.get(path).data
    for reader in READERS:
        assert worlds.read_by(reader, file) == before, reader


@ONCE
def test_a_removed_call_is_cancelled_and_says_nothing_of_its_own(ada, writing, client):
    with writing():
        series = begin(ada)
        sitting = sittings_of_series(series, NOW)[2]
        change_call(sitting.call, Details(title="A slur"), version=1, now=NOW)
        remove_call(sitting.call, by=ada, reason="By mistake", now=NOW)
        known, slug = worlds.shown(series), series.slug
        gone = sitting.starts_at
    file = client.get(f"/series/{slug}/calendar.ics").data
    assert b"A slur" not in file
    assert file.count(b"SUMMARY;LANGUAGE=en:Practitioners Call") == 2
    expected = [(s, e, "CANCELLED" if s == gone else how) for s, e, how in known]
    for reader in READERS:
        assert worlds.read_by(reader, file) == expected, reader


def test_a_date_of_other_visibility_is_left_out_without_a_word(ada, writing, client):
    with writing():
        series = begin(ada)
        hidden = sittings_of_series(series, NOW)[2]
        details = Details(title="Among us", visibility=Visibility.MEMBERS)
        change_call(hidden.call, details, version=1, now=NOW)
        slug, at_ = series.slug, hidden.starts_at
    for path in ("/calendar.ics", f"/series/{slug}/calendar.ics"):
        file = client.get(path).data
        assert b"Among us" not in file
        assert at_ not in [start for start, _end, _how in worlds.read_by("icalendar", file)]


@ONCE
def test_a_series_that_changed_its_rule_shows_the_old_dates_once(ada, writing, client):
    with writing():
        series = begin(ada)
        fresh = times("FREQ=WEEKLY;BYDAY=TH", "2026-01-20", hour("09:00", "Asia/Tokyo"))
        change_times(series, fresh, since=None, version=1, by=ada, now=NOW)
        known, slug = worlds.shown(series), series.slug
    file = client.get(f"/series/{slug}/calendar.ics").data
    for reader in READERS:
        assert worlds.read_by(reader, file) == known, reader


@ONCE
def test_the_words_of_a_removed_series_are_in_no_feed(ada, writing, client):
    with writing():
        series = begin(ada, description="A slur", topics=("Canary",))
        own = sittings_of_series(series, NOW)[2].call
        change_call(own, Details(title="Own", description="An insult"), version=1, now=NOW)
        remove_series(series, by=ada, reason="By mistake", now=NOW)
    for path in (
        "/calendar.ics",
        f"/series/{series.slug}/calendar.ics",
        f"/calls/{own.slug}/call.ics",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert [word for word in ("slur", "insult", "Canary") if word in answer.text] == [], path
