"""What three independent programs read in our feeds is what the program itself knows."""

import re
from datetime import timedelta

import pytest

from community.attendance.following import follow
from community.calendars import personal
from community.calls.changing import cancel, change_call, move, uncancel
from community.calls.drafts import Details
from community.calls.models import Series, Visibility
from community.calls.queries import sittings_of_series
from community.calls.removing import remove_call, remove_series, restore_series
from community.calls.rescheduling import change_times
from community.calls.scheduling import schedule_call
from community.calls.upkeep import extend_all
from community.db import db
from tests.calendars import worlds
from tests.calendars.readers import READERS
from tests.calls.build import begin, hour, sitting_at, times
from tests.factories import START, make_community, make_member

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
def test_a_master_keeps_its_start_and_overrides_and_leaves_a_year_after_its_last_date(
    ada, writing, client, at
):
    with writing():
        series = begin(ada, times("FREQ=WEEKLY;COUNT=10", "2026-02-03"))
        cancel(sittings_of_series(series, NOW)[0], by=ada, reason="Rain", now=NOW)
        path = f"/series/{series.slug}/calendar.ics"
    last = sittings_last(path, client)
    with at(last + timedelta(days=330)):
        late = client.get(path).text
    assert "DTSTART;TZID=Europe/Berlin:20260203T170000" in late
    assert "STATUS:CANCELLED" in late
    with at(last + timedelta(days=400)):
        assert "VEVENT" not in client.get(path).text


@ONCE
def test_chosen_dates_stay_twelve_months_and_come_eighteen_ahead(ada, writing, client, at):
    with writing():
        details = Details(title="One evening")
        schedule_call(details, [sitting_at("2026-05-20T18:00")], by=ada, now=START)
    seen = {}
    for months in (-19, -18, 12, 13):
        when = START.replace(day=21, month=5) + timedelta(days=30.44 * months)
        with at(when):
            seen[months] = b"One evening" in client.get("/calendar.ics").data
    assert seen == {-19: False, -18: True, 12: True, 13: False}


def test_sequences_only_rise_and_stamps_never_go_back(ada, writing, client, at):
    with writing():
        series = begin(ada)
        path, number = f"/series/{series.slug}/calendar.ics", 3
    seen: dict[str, list[tuple[int, str]]] = {}

    def change(days, act):
        now = NOW + timedelta(days=days)
        with at(now):
            with writing():
                present = db.session.get_one(Series, series.id)
                sitting = sittings_of_series(present, START)[number]
                act(sitting, present, now)
            for block in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", client.get(path).text, re.DOTALL):
                name = "|".join(re.findall(r"^(?:UID|RECURRENCE-ID).*$", block, re.MULTILINE))
                sequence = int(re.findall(r"SEQUENCE:(\d+)", block)[0])
                stamps = set(re.findall(r"^(?:DTSTAMP|LAST-MODIFIED):(\w+)", block, re.MULTILINE))
                assert len(stamps) == 1
                seen.setdefault(name, []).append((sequence, stamps.pop()))

    member = ada
    change(0, lambda s, _series, now: cancel(s, by=member, reason="Rain", now=now))
    change(1, lambda s, _series, now: uncancel(s, by=member, now=now))
    change(
        2,
        lambda s, _series, now: move(
            s, local_start=s.local_start + timedelta(hours=1), zone=s.zone, minutes=60, now=now
        ),
    )
    change(3, lambda s, _series, now: cancel(s, by=member, reason="Snow", now=now))
    change(4, lambda _s, given, now: remove_series(given, by=member, reason="Over", now=now))
    change(5, lambda _s, given, now: restore_series(given, by=member, now=now))
    fourth = next(history for name, history in seen.items() if "20260224" in name)
    assert [sequence for sequence, _stamp in fourth] == sorted({s for s, _stamp in fourth})
    for history in seen.values():
        assert history == sorted(history)


@ONCE
def test_the_horizon_moves_without_a_date_lost_or_doubled(ada, writing, client, at, app):
    with writing():
        rhythm = worlds.RHYTHMS["at an hour that spring leaves out"]
        series = worlds.with_history(ada, rhythm, split=False)
        path = f"/series/{series.slug}/calendar.ics"
    before = client.get(path).headers["ETag"]
    later = NOW + timedelta(days=90)
    with at(later):
        with app.app_context():
            extend_all(later)
        answer = client.get(path)
        with writing():
            known = worlds.shown(db.session.get_one(Series, series.id))
    assert answer.headers["ETag"] != before
    for reader in READERS:
        assert worlds.read_by(reader, answer.data) == known, reader


@ONCE
def test_no_single_series_makes_a_file_of_a_megabyte(ada, writing, client):
    hours = [hour(each, "Europe/Berlin", 30) for each in ("08:00", "13:00", "20:00")]
    with writing():
        words = "Lange Wörter über Lizenzen. " * 1500
        series = begin(ada, times("FREQ=DAILY", "2026-01-20", *hours), description=words)
        for sitting in sittings_of_series(series, NOW + timedelta(days=1))[::2]:
            cancel(sitting, by=ada, reason="An absence of everybody", now=NOW)
        path = f"/series/{series.slug}/calendar.ics"
    file = client.get(path).data
    assert file.count(b"STATUS:CANCELLED") > 700
    assert len(file) < 1_000_000


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


def sittings_last(path, client):
    return max(start for start, _end, _how in worlds.read_by("icalendar", client.get(path).data))
