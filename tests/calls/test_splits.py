"""What is changed after a split stays right on both sides of it."""

from datetime import date

import pytest

from community.calls.writing import rule_of
from tests.calls.build import begin, hour, times
from tests.calls.test_changing_again import change, held, recurrences
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
