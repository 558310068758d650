"""Which dates survive when a rule changes."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from community.calls.matching import in_old_order
from community.calls.recurrence import dates, match_dates, parse_rule
from tests.calls.build import hour

MONDAY = date(2026, 6, 1)
WEEKLY = parse_rule("FREQ=WEEKLY", MONDAY)
MONTHLY = parse_rule("FREQ=MONTHLY", MONDAY)
YEARLY = parse_rule("FREQ=YEARLY", MONDAY)

some_days = st.lists(st.integers(0, 60).map(lambda n: MONDAY + timedelta(n)), unique=True)


def june(*days):
    return [date(2026, 6, day) for day in days]


def test_a_date_in_both_rules_stays_what_it_is():
    assert match_dates(june(1, 8, 15), june(8, 15, 22), WEEKLY) == {
        date(2026, 6, 8): date(2026, 6, 8),
        date(2026, 6, 15): date(2026, 6, 15),
    }


def test_a_call_moved_from_mondays_to_thursdays_stays_in_its_week():
    old = dates(parse_rule("FREQ=WEEKLY", MONDAY), MONDAY, date(2027, 3, 1))
    new = dates(parse_rule("FREQ=WEEKLY;BYDAY=TH", MONDAY), MONDAY, date(2027, 3, 1))

    assert match_dates(old, new, WEEKLY) == {day: day + timedelta(3) for day in old}


def test_hours_that_stay_keep_their_place_among_the_times_of_day():
    nine, noon, five = hour("09:00"), hour("12:00"), hour("17:00")

    assert in_old_order([nine, five], [five, nine]) == [1, 0]
    assert in_old_order([nine, five], [five, noon, nine]) == [2, 0, 1]
    assert in_old_order([nine, five], [noon, five]) == [0, 1]
    assert in_old_order([nine, noon, five], [five]) == [0]
    assert in_old_order([nine], [hour("09:00", "Asia/Kathmandu"), nine]) == [1, 0]


def test_the_week_of_new_year_is_one_week():
    old, new = [date(2026, 12, 28)], [date(2027, 1, 1)]

    assert match_dates(old, new, WEEKLY) == {old[0]: new[0]}


def test_every_second_week_keeps_its_weeks_and_leaves_the_others():
    assert match_dates(june(1, 8, 15, 22), june(2, 16), WEEKLY) == {
        date(2026, 6, 1): date(2026, 6, 2),
        date(2026, 6, 15): date(2026, 6, 16),
    }


def test_a_monthly_call_stays_in_its_month():
    old = [date(2026, 6, 30), date(2026, 7, 28)]
    new = [date(2026, 6, 4), date(2026, 7, 2), date(2026, 8, 6)]

    assert match_dates(old, new, MONTHLY) == {old[0]: new[0], old[1]: new[1]}


def test_a_yearly_call_stays_in_its_year():
    assert match_dates([date(2026, 3, 8)], [date(2026, 10, 4)], YEARLY) == {
        date(2026, 3, 8): date(2026, 10, 4)
    }


def test_of_several_dates_the_nearest_one_survives():
    assert match_dates(june(1, 4), june(5), WEEKLY) == {date(2026, 6, 4): date(2026, 6, 5)}
    assert match_dates(june(4, 11, 18, 25), june(12), MONTHLY) == {
        date(2026, 6, 11): date(2026, 6, 12)
    }


def test_no_date_is_carried_past_one_that_stays():
    assert match_dates(june(1, 3), june(3, 5), WEEKLY) == {date(2026, 6, 3): date(2026, 6, 3)}


def test_nothing_matches_nothing():
    assert match_dates([], june(1), WEEKLY) == {}
    assert match_dates(june(1), [], WEEKLY) == {}


@given(some_days, some_days, st.sampled_from([WEEKLY, MONTHLY]))
def test_matches_are_one_to_one_in_order_and_within_their_span(old, new, rule):
    matched = match_dates(old, new, rule)

    assert list(matched) == sorted(matched)
    assert all(earlier < later for earlier, later in pairwise(matched.values()))
    assert set(matched) <= set(old)
    assert set(matched.values()) <= set(new)
    for day in set(old) & set(new):
        assert matched[day] == day
    for ours, theirs in matched.items():
        if rule is WEEKLY:
            assert ours.isocalendar()[:2] == theirs.isocalendar()[:2]
        else:
            assert (ours.year, ours.month) == (theirs.year, theirs.month)
