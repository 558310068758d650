"""What a single date says otherwise than its series is kept with the date, or said to be lost."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.links import links_for
from community.calls.times import Sitting
from community.db import db
from tests.factories import make_community, make_member

from .files import an_event, plan_of, sentences
from .imports import NOW, WEEKLY, an_import

BASE = (WEEKLY, "DESCRIPTION:Usual", "LOCATION:Room 5 https://meet.example.org/tea")
BERLIN = "RECURRENCE-ID;TZID=Europe/Berlin:"


def changed(*lines: str, at: str = "20261201T170000") -> str:
    return an_event(f"{BERLIN}{at}", *lines, start="DTSTART;TZID=Europe/Berlin:20261201T180000")


def test_a_changed_date_keeps_its_own_place_address_and_link():
    plan = plan_of(
        an_event(*BASE),
        changed(
            "DESCRIPTION:Usual",
            "LOCATION:Garden https://meet.example.org/garden",
            "URL:https://example.org/map",
        ),
    )

    (move,) = plan.proposed_series[0].moved
    assert move.join_link == "https://meet.example.org/garden"
    assert move.description == "Usual\n\nPlace: Garden\n\nMore: https://example.org/map"
    assert sentences(plan) == (
        "note: Line 14: “Tea”: the date’s own place and address went into its description."
    )


def test_a_changed_date_that_says_nothing_else_says_what_its_series_says():
    plan = plan_of(an_event(*BASE, "CATEGORIES:tea"), changed("DESCRIPTION:Usual"))

    (move,) = plan.proposed_series[0].moved
    assert (move.description, move.join_link, plan.remarks) == (None, None, ())


def test_categories_and_places_with_a_passcode_are_left_out_and_said():
    plan = plan_of(
        an_event(*BASE, "CATEGORIES:tea"),
        changed("DESCRIPTION:Usual", "LOCATION:Passcode 1234", "CATEGORIES:cake"),
    )

    assert plan.proposed_series[0].moved[0].description is None
    said = sentences(plan)
    assert "the date’s own categories are left out: topics belong to whole series." in said
    assert "its place speaks of a passcode or meeting number; it is left out." in said


def test_a_change_of_an_extra_date_and_all_that_follow_changes_it_alone_and_says_so():
    following = "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20261203T110000"
    plan = plan_of(
        an_event(*BASE, "RDATE;TZID=Europe/Berlin:20261203T110000"),
        an_event(following, "DESCRIPTION:Usual", "SUMMARY:Cake"),
    )

    assert [extra.title for extra in plan.proposed_series[0].extras] == ["Cake"]
    assert "“Cake”: only the date itself was changed, not those that follow." in sentences(plan)


@pytest.mark.parametrize("at", ["20261201T170000", "20261203T110000"])
def test_the_link_of_one_date_is_that_of_its_sitting(at, db_session):
    make_community()
    plan = plan_of(
        an_event(*BASE, "RDATE;TZID=Europe/Berlin:20261203T110000"),
        changed("SUMMARY:Cake", "LOCATION:https://meet.example.org/garden", at=at),
    )

    ada = make_member("Ada", Role.FACILITATOR)

    an_import(plan, ada)

    sittings = db.session.scalars(select(Sitting)).unique().all()
    starts = {sitting.id: f"{sitting.local_start:%Y%m%dT%H%M}" for sitting in sittings}
    by_id = links_for(ada.person_id, sittings, going=(), now=NOW)
    links = {starts[number]: link for number, link in by_id.items()}
    assert links["20261201T1800"] == "https://meet.example.org/garden"
    assert links["20261208T1700"] == "https://meet.example.org/tea"
