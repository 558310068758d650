"""Feeds over time: what rises, what stays, what leaves, and how large a file can be."""

import re
from datetime import timedelta

import pytest

from community.calls.changing import cancel, move, uncancel
from community.calls.drafts import Details
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.calls.removing import remove_series, restore_series
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


def entries(file: str) -> list[tuple[str, int, str, bool]]:
    """Name, SEQUENCE, the one stamp, and whether it is cancelled, of each entry of a file."""
    found = []
    for block in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", file, re.DOTALL):
        name = "|".join(re.findall(r"^(?:UID|RECURRENCE-ID).*$", block, re.MULTILINE))
        (stamp,) = set(re.findall(r"^(?:DTSTAMP|LAST-MODIFIED):(\w+)", block, re.MULTILINE))
        sequence = int(re.findall(r"SEQUENCE:(\d+)", block)[0])
        found.append((name, sequence, stamp, "STATUS:CANCELLED" in block))
    return found


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
            for name, sequence, stamp, is_off in entries(client.get(path).text):
                master = seen[name.partition("|")[0]][-1][0] if "|" in name else -1
                assert sequence > master or not is_off
                seen.setdefault(name, []).append((sequence, stamp))

    def plan_again(_sitting, given, now):
        change_times(given, times(), since=None, version=given.version, by=ada, now=now)

    change(0, plan_again)
    change(0.5, plan_again)
    change(0.6, lambda s, _series, now: cancel(s, by=ada, reason="Wind", now=now))
    change(0.7, lambda s, _series, now: uncancel(s, by=ada, now=now))
    change(0.9, lambda s, _series, now: cancel(s, by=ada, reason="Rain", now=now))
    change(1, lambda s, _series, now: uncancel(s, by=ada, now=now))
    change(
        2,
        lambda s, _series, now: move(
            s, local_start=s.local_start + timedelta(hours=1), zone=s.zone, minutes=60, now=now
        ),
    )
    change(3, lambda s, _series, now: cancel(s, by=ada, reason="Snow", now=now))
    change(4, lambda _s, given, now: remove_series(given, by=ada, reason="Over", now=now))
    change(5, lambda _s, given, now: restore_series(given, by=ada, now=now))
    fourth = next(history for name, history in seen.items() if "20260224" in name)
    assert [sequence for sequence, _stamp in fourth] == sorted({s for s, _stamp in fourth})
    for history in seen.values():
        assert history == sorted(history)


@pytest.mark.real_horizon
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


@pytest.mark.real_horizon
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


def sittings_last(path, client):
    return max(start for start, _end, _how in worlds.read_by("icalendar", client.get(path).data))
