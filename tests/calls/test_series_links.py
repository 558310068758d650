"""A new join link of a series reaches the calendars of those who come."""

from datetime import timedelta

import pytest

from community.calls import changing
from community.calls.drafts import Place
from tests.calls.build import begin, times
from tests.calls.test_changing_again import MARCH, at, change
from tests.factories import START, make_member

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def ada():
    return make_member()


def test_a_new_link_of_the_series_reaches_the_dates_that_have_none_of_their_own(ada):
    series = begin(ada, times(place=Place(join_url="https://meet.example.org/old")))
    past, own, other = (at(series, f"2026-{day}") for day in ("03-03", "03-10", "03-17"))
    link = Place(join_url="https://meet.example.org/own")
    changing.change_place(own, link, by=ada, now=START)
    before = [s.sequence for s in (past, own, other)]

    change(series, times(place=Place(join_url="https://meet.example.org/new")), by=ada, now=MARCH)

    assert [s.sequence for s in (past, own, other)] == [before[0], before[1], before[2] + 1]
    assert (other.updated_at, own.updated_at) == (MARCH, START)


def test_a_link_that_changes_with_the_rule_is_told_for_dates_that_stay(ada):
    series = begin(ada, times(place=Place(join_url="https://meet.example.org/old")))
    given = times("FREQ=WEEKLY;INTERVAL=2", place=Place(join_url="https://meet.example.org/new"))

    change(series, given, by=ada, now=START + timedelta(hours=1))

    assert at(series, "2026-02-03").sequence == 1
