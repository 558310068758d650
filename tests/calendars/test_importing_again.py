"""What an import keeps, shortens, hides and leaves out, and that a second one changes nothing."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calendars.choosing import Choice
from community.calendars.importing import NotYours, TooMuchAtOnce
from community.calls.links import links_for, public_links
from community.calls.models import Series, Visibility
from community.calls.removing import remove_series
from community.calls.times import Sitting, Slot
from community.db import db
from tests.calendars.files import an_event
from tests.calendars.imports import NOW, TRAITS, WEEKLY, an_import, held, read
from tests.calls.build import begin
from tests.factories import make_community, make_member


@pytest.fixture
def ada(db_session):
    """A facilitator in a community."""
    make_community()
    return make_member("Ada", Role.FACILITATOR)


@pytest.mark.parametrize("trait", TRAITS)
def test_importing_twice_changes_nothing_and_says_so(ada, trait):
    an_import(read(*TRAITS[trait]), ada)
    before = held(), [s.sequence for s in db.session.scalars(select(Slot).order_by(Slot.id))]

    again = an_import(read(*TRAITS[trait]), ada)

    assert (again.series, again.calls) == ((), ())
    assert (
        held(),
        [s.sequence for s in db.session.scalars(select(Slot).order_by(Slot.id))],
    ) == before
    assert {remark.what for remark in again.remarks} == {
        "“Tea” is left out: it is here already as “Tea”."
    }


def test_events_without_uid_are_known_again_by_when_they_are_held(ada):
    evening = an_event(uid="", start="DTSTART:20261203T200000Z")
    parts = an_event(WEEKLY, uid=""), evening
    an_import(read(*parts), ada)

    again = an_import(read(*parts), ada)

    assert (again.series, again.calls) == ((), ())
    assert len(again.remarks) == 2


def test_somebody_else_importing_the_same_file_is_told_it_is_here(ada):
    an_import(read(an_event(WEEKLY)), ada, visibility=Visibility.LINK)

    again = an_import(read(an_event(WEEKLY)), make_member("Bo", Role.FACILITATOR))

    assert [remark.what for remark in again.remarks] == ["“Tea” is left out: it is here already."]


def test_what_was_deleted_here_does_not_come_back_by_an_import(ada):
    imported = an_import(read(an_event(WEEKLY)), ada)
    remove_series(imported.series[0], by=ada, reason="No longer held", now=NOW)
    db.session.expire_all()

    again = an_import(read(an_event(WEEKLY)), ada)

    assert [remark.what for remark in again.remarks] == [
        (
            "“Tea” is left out: it was here before as “Tea”, and has been deleted;"
            " bring that back instead."
        )
    ]


def test_two_rules_on_one_event_become_two_series_and_the_first_keeps_the_uid(ada):
    imported = an_import(read(*TRAITS["two rules"]), ada)

    uids = list(db.session.scalars(select(Slot.uid).order_by(Slot.id)))

    assert len(imported.series) == 2
    assert uids[0] == "one@example.org"
    assert len(set(uids)) == 2


def test_an_hour_in_the_rule_becomes_the_time_of_the_slot(ada):
    start = "DTSTART;TZID=Europe/Berlin:20260106T193000"
    an_import(read(an_event("RRULE:FREQ=WEEKLY;BYHOUR=19;BYMINUTE=30", start=start)), ada)

    assert [f"{slot.time:%H:%M}" for slot in db.session.scalars(select(Slot))] == ["19:30"]


def test_a_join_link_stays_with_those_who_are_going_and_the_facilitators(ada):
    plan = read(an_event(WEEKLY, "LOCATION:https://meet.example.org/tea"))
    an_import(plan, ada)

    sittings = db.session.scalars(select(Sitting)).unique().all()

    assert public_links(sittings) == {}
    assert set(links_for(ada.person_id, sittings, going=(), now=NOW).values()) == {
        "https://meet.example.org/tea"
    }


def test_a_private_event_is_for_members_whatever_was_chosen(ada):
    plan = read(an_event(WEEKLY, "CLASS:PRIVATE"), an_event("CLASS:PUBLIC", uid="two@example.org"))

    imported = an_import(plan, ada, visibility=Visibility.LINK)

    assert imported.series[0].visibility is Visibility.MEMBERS
    assert imported.calls[0].visibility is Visibility.LINK
    assert [remark.what for remark in imported.remarks] == [
        "“Tea” is marked as private in the file, so only members see it."
    ]


def test_a_place_with_a_passcode_is_not_shown_to_everyone(ada):
    plan = read(
        an_event(WEEKLY, "LOCATION:Room 3"),
        an_event(WEEKLY, "LOCATION:Zoom\\, passcode 12345", uid="two@example.org"),
    )

    imported = an_import(plan, ada)

    assert [series.description_source for series in imported.series] == ["Place: Room 3", ""]
    assert [remark.severity for remark in imported.remarks] == ["left out"]


def test_a_series_the_file_calls_cancelled_is_left_out_unless_it_is_chosen(ada):
    plan = read(an_event(WEEKLY, "STATUS:CANCELLED"))

    left, chosen = (
        an_import(plan, ada),
        an_import(plan, ada, chosen={"series-1": Choice("Tea again")}),
    )

    assert [remark.what for remark in left.remarks] == [
        "“Tea” is left out: the file says the whole series is cancelled."
    ]
    assert [series.title for series in chosen.series] == ["Tea again"]


def test_a_call_can_become_a_date_of_a_series_of_ones_own_and_keeps_its_uid(ada):
    series = begin(ada, title="Evenings", now=NOW)
    plan = read(an_event("DESCRIPTION:With cake", start="DTSTART:20261203T200000Z"))

    imported = an_import(plan, ada, chosen={"call-1": Choice("Tea", into=series.id)})

    call = imported.calls[0]
    sitting = db.session.scalars(select(Sitting).where(Sitting.call_id == call.id)).one()
    assert (call.series, call.title, call.description_source) == (series, "Tea", "With cake")
    assert sitting.uid == "one@example.org"


def test_a_call_does_not_become_a_date_of_a_series_of_somebody_else(ada):
    series = begin(make_member("Bo", Role.FACILITATOR), title="Theirs", now=NOW)
    plan = read(an_event(start="DTSTART:20261203T200000Z"))

    with pytest.raises(NotYours):
        an_import(plan, ada, chosen={"call-1": Choice("Tea", into=series.id)})


@pytest.mark.real_horizon
def test_more_dates_than_one_request_should_write_are_refused_before_any_is(ada):
    parts = [an_event("RRULE:FREQ=DAILY", uid=f"{n}@example.org") for n in range(10)]

    with pytest.raises(TooMuchAtOnce):
        an_import(read(*parts), ada)

    assert db.session.scalars(select(Series)).all() == []


def test_a_title_and_a_description_that_are_too_long_are_cut_and_said(ada):
    plan = read(an_event(WEEKLY, "DESCRIPTION:" + "茶" * 20_000))

    imported = an_import(plan, ada, chosen={"series-1": Choice("T" * 200)})

    series = imported.series[0]
    assert len(series.title) == 150
    assert len(series.description_source.encode()) < 50_000
    assert len(imported.remarks) == 2


def test_the_categories_of_the_file_become_topics_where_that_was_chosen(ada):
    categories = ",".join(["law", "Licences", "茶", *(f"Category {n}" for n in range(9))])
    plan = read(an_event(WEEKLY, f"CATEGORIES:{categories}"))

    imported = an_import(plan, ada, with_categories=True, topics=("Law",))

    names = {topic.name for topic in imported.series[0].topics}
    assert len(names) == 8
    assert names >= {"Law", "Licences", "茶"}
    assert [remark.what for remark in imported.remarks] == [
        "“Tea”: it has 4 more categories than it can have topics."
    ]
