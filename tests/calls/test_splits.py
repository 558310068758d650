"""What is changed after a split stays right on both sides of it."""

from datetime import date

import pytest

from community.calls.drafts import Place
from community.calls.links import link_to_edit
from community.calls.writing import rule_of
from tests.calls.build import begin, hour, times
from tests.calls.test_changing_again import WEEKLY, at, change, held, recurrences
from tests.factories import make_member

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def ada():
    return make_member()


@pytest.mark.parametrize(
    ("rule", "first"),
    [("FREQ=WEEKLY;INTERVAL=2", "2026-02-10"), ("FREQ=YEARLY", "2026-06-02")],
)
def test_all_dates_may_begin_on_the_day_a_split_ahead_does(ada, rule, first):
    series = begin(ada)
    change(series, times(rule, first), since=first, by=ada)

    change(series, times(rule, first, hour("18:00")), by=ada)

    (only,) = recurrences(series)
    assert rule_of(only).starts_on == date.fromisoformat(first)
    assert {text[6:] for text in held(series, "2027-01-01")} == {"18:00"}


@pytest.mark.real_horizon
def test_what_changes_after_a_split_is_all_that_changes_before_it(ada):
    small = Place(capacity=5, join_url="https://meet.example.org/small")
    series = begin(ada, times(place=Place(capacity=30, join_url="https://meet.example.org/large")))
    change(series, times(WEEKLY, "2026-06-02", place=small), since="2026-06-02", by=ada)
    before, after = at(series, "2026-03-03"), at(series, "2026-07-14")

    skipped = times(WEEKLY, "2026-06-02", place=small, skipped=("2026-07-07",))
    change(series, skipped, by=ada)
    assert (before.capacity, after.capacity) == (30, 5)
    assert link_to_edit(before.slot)[0] == "https://meet.example.org/large"
    assert (before.sequence, before.slot.sequence) == (0, 1)

    fewer = Place(capacity=4, join_url="https://meet.example.org/small")
    change(series, times(WEEKLY, "2026-06-02", place=fewer), by=ada)
    assert (before.capacity, after.capacity) == (4, 4)
    assert link_to_edit(before.slot)[0] == "https://meet.example.org/large"
