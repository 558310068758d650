"""A series that changes keeps its dates, their UIDs and everyone's answers wherever it can."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from community.attendance.models import Answer, Rsvp
from community.calls import changing
from community.calls.drafts import Details, Place
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_details, change_times
from community.calls.scheduling import present_recurrence, slots_of
from community.calls.settling import DROPPED
from community.calls.slugs import is_secret
from community.calls.times import Recurrence, Slot
from community.calls.writing import rule_of
from community.db import db
from community.errors import Refusal
from tests.calls.build import begin, hour, times
from tests.factories import START, make_member, make_person

pytestmark = pytest.mark.usefixtures("db_session")

MARCH = datetime(2026, 3, 5, tzinfo=UTC)


def held(series, before="2026-03-20"):
    limit = datetime.fromisoformat(before).replace(tzinfo=UTC)
    sittings = sittings_of_series(series, START)
    return [s for s in sittings if s.starts_at < limit and not s.is_cancelled]


def change(series, given, *, since=None, by, now=START):
    change_times(
        series,
        given,
        since=date.fromisoformat(since) if since else None,
        version=series.version,
        by=by,
        now=now,
    )


def test_before_anything_has_begun_all_means_all_and_the_slot_keeps_its_uid():
    ada = make_member()
    series = begin(ada)
    uids = [s.uid for s in held(series)]
    slot = slots_of(present_recurrence(series))[0]
    before = (slot.uid, slot.sequence)

    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada)

    assert [s.uid for s in held(series)] == uids
    assert {s.local_start.hour for s in held(series)} == {19}
    assert {s.sequence for s in held(series)} == {1}
    assert db.session.scalars(select(Slot)).all() == [slot]
    assert (slot.uid, slot.sequence) == (before[0], before[1] + 1)


def test_after_a_date_has_begun_all_means_from_the_next_date_on():
    ada = make_member()
    series = begin(ada)
    past = [(s.uid, s.starts_at, s.sequence) for s in held(series, "2026-03-04")]

    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada, now=MARCH)

    assert [(s.uid, s.starts_at, s.sequence) for s in held(series, "2026-03-04")] == past
    old, new = db.session.scalars(select(Recurrence).order_by(Recurrence.starts_on)).all()
    assert rule_of(old).until == date(2026, 3, 3)
    assert new.starts_on == date(2026, 3, 10)
    first, second = db.session.scalars(select(Slot).order_by(Slot.id)).all()
    assert first.uid != second.uid
    assert first.sequence == 1


def test_this_and_following_splits_and_moves_the_answers_across():
    ada, ben = make_member(), make_person("Ben")
    series = begin(ada)
    sitting = held(series)[4]  # 3 March
    db.session.add(
        Rsvp(sitting=sitting, person=ben, answer=Answer.GOING, answered_at=START, updated_at=START)
    )

    change(
        series,
        times("FREQ=WEEKLY;BYDAY=TH", "2026-03-03", hour("18:00")),
        since="2026-03-03",
        by=ada,
    )

    assert sitting.call.rule_date == date(2026, 3, 5)
    assert sitting.local_start == datetime(2026, 3, 5, 18)
    assert db.session.scalars(select(Rsvp.sitting_id)).all() == [sitting.id]
    assert [s.call.rule_date for s in held(series)] == [
        date(2026, 2, 3),
        date(2026, 2, 10),
        date(2026, 2, 17),
        date(2026, 2, 24),
        date(2026, 3, 5),
        date(2026, 3, 12),
        date(2026, 3, 19),
    ]


def test_dates_the_new_rule_does_not_give_are_cancelled_with_a_reason_and_come_back():
    ada = make_member()
    series = begin(ada)
    uids = [s.uid for s in held(series)]

    change(series, times("FREQ=WEEKLY;INTERVAL=2", "2026-02-03"), by=ada)
    assert [s.uid for s in held(series)] == uids[::2]
    dropped = next(s for s in sittings_of_series(series, START) if s.uid == uids[1])
    assert dropped.cancellation is not None
    assert dropped.cancellation.reason == DROPPED
    assert dropped.slot is None

    change(series, times(), by=ada)
    assert [s.uid for s in held(series)] == uids


def test_a_date_cancelled_by_hand_stays_cancelled():
    ada = make_member()
    series = begin(ada)
    sitting = held(series)[1]
    changing.cancel(sitting, by=ada, reason="Holiday", now=START)

    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada)

    assert sitting.cancellation is not None
    assert sitting.cancellation.reason == "Holiday"


def test_a_date_moved_by_hand_stays_where_it_was_moved_to():
    ada = make_member()
    series = begin(ada)
    sitting = held(series)[1]
    there = datetime(2026, 2, 11, 20)
    changing.move(sitting, local_start=there, zone="Europe/Berlin", minutes=60, now=START)

    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada)

    assert (sitting.local_start, sitting.is_moved) == (there, True)


def test_a_date_moved_by_hand_is_back_at_its_own_time_once_a_rule_gives_it_again():
    ada = make_member()
    series = begin(ada)
    moved, plain = held(series)[1], held(series)[3]
    there = datetime(2026, 2, 11, 20)
    changing.move(moved, local_start=there, zone="Europe/Berlin", minutes=60, now=START)
    change(series, times("FREQ=WEEKLY;INTERVAL=2", "2026-02-03"), by=ada)

    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada)

    assert (moved.is_cancelled, moved.local_start, moved.is_moved) == (False, there, True)
    assert (plain.is_cancelled, plain.local_start.hour, plain.is_moved) == (False, 19, False)


def test_a_second_sitting_is_added_to_every_date_and_taken_away_again():
    ada = make_member()
    series = begin(ada)
    both = times("FREQ=WEEKLY", "2026-02-03", hour(), hour("09:00"))

    change(series, both, by=ada)
    assert len(held(series)) == 14
    change(series, times(), by=ada)
    assert len(held(series)) == 7
    change(series, both, by=ada)
    assert len(held(series)) == 14
    assert len({s.call_id for s in held(series)}) == 7


def test_a_rule_shifted_by_a_week_keeps_every_row_that_has_a_week_in_common():
    ada = make_member()
    series = begin(ada, times("FREQ=WEEKLY;INTERVAL=2", "2026-02-03"))
    rows = len(sittings_of_series(series, START))

    change(series, times("FREQ=WEEKLY;INTERVAL=2", "2026-02-10"), by=ada)
    change(series, times("FREQ=WEEKLY;INTERVAL=2", "2026-02-03"), by=ada)

    assert [s.call.rule_date for s in held(series)][:2] == [date(2026, 2, 3), date(2026, 2, 17)]
    assert len([s for s in sittings_of_series(series, START) if not s.is_cancelled]) == rows


def test_what_is_left_of_a_count_goes_on():
    ada = make_member()
    series = begin(ada, times("FREQ=WEEKLY;COUNT=6", "2026-02-17"))

    change(series, times("FREQ=WEEKLY;COUNT=6", "2026-02-17", hour("20:00")), by=ada, now=MARCH)

    assert [s.call.rule_date for s in held(series, "2027-01-01")] == [
        date(2026, 2, 17),
        date(2026, 2, 24),
        date(2026, 3, 3),
        date(2026, 3, 10),
        date(2026, 3, 17),
        date(2026, 3, 24),
    ]


def test_other_places_alone_leave_dates_and_uids_as_they_are():
    ada = make_member()
    series = begin(ada)
    slot = slots_of(present_recurrence(series))[0]
    uid, dates = slot.uid, [s.starts_at for s in held(series)]
    place = Place(capacity=7, join_url="https://meet.example.org/new")

    change(series, times(place=place), by=ada, now=MARCH)

    assert [slot.uid for slot in db.session.scalars(select(Slot))] == [uid]
    assert [s.starts_at for s in held(series)] == dates
    assert {s.capacity for s in held(series) if s.starts_at > MARCH} == {7}
    assert {s.capacity for s in held(series) if s.starts_at <= MARCH} == {None}
    assert slot.sequence == 1


def test_two_people_changing_one_series_do_not_overwrite_each_other():
    ada = make_member()
    series = begin(ada)
    read = series.version
    change(series, times("FREQ=WEEKLY", "2026-02-03", hour("19:00")), by=ada)

    with pytest.raises(changing.Conflict):
        change_times(series, times(), since=None, version=read, by=ada, now=START)


def test_a_rule_without_dates_left_changes_nothing():
    ada = make_member()
    series = begin(ada)

    with pytest.raises((Refusal, ValueError)):
        change(series, times("FREQ=WEEKLY;COUNT=2", "2026-02-03"), by=ada, now=MARCH)


def test_a_series_that_becomes_by_link_gets_addresses_nobody_guesses():
    series = begin(make_member())

    change_details(
        series,
        Details(title="Quiet", visibility=Visibility.LINK),
        version=series.version,
        now=START,
    )

    assert is_secret(series.slug)
    assert all(is_secret(s.call.slug) for s in sittings_of_series(series, START))
