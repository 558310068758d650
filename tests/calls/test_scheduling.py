"""Series are written ahead, one call a date, and changed date by date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from community.calls import changing, removing, scheduling
from community.calls.drafts import Details, Place
from community.calls.models import Call, Visibility
from community.calls.owners import Ownership
from community.calls.queries import facilitates, sittings_of_series
from community.calls.slugs import is_secret
from community.calls.times import Sitting
from community.calls.writing import HORIZON
from community.db import db
from tests.calls.build import begin, hour, sitting_at, times
from tests.factories import START, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")


def starts(series, before="2027-01-01"):
    limit = datetime.fromisoformat(before).replace(tzinfo=UTC)
    return [s.starts_at for s in sittings_of_series(series, START) if s.starts_at < limit]


def test_a_weekly_series_keeps_its_wall_clock_time_across_the_change_of_clocks():
    series = begin(make_member(), times("FREQ=WEEKLY", "2026-03-24"))

    assert starts(series, "2026-04-02") == [
        datetime(2026, 3, 24, 16, tzinfo=UTC),
        datetime(2026, 3, 31, 15, tzinfo=UTC),
    ]


@pytest.mark.real_horizon
def test_calls_are_written_eighteen_months_ahead_and_no_further():
    series = begin(make_member())

    last = db.session.scalar(select(func.max(Call.rule_date)).where(Call.series_id == series.id))
    assert last is not None
    assert START.date() + timedelta(days=540) < last < START.date() + HORIZON


def test_whoever_starts_a_series_facilitates_it():
    ada, ben = make_member("Ada"), make_member("Ben")
    series = begin(ada)

    assert (facilitates(ada, series), facilitates(ben, series)) == (True, False)


def test_skipped_dates_get_no_call():
    series = begin(make_member(), times("FREQ=WEEKLY", "2026-02-03", skipped=("2026-02-10",)))

    assert [s.call.rule_date for s in sittings_of_series(series, START)][:2] == [
        date(2026, 2, 3),
        date(2026, 2, 17),
    ]


def test_a_time_that_clocks_jump_over_is_held_an_hour_later():
    given = times("FREQ=WEEKLY;BYDAY=SU", "2026-03-29", hour("02:30"))
    sitting = sittings_of_series(begin(make_member(), given), START)[0]

    assert sitting.original_start == datetime(2026, 3, 29, 2, 30)
    assert sitting.local_start == datetime(2026, 3, 29, 3, 30)
    assert sitting.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert not sitting.is_moved


def test_a_time_spread_call_has_its_sittings_on_the_same_local_date():
    given = times(
        "FREQ=WEEKLY", "2026-02-03", hour("09:00", "UTC"), hour("17:00", "America/New_York")
    )
    first, second = sittings_of_series(begin(make_member(), given), START)[:2]

    assert first.call is second.call
    assert (first.position, second.position) == (0, 1)
    assert second.starts_at == datetime(2026, 2, 3, 22, tzinfo=UTC)


def test_four_sittings_are_too_many():
    hours = [hour(f"{h}:00") for h in (10, 12, 14, 16)]

    with pytest.raises(scheduling.TooManySittings):
        begin(make_member(), times("FREQ=WEEKLY", "2026-02-03", *hours))


@pytest.mark.real_horizon
def test_the_horizon_moves_on_and_nothing_is_written_twice():
    series = begin(make_member())
    later = START + timedelta(days=60)

    for _ in range(2):
        for recurrence in scheduling.extend_horizons(later) or [
            scheduling.present_recurrence(series).id
        ]:
            scheduling.extend(recurrence, later)

    rows = db.session.scalars(select(Call.rule_date).where(Call.series_id == series.id))
    days = [day for day in rows if day is not None]
    assert len(days) == len(set(days))
    assert max(days) > START.date() + timedelta(days=600)
    assert scheduling.extend_horizons(later) == []


def test_a_series_by_link_has_addresses_nobody_guesses():
    series = begin(make_member(), visibility=Visibility.LINK)
    calls = db.session.scalars(select(Call.slug).where(Call.series_id == series.id)).all()

    assert is_secret(series.slug)
    assert all(is_secret(slug) for slug in calls)
    assert len(set(calls)) == len(calls)


def test_two_series_of_one_name_have_two_addresses():
    ada = make_member()

    assert [begin(ada).slug, begin(ada).slug] == ["practitioners-call", "practitioners-call-2"]


def test_a_title_in_another_script_still_has_an_address():
    assert begin(make_member(), title="コミュニティ通話").slug == "series"


def test_a_one_off_call_is_owned_and_placed():
    ada = make_member()
    call = scheduling.schedule_call(
        Details(title="One evening"), [sitting_at("2026-03-13T17:00")], by=ada, now=START
    )

    sitting = db.session.scalars(select(Sitting)).one()
    assert (sitting.call, sitting.slot, sitting.starts_at) == (
        call,
        None,
        datetime(2026, 3, 13, 16, tzinfo=UTC),
    )
    assert db.session.scalars(select(Ownership.member_id)).all() == [ada.id]


def test_moving_raises_the_sequence_once():
    sitting = make_sitting()

    for _ in range(2):
        changing.move(
            sitting,
            local_start=datetime(2026, 3, 14, 9),
            zone="Asia/Kathmandu",
            minutes=45,
            now=START,
        )

    assert sitting.sequence == 1
    assert sitting.starts_at == datetime(2026, 3, 14, 3, 15, tzinfo=UTC)
    assert sitting.ends_at - sitting.starts_at == timedelta(minutes=45)


def test_what_has_begun_is_not_moved():
    sitting = make_sitting()

    with pytest.raises(changing.AlreadyBegun):
        changing.move(
            sitting,
            local_start=datetime(2026, 5, 1, 9),
            zone="UTC",
            minutes=60,
            now=sitting.starts_at,
        )


def test_nothing_is_moved_into_the_past():
    with pytest.raises(changing.AlreadyBegun):
        changing.move(
            make_sitting(), local_start=datetime(2025, 5, 1, 9), zone="UTC", minutes=60, now=START
        )


def test_a_call_is_cancelled_with_a_reason_and_held_after_all():
    ada, sitting = make_member(), make_sitting()

    for _ in range(2):
        changing.cancel(sitting, by=ada, reason="The host is ill", now=START)
    assert sitting.cancellation is not None
    assert (sitting.cancellation.reason, sitting.sequence) == ("The host is ill", 1)

    for _ in range(2):
        changing.uncancel(sitting, by=ada, now=START)
    assert (sitting.is_cancelled, sitting.sequence) == (False, 2)

    changing.cancel(sitting, by=ada, reason="Again", now=START)
    assert sitting.cancellation is not None
    assert sitting.cancellation.reason == "Again"


def test_a_new_join_link_reaches_subscribers_and_the_same_one_does_not():
    ada, sitting = make_member(), make_sitting()
    place = Place(join_url="https://meet.example.org/a")

    changing.change_place(sitting, place, by=ada, now=START)
    changing.change_place(sitting, place, by=ada, now=START)

    assert sitting.sequence == 1


def test_a_date_of_a_series_keeps_only_what_differs():
    series = begin(make_member(), description="Every week")
    call = sittings_of_series(series, START)[0].call
    details = Details(title="On forks", description="Every week", topics=("Licences",))

    changing.change_call(call, details, version=call.version, now=START)

    assert (call.own_title, call.own_description_source, call.own_visibility) == (
        "On forks",
        None,
        None,
    )
    assert [topic.name for topic in call.own_topics] == ["Licences"]


def test_two_people_changing_one_call_do_not_overwrite_each_other():
    series = begin(make_member())
    call = sittings_of_series(series, START)[0].call
    read = call.version
    changing.change_call(call, Details(title="First"), version=read, now=START)

    with pytest.raises(changing.Conflict):
        changing.change_call(call, Details(title="Second"), version=read, now=START)
    assert call.title == "First"


def test_a_deleted_series_leaves_a_tombstone_and_comes_back():
    ada = make_member()
    series = begin(ada)
    sitting = sittings_of_series(series, START)[0]

    removing.remove_series(series, by=ada, reason="Merged", now=START)
    assert series.is_removed
    assert sitting.call.is_removed
    assert sitting.sequence == 1

    removing.restore_series(series, by=ada, now=START)
    assert not series.is_removed
    assert sitting.sequence == 2
