"""A date that a change has dropped is held all the same: it stays, with what it needs."""

from datetime import datetime

import pytest

from community.calls import changing, links
from community.calls.drafts import Place
from community.calls.queries import sittings_of_series
from tests.calls.build import begin, hour, times
from tests.calls.test_changing_again import WEEKLY, at, change, held
from tests.factories import START, make_member

pytestmark = pytest.mark.usefixtures("db_session")

SECOND = "FREQ=WEEKLY;INTERVAL=2"
ROOM = Place(join_url="https://meet.example.org/room")


@pytest.fixture
def ada():
    return make_member()


@pytest.fixture
def series(ada):
    """Every Tuesday, then every second one, and 10 February held after all."""
    series = begin(ada, times(place=ROOM))
    change(series, times(SECOND, place=ROOM), by=ada)
    changing.uncancel(at(series, "2026-02-10"), by=ada, now=START)
    return series


def test_it_has_the_link_that_the_other_dates_have(ada, series):
    sitting = at(series, "2026-02-10")

    assert links.links_for(ada.person_id, [sitting], [], now=START) == {sitting.id: ROOM.join_url}


def test_another_hour_for_the_dates_of_the_rule_leaves_it_as_it_is(ada, series):
    change(series, times(SECOND, "2026-02-03", hour("18:00"), place=ROOM), by=ada)

    assert held(series, "2026-03-01") == ["02-03 18:00", "02-10 17:00", "02-17 18:00"]


def test_another_day_of_the_week_leaves_it_as_it_is(ada, series):
    change(series, times(WEEKLY, "2026-02-05", place=ROOM), by=ada)

    assert held(series, "2026-02-15") == ["02-05 17:00", "02-10 17:00", "02-12 17:00"]


def test_it_belongs_to_the_rule_again_where_that_gives_it(ada, series):
    sitting = at(series, "2026-02-10")
    new = Place(join_url="https://meet.example.org/new")

    change(series, times(WEEKLY, "2026-02-03", hour("18:00"), place=ROOM), by=ada)
    change(series, times(WEEKLY, "2026-02-03", hour("18:00"), place=new), by=ada)

    assert held(series, "2026-02-20") == ["02-03 18:00", "02-10 18:00", "02-17 18:00"]
    assert links.links_for(ada.person_id, [sitting], [], now=START) == {sitting.id: new.join_url}


def test_it_keeps_the_time_it_was_given_by_hand(ada, series):
    there = datetime(2026, 2, 11, 20)
    sitting = at(series, "2026-02-10")
    changing.move(sitting, local_start=there, zone="Europe/Berlin", minutes=60, now=START)

    change(series, times(WEEKLY, "2026-02-03", hour("18:00"), place=ROOM), by=ada)

    assert (sitting.local_start, sitting.is_moved) == (there, True)


def test_a_second_time_of_day_held_after_all_outlives_another_hour(ada):
    series = begin(ada, times(WEEKLY, "2026-02-03", hour(), hour("09:00"), place=ROOM))
    change(series, times(place=ROOM), by=ada)
    morning = next(s for s in at_day(series) if s.is_cancelled)
    changing.uncancel(morning, by=ada, now=START)

    change(series, times(WEEKLY, "2026-02-03", hour("18:00"), place=ROOM), by=ada)

    assert [f"{s.local_start:%H:%M}" for s in at_day(series)] == ["09:00", "18:00"]
    assert not any(s.is_cancelled for s in at_day(series))
    assert len(links.links_for(ada.person_id, at_day(series), [], now=START)) == 2


def at_day(series):
    return [s for s in sittings_of_series(series, START) if s.local_start.day == 10][:2]
