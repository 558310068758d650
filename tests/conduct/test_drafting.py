"""Stewards write the next version in fields, look at it, and publish it."""

import re

import pytest

from community.accounts.models import Role
from community.conduct import publishing
from community.conduct.content import ClauseText
from community.conduct.default_text import default_code
from community.conduct.queries import draft, latest, text_of
from tests.conduct.build import FAIR, KIND, SMALL, publish, with_clauses
from tests.conduct.sent import filled
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def stella(writing):
    """A steward of a community without a code."""
    with writing():
        make_community()
        return make_member("Stella", Role.STEWARD)


@pytest.fixture
def steward(stella, signed_in):
    """Her client."""
    return signed_in(stella)


@pytest.fixture
def kept(reading):
    """`kept()` gives the words of the draft, or None."""

    def ask():
        with reading():
            found = draft()
            return text_of(found) if found else None

    return ask


def test_without_a_code_a_steward_adopts_ours_with_one_button(steward, client, reading):
    assert "Adopt the code we suggest" in steward.get("/conduct").text
    assert "Adopt the code we suggest" not in client.get("/conduct").text

    done = steward.post("/conduct/adoption")

    assert (done.status_code, done.location) == (303, "/conduct")
    with reading():
        assert text_of(latest().version) == default_code()
    assert "Adopt the code we suggest" not in steward.get("/conduct").text


def test_the_form_is_filled_with_ours_and_comes_back_as_it_was(steward, kept):
    sent = filled(steward.get("/conduct/edit").text, "/conduct/draft")

    done = steward.post("/conduct/draft", data=sent)

    assert (done.status_code, done.location) == (303, "/conduct/draft")
    assert kept() == default_code()


def test_clauses_are_changed_added_left_out_and_put_in_another_order(
    steward, stella, writing, kept
):
    with writing():
        publish(stella)
    sent = filled(steward.get("/conduct/edit").text, "/conduct/draft")
    first = "sections-0-clauses-"
    sent |= {
        f"{first}0-text": "",
        f"{first}1-text": "Be *very* fair.",
        f"{first}1-place": "2",
        f"{first}2-text": "Be here.",
        f"{first}2-place": "1",
        f"{first}3-text": "Be heard.",
        f"{first}3-key": "being-heard",
        "sections-1-heading": "And also",
        "sections-1-clauses-0-text": "Rest.",
        "ladder-4-longest_days": "",
        "ladder-2-effects": ["no notes", "no contact"],
    }

    assert steward.post("/conduct/draft", data=sent).status_code == 303

    code = kept()
    expected, also = code.sections
    assert (also.heading, also.clauses) == ("And also", (ClauseText("and-also-1", "Rest."),))
    assert [(clause.key, clause.text) for clause in expected.clauses] == [
        ("expected-3", "Be here."),
        ("expected-2", "Be *very* fair."),
        ("being-heard", "Be heard."),
    ]
    assert code.ladder[4].longest_days is None
    assert code.ladder[2].effects == ("no notes", "no contact")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sections-0-clauses-0-key": "Not a key"}, "Use small letters, digits and hyphens"),
        ({"sections-0-clauses-0-key": "ladder"}, "Use small letters, digits and hyphens"),
        ({"sections-0-clauses-0-key": "expected-2"}, "“expected-2” stands twice."),
        ({"sections-0-clauses-0-place": "first"}, "Write a whole number here."),
        ({"sections-0-heading": ""}, "Write a heading over this."),
        ({"ladder-0-name": " "}, "Name this rung."),
        ({"ladder-0-longest_days": "-1"}, "Write a number from 0 to 3,650"),
        ({"ladder-0-quorum": "nobody"}, "Not a valid choice"),
        ({"ladder-0-effects": ["prison"]}, "prison"),
        ({"sections-0-clauses-0-text": "x" * 2001}, "Use at most 2,000 characters."),
        (
            {"sections-0-clauses-0-text": "", "sections-0-clauses-1-text": ""},
            "A code needs one section with a clause at least.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(steward, stella, writing, kept, wrong, said):
    with writing():
        publish(stella)
    sent = filled(steward.get("/conduct/edit").text, "/conduct/draft")
    sent |= {"intro": "Typed <b>words</b>"} | wrong

    answer = steward.post("/conduct/draft", data=sent)

    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed &lt;b&gt;words&lt;/b&gt;" in answer.text
    assert kept() is None


def test_a_key_that_stood_for_a_clause_never_stands_for_another(steward, stella, writing, kept):
    with writing():
        publish(stella)
        publish(stella, with_clauses(KIND))
    sent = filled(steward.get("/conduct/edit").text, "/conduct/draft")
    new = "sections-0-clauses-1-"

    refused = steward.post(
        "/conduct/draft", data=sent | {f"{new}text": "Obey.", f"{new}key": FAIR.key}
    )
    taken = steward.post("/conduct/draft", data=sent | {f"{new}text": "Be here."})

    assert refused.status_code == 422
    assert "“expected-2” stood for another clause once." in refused.text
    assert taken.status_code == 303
    assert kept().sections[0].clauses == (KIND, ClauseText("expected-3", "Be here."))


def test_two_stewards_do_not_write_over_each_other(steward, stella, writing, kept):
    with writing():
        publish(stella)
    mine = filled(steward.get("/conduct/edit").text, "/conduct/draft")
    with writing():
        publishing.save(with_clauses(KIND), by=stella, edits=0, now=START)

    mine["sections-0-clauses-0-text"] = "Be *wildly* kind."
    refused = steward.post("/conduct/draft", data=mine)

    assert refused.status_code == 409
    assert "Somebody has saved the draft since you opened this page." in refused.text
    assert re.search(r"<ins>.*?\*wildly\*.*?</ins>", refused.text, re.DOTALL)
    assert kept() == with_clauses(KIND)
    again = filled(refused.text, "/conduct/draft")
    assert steward.post("/conduct/draft", data=again).status_code == 303
    assert kept().sections[0].clauses[0].text == "Be *wildly* kind."


def test_a_pasted_text_is_sorted_into_the_fields_and_saved_from_there(
    steward, stella, writing, kept
):
    with writing():
        publish(stella)
    pasted = "Hello.\n\n## What we expect {#expected}\n\n- Be kind. {#expected-1}\n- Be new.\n"

    sorted_in = steward.post("/conduct/draft/text", data={"text": pasted})

    assert (sorted_in.status_code, kept()) == (200, None)
    sent = filled(sorted_in.text, "/conduct/draft")
    assert steward.post("/conduct/draft", data=sent).status_code == 303
    code = kept()
    assert (code.intro, code.ladder) == ("Hello.", SMALL.ladder)
    assert code.sections[0].clauses == (
        ClauseText("expected-1", "Be kind."),
        ClauseText("expected-3", "Be new."),
    )


@pytest.mark.parametrize("text", ["", "No heading at all.", "# Only a title\n- x", "x" * 50_001])
def test_a_text_without_clauses_is_sent_back(steward, text, kept):
    answer = steward.post("/conduct/draft/text", data={"text": text})

    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert text in answer.text
    assert kept() is None
