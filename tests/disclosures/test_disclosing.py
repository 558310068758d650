"""Saying whether a tool was involved, once and again, and in a form."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from community.disclosures.disclosing import disclose
from community.disclosures.fields import DisclosureForm
from community.disclosures.holdings import erase, export
from community.disclosures.models import Disclosure
from community.disclosures.queries import last_of, said_in
from community.disclosures.wording import Checked, Degree, Openness, Said, Tool
from tests.factories import START, make_person

MODEL = Tool("Some Model", "2", "Example Ltd", Openness.WEIGHTS)
MUCH = Said(Degree.MOST, "a draft", (MODEL, Tool("Other")), Checked.SOME, True, "ours", "small")


def test_what_was_said_is_kept_as_it_was_said(db_session):
    ada = make_person()

    disclosure = disclose(MUCH, by=ada, now=START)

    assert said_in(disclosure) == MUCH
    assert last_of(ada) is disclosure


def test_the_same_said_again_is_the_same_row_and_something_else_another(db_session):
    ada, bo = make_person(), make_person("Bo")

    first = disclose(MUCH, by=ada, now=START)
    again = disclose(MUCH, by=ada, now=START)
    other = disclose(Said(Degree.NONE), by=ada, now=START)
    of_bo = disclose(Said(Degree.NONE), by=bo, now=START)

    assert again is first
    assert len({first.id, other.id, of_bo.id}) == 3
    assert last_of(ada) is other


def test_details_are_kept_only_where_they_matter(db_session):
    disclosure = disclose(
        Said(Degree.WORDING, "spelling", (MODEL,), Checked.SOME, True), by=make_person(), now=START
    )

    assert said_in(disclosure) == Said(Degree.WORDING)


def test_the_database_wants_to_know_what_was_checked_of_most(db_session):
    ada = make_person()
    db_session.add(Disclosure(person_id=ada.id, degree=Degree.MOST, at=START))

    with pytest.raises(IntegrityError, match="checked_by_a_person"):
        db_session.flush()


def form_of(last: Said | None = None, **given: str) -> DisclosureForm:
    form = DisclosureForm(MultiDict({name.replace("__", "-"): v for name, v in given.items()}))
    form.recall(last)
    return form


def test_one_tap_is_enough():
    form = form_of(degree="wording")

    assert form.validate()
    assert form.said() == Said(Degree.WORDING)


def test_a_tap_is_asked_for_where_nothing_was_said_before():
    form = form_of()

    assert not form.validate()
    assert form.degree.errors == ["Say whether a tool was involved."]


def test_same_as_last_time_stands_first_and_is_chosen():
    form = DisclosureForm()
    form.recall(MUCH)

    assert form.degree.data == "same"
    assert form.degree.choices[0].label == (
        "Same as last time (Drafted mostly with Some Model and Other; "
        "the author checked some of it)"
    )


def test_same_as_last_time_is_what_was_said_then():
    form = form_of(MUCH, degree="same")

    assert form.validate()
    assert form.said() == MUCH
    assert not form_of(degree="same").validate()


def test_most_of_it_asks_what_a_person_checked():
    form = form_of(degree="most")

    assert not form.validate()
    assert form.checked.errors == ["Say what you checked of what the tool made."]


def test_details_are_read():
    form = form_of(
        degree="most",
        checked="some",
        purpose="a draft",
        material="ours",
        footprint="small",
        is_required="y",
        tools__0__name="Some Model",
        tools__0__version="2",
        tools__0__controlled_by="Example Ltd",
        tools__0__openness="weights",
        tools__1__name="Other",
        tools__1__openness="unknown",
        tools__2__name="",
        tools__2__openness="unknown",
    )

    assert form.validate(), form.errors
    assert form.said() == MUCH


def test_what_nobody_offered_is_refused():
    assert not form_of(degree="everything").validate()
    assert not form_of(degree="some", checked="everything").validate()
    assert not form_of(degree="some", tools__0__openness="ajar").validate()


def test_who_leaves_takes_what_they_said_along_and_it_stays_with_the_texts(db_session):
    ada = make_person()
    disclose(MUCH, by=ada, now=START)

    told = export(ada.id)
    erase(ada.id, START)
    erase(ada.id, START)

    assert told["about tools behind my texts"][0]["at"] == START
    assert "Some Model" in told["about tools behind my texts"][0]["said"]
    assert "employer requires" not in export(ada.id)["about tools behind my texts"][0]["said"]
    assert db_session.scalar(select(func.count()).select_from(Disclosure)) == 1
