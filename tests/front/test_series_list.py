"""The page of all series says of each how it is held, when next, or when it was held last."""

from datetime import date

import pytest

from community.calls import changing
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from tests.calls.build import begin, hour, times
from tests.calls.filling import words
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


def test_a_series_shows_its_rule_its_next_date_and_who_leads_it(writing, client):
    with writing():
        make_community()
        series = begin(make_member("Fay"), title="Care", topics=("Licences",))
        first = sittings_of_series(series, START)[0]
        changing.cancel(first, by=make_member("Gus"), reason="Ill", now=START)

    text = words(client.get("/series"))

    assert "Care Every Tuesday at 17:00 Europe/Berlin, for 60 minutes" in text
    assert "Next: Tue 10 February, 17:00–18:00 Berlin time · 16:00 UTC led by Fay Licences" in text


@pytest.mark.real_horizon
def test_those_soonest_held_come_first_and_those_that_have_ended_last(writing, client, at):
    with writing():
        make_community()
        fay = make_member("Fay")
        begin(fay, times("FREQ=WEEKLY;COUNT=2", "2026-02-03"), title="Ended early")
        begin(fay, times("FREQ=WEEKLY;COUNT=3", "2026-02-03"), title="Ended late")
        begin(fay, times("FREQ=MONTHLY;BYDAY=4WE", "2026-02-25"), title="Seldom")
        begin(fay, times("FREQ=WEEKLY", "2026-02-03", hour("09:00")), title="Often")

    with at("2026-06-01T12:00"):
        text = words(client.get("/series"))

    order = ["Often", "Seldom", "Without dates to come", "Ended late", "Ended early"]
    places = [text.index(title) for title in order]
    assert places == sorted(places)
    assert text.count("Next:") == 2
    assert "Last held on 17 February 2026" in text
    assert "Last held on 10 February 2026" in text


def test_a_date_fewer_may_see_is_not_the_next_one(writing, client):
    with writing():
        make_community()
        series = begin(make_member("Fay"))
        first = sittings_of_series(series, START)[0]
        first.call.own_visibility = Visibility.MEMBERS

    text = words(client.get("/series"))

    assert "Next: Tue 10 February" in text


def test_a_series_that_will_be_held_otherwise_says_both(writing, client, at):
    with writing():
        make_community()
        fay = make_member("Fay")
        series = begin(fay)
        later = times("FREQ=WEEKLY", "2026-06-02", hour("19:00"))
        change_times(
            series, later, since=date(2026, 6, 2), version=series.version, by=fay, now=START
        )
        page = f"/series/{series.slug}"

    for address in ("/series", page):
        text = words(client.get(address))
        assert "Every Tuesday at 17:00 Europe/Berlin, for 60 minutes, until 26 May 2026" in text
        assert "From 2 June 2026: every Tuesday at 19:00 Europe/Berlin, for 60 minutes" in text
    with at("2026-06-03T12:00"):
        assert "17:00" not in words(client.get(page)).partition("Next dates")[0]
