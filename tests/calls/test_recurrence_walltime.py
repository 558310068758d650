"""Wall-clock time and instants, in both hemispheres and where clocks do unusual things."""

from datetime import UTC, date, datetime, time

import pytest

from community.calls.recurrence import Slot, as_shown, instant, kind_of_local, start_instant
from community.clock import UnknownZone


@pytest.mark.parametrize(
    ("zone", "local", "in_utc"),
    [
        ("Europe/Berlin", datetime(2027, 1, 12, 17), datetime(2027, 1, 12, 16)),
        ("Europe/Berlin", datetime(2027, 7, 13, 17), datetime(2027, 7, 13, 15)),
        ("Australia/Sydney", datetime(2027, 1, 12, 9), datetime(2027, 1, 11, 22)),
        ("Australia/Sydney", datetime(2027, 7, 13, 9), datetime(2027, 7, 12, 23)),
        ("Asia/Kathmandu", datetime(2027, 7, 13, 9), datetime(2027, 7, 13, 3, 15)),
        ("Africa/Casablanca", datetime(2026, 2, 10, 12), datetime(2026, 2, 10, 11)),
        ("Africa/Casablanca", datetime(2026, 3, 3, 12), datetime(2026, 3, 3, 12)),  # Ramadan
        ("Australia/Lord_Howe", datetime(2027, 1, 12, 9), datetime(2027, 1, 11, 22)),
        ("Australia/Lord_Howe", datetime(2027, 7, 13, 9), datetime(2027, 7, 12, 22, 30)),
    ],
)
def test_a_wall_clock_time_is_an_instant_and_back(zone, local, in_utc):
    assert instant(local, zone) == in_utc.replace(tzinfo=UTC)
    assert as_shown(instant(local, zone), zone) == local
    assert kind_of_local(local, zone) == "ok"


@pytest.mark.parametrize(
    ("zone", "local", "held"),
    [
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 3, 30)),
        ("America/New_York", datetime(2027, 3, 14, 2, 0), datetime(2027, 3, 14, 3, 0)),
        ("Australia/Lord_Howe", datetime(2027, 10, 3, 2, 15), datetime(2027, 10, 3, 2, 45)),
        ("Pacific/Apia", datetime(2011, 12, 30, 10), datetime(2011, 12, 31, 10)),
    ],
)
def test_a_time_that_clocks_jump_over_is_moved_later_by_the_jump(zone, local, held):
    assert kind_of_local(local, zone) == "skipped"
    assert as_shown(instant(local, zone), zone) == held


@pytest.mark.parametrize(
    ("zone", "local", "first"),
    [
        ("Europe/Berlin", datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 0, 30)),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45), datetime(2027, 4, 3, 14, 45)),
    ],
)
def test_a_time_that_clocks_show_twice_means_the_first(zone, local, first):
    assert kind_of_local(local, zone) == "twice"
    assert instant(local, zone) == first.replace(tzinfo=UTC)


def test_a_slot_starts_at_its_wall_clock_time_in_its_zone():
    slot = Slot("Asia/Kathmandu", time(5, 30), 45)

    assert start_instant(date(2026, 5, 4), slot) == datetime(2026, 5, 3, 23, 45, tzinfo=UTC)


def test_a_zone_that_is_a_path_is_no_zone():
    with pytest.raises(UnknownZone):
        instant(datetime(2026, 1, 1), "../../etc/passwd")
