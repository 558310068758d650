"""The file of one call says what became of it, whatever became of its series."""

import pytest

from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member


@pytest.fixture
def dropped(writing):
    """The address of a call whose date a change of the rule has taken out."""
    with writing():
        make_community()
        ada = make_member("Ada")
        series = begin(ada)
        call = sittings_of_series(series, START)[1].call
        fortnightly = times("FREQ=WEEKLY;INTERVAL=2", "2026-02-03")
        change_times(series, fortnightly, since=None, version=series.version, by=ada, now=START)
        return f"/calls/{call.slug}/call.ics"


def test_a_date_taken_out_by_a_change_of_the_series_is_called_off(dropped, client, at):
    with at(START):
        file = client.get(dropped).text

    assert (file.count("BEGIN:VEVENT"), file.count("STATUS:CANCELLED")) == (1, 1)


def test_who_hides_cancelled_calls_is_not_shown_it(dropped, client, at):
    with at(START):
        assert "BEGIN:VEVENT" not in client.get(f"{dropped}?cancelled=hide").text


def test_the_feed_of_everything_does_not_mention_it(dropped, client, at):
    slug = dropped.split("/")[2]
    with at(START):
        assert f"/calls/{slug}" not in client.get("/calendar.ics").text
