"""A series that was split before is changed again: every date to come follows, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.calls import changing, scheduling
from community.calls.drafts import Details, Place
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from community.calls.scheduling import present_recurrence, slots_of
from community.calls.settling import LEFT_OUT
from community.calls.times import Recurrence, Slot
from community.calls.writing import rule_of
from community.db import db
from tests.calls.build import begin, hour, times
from tests.factories import START, make_member, make_person

pytestmark = pytest.mark.usefixtures("db_session")

WEEKLY = "FREQ=WEEKLY"
MARCH = datetime(2026, 3, 5, tzinfo=UTC)


def change(series, given, *, since=None, by, now=START):
    change_times(
        series,
        given,
        since=date.fromisoformat(since) if since else None,
        version=series.version,
        by=by,
        now=now,
    )


def held(series, before="2026-03-20"):
    limit = datetime.fromisoformat(before).replace(tzinfo=UTC)
    return [
        f"{s.local_start:%m-%d %H:%M}"
        for s in sittings_of_series(series, START)
        if s.starts_at < limit and not s.is_cancelled
    ]


def at(series, day):
    wanted = date.fromisoformat(day)
    return next(s for s in sittings_of_series(series, START) if s.call.rule_date == wanted)


def recurrences(series):
    query = select(Recurrence).where(Recurrence.series_id == series.id)
    return list(db.session.scalars(query.order_by(Recurrence.id)))


@pytest.fixture
def ada():
    return make_member()


@pytest.fixture
def split(ada):
    """Tuesdays at 17:00 from 3 February, at 18:00 from 3 March on."""
    series = begin(ada)
    change(series, times(WEEKLY, "2026-03-03", hour("18:00")), since="2026-03-03", by=ada)
    return series


def test_a_date_keeps_the_places_it_was_given_when_the_hour_changes(ada):
    series = begin(ada)
    own, other = at(series, "2026-02-10"), at(series, "2026-02-17")
    changing.change_place(own, Place(capacity=1), by=ada, now=START)
    for name in ("Ben", "Cleo"):
        rsvps.answer(own, make_person(name), answer=Answer.GOING, now=START)

    change(series, times(WEEKLY, "2026-02-03", hour("17:30"), place=Place(capacity=9)), by=ada)
    assert (own.capacity, other.capacity) == (1, 9)
    assert sorted(db.session.scalars(select(Rsvp.answer))) == [Answer.GOING, Answer.WAITING]

    change(series, times(WEEKLY, "2026-02-03", hour("17:30"), place=Place(capacity=20)), by=ada)
    assert (own.capacity, other.capacity) == (1, 20)


def test_another_length_or_zone_reaches_every_date_that_was_not_moved_by_hand(ada):
    series = begin(ada)

    change(series, times(WEEKLY, "2026-02-03", hour("17:00", "Europe/London", 90)), by=ada)

    assert {(s.zone, s.minutes, s.is_moved) for s in sittings_of_series(series, START)} == {
        ("Europe/London", 90, False)
    }


def test_all_dates_to_come_means_those_before_a_split_ahead_too(ada, split):
    uids = [s.uid for s in sittings_of_series(split, START)]

    change(split, times(WEEKLY, "2026-03-03", hour("20:00")), by=ada)

    assert held(split) == [
        *(f"02-{day} 20:00" for day in ("03", "10", "17", "24")),
        *(f"03-{day} 20:00" for day in ("03", "10", "17")),
    ]
    assert [s.uid for s in sittings_of_series(split, START)] == uids
    assert len(recurrences(split)) == 1


def test_from_a_date_before_a_split_ahead_on_every_later_date_changes(ada, split):
    change(split, times(WEEKLY, "2026-03-03", hour("21:00")), since="2026-02-17", by=ada)

    assert held(split) == [
        "02-03 17:00",
        "02-10 17:00",
        *(f"02-{day} 21:00" for day in ("17", "24")),
        *(f"03-{day} 21:00" for day in ("03", "10", "17")),
    ]
    older, present = recurrences(split)
    assert rule_of(older).until == date(2026, 2, 10)
    assert (present, present.starts_on) == (present_recurrence(split), date(2026, 2, 17))


@pytest.mark.parametrize("starts_on", ["2026-01-20", "2026-02-03", "2026-02-10"])
def test_a_first_date_before_that_of_an_older_rule_leaves_no_doubt_which_one_holds(
    ada, split, starts_on
):
    change(split, times(WEEKLY, starts_on, hour("20:00")), by=ada)

    present = present_recurrence(split)
    assert (present, present.starts_on) == (recurrences(split)[-1], date.fromisoformat(starts_on))
    assert rule_of(present).is_endless
    assert {text[6:] for text in held(split)} == {"20:00"}
    assert scheduling.extend_horizons(START + timedelta(days=60)) == [present.id]


def test_a_first_date_before_what_has_been_held_begins_after_it(ada, split):
    now = datetime(2026, 2, 12, tzinfo=UTC)

    change(split, times(WEEKLY, "2026-01-20", hour("20:00")), by=ada, now=now)

    assert held(split)[:4] == ["02-03 17:00", "02-10 17:00", "02-17 20:00", "02-24 20:00"]
    older, present = recurrences(split)
    assert (rule_of(older).until, present.starts_on) == (date(2026, 2, 10), date(2026, 2, 17))


def test_what_was_left_out_before_a_split_stays_left_out(ada):
    series = begin(ada, times(skipped=("2026-02-10",)))
    change(series, times(WEEKLY, "2026-03-03", hour("18:00")), since="2026-03-03", by=ada)

    change(series, times(WEEKLY, "2026-03-03", hour("20:00")), by=ada)

    assert held(series, "2026-02-20") == ["02-03 20:00", "02-17 20:00"]


def test_dates_are_left_out_and_held_again_without_a_split(ada):
    series = begin(ada)
    uids = [slot.uid for slot in db.session.scalars(select(Slot))]
    sitting = at(series, "2026-03-17")
    ben = make_person("Ben")
    rsvps.answer(sitting, ben, answer=Answer.GOING, now=START)

    change(series, times(skipped=("2026-03-17",)), by=ada, now=MARCH)
    assert held(series)[-2:] == ["03-03 17:00", "03-10 17:00"]
    assert sitting.cancellation is not None
    assert sitting.cancellation.reason == LEFT_OUT
    assert [slot.uid for slot in db.session.scalars(select(Slot))] == uids

    change(series, times(), by=ada, now=MARCH)
    assert held(series)[-1] == "03-17 17:00"
    assert (sitting.is_cancelled, sitting.is_moved) == (False, False)
    assert db.session.scalars(select(Rsvp.sitting_id)).all() == [sitting.id]
    assert len(recurrences(series)) == 1


def test_a_date_that_was_never_written_is_written_once_it_is_no_longer_left_out(ada):
    series = begin(ada, times(skipped=("2026-02-10", "2026-03-17")))

    change(series, times(), by=ada, now=MARCH)

    assert held(series) == [
        *(f"02-{day} 17:00" for day in ("03", "17", "24")),
        *(f"03-{day} 17:00" for day in ("03", "10", "17")),
    ]
    rows = len(sittings_of_series(series, START))
    scheduling.extend(present_recurrence(series).id, MARCH)
    assert len(sittings_of_series(series, START)) - rows in range(9)


def test_dates_imported_beyond_the_horizon_survive_another_hour(ada):
    far = date(2028, 2, 1)
    series = scheduling.start_series(
        Details(title="Far"), times(), including=[far], by=ada, now=START
    )
    there = len(held(series, "2030-01-01"))

    change(series, times(WEEKLY, "2026-02-03", hour("18:00")), by=ada)

    assert len(held(series, "2030-01-01")) == there
    assert held(series, "2030-01-01")[-1] == "02-01 18:00"
    assert present_recurrence(series).written_until == far


def test_a_date_moved_earlier_that_has_begun_does_not_hold_the_others_back(ada):
    series = begin(ada)
    early = at(series, "2026-03-10")
    changing.move(
        early,
        local_start=datetime(2026, 2, 20, 9),
        zone="Europe/Berlin",
        minutes=60,
        now=START,
    )
    before = (early.starts_at, early.sequence, early.slot_id, early.call.rule_date)
    now = datetime(2026, 2, 21, tzinfo=UTC)

    change(series, times(WEEKLY, "2026-02-03", hour("19:00")), by=ada, now=now)

    assert held(series) == [
        *(f"02-{day} 17:00" for day in ("03", "10", "17")),
        "02-20 09:00",
        "02-24 19:00",
        "03-03 19:00",
        "03-17 19:00",
    ]
    assert (early.starts_at, early.sequence, early.slot_id, early.call.rule_date) == before


def test_a_date_of_today_is_not_put_into_the_past(ada):
    series = begin(ada)
    noon = datetime(2026, 3, 3, 11, tzinfo=UTC)

    change(series, times(WEEKLY, "2026-02-03", hour("09:00")), by=ada, now=noon)

    assert held(series)[-3:] == ["03-03 17:00", "03-10 09:00", "03-17 09:00"]


def test_a_time_of_day_that_was_taken_away_is_not_written_again(ada):
    series = begin(ada, times(WEEKLY, "2026-02-03", hour(), hour("09:00")))

    change(series, times(), by=ada)
    scheduling.extend(present_recurrence(series).id, START + timedelta(days=100))

    assert [slot.position for slot in slots_of(present_recurrence(series))] == [0]
    assert {s.position for s in sittings_of_series(series, START) if not s.is_cancelled} == {0}
