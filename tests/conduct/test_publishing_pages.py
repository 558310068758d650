"""A steward looks at the draft, says what kind of change it is, and publishes it."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.conduct import publishing
from community.conduct.models import Change, CodePublication
from community.conduct.queries import draft, latest, text_of
from tests.conduct.build import KIND, publish, with_clauses
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


def ready(steward, stella, writing, code=None):
    """A version in force and a draft after it; gives what publishes the draft."""
    with writing():
        publish(stella)
        publishing.save(code or with_clauses(KIND), by=stella, edits=0, now=START)
    sent = filled(steward.get("/conduct/draft").text, "/conduct/versions")
    return sent | {"change": "material", "summary": "Less of it."}


def test_a_draft_is_looked_at_and_published(steward, stella, writing, reading):
    sent = ready(steward, stella, writing)
    page = steward.get("/conduct/draft").text
    assert "The clause “expected-2” is left out." in page
    assert re.search(r"<del>.*?Be fair\..*?</del>", page, re.DOTALL)
    assert sent["effective_on"] == "2026-01-15"

    done = steward.post("/conduct/versions", data=sent)

    assert (done.status_code, done.location) == (303, "/conduct/versions/2")
    with reading():
        found = latest()
        assert (found.number, found.change, found.summary, found.by_id) == (
            2,
            Change.MATERIAL,
            "Less of it.",
            stella.id,
        )
    assert steward.get("/conduct/draft").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"summary": ""}, 422, "Say in a line what changed."),
        ({"change": ""}, 422, "Choose what kind of change it is."),
        ({"change": "minor"}, 422, "Not a valid choice"),
        ({"effective_on": "soon"}, 422, "Not a valid date value"),
        ({"effective_on": "2026-01-14"}, 409, "takes effect today or later"),
        ({"change": "editorial"}, 409, "The clause “expected-2” is left out."),
        ({"edits": "7"}, 409, "Somebody has saved the draft"),
    ],
)
def test_what_cannot_be_published_stays_a_draft(
    steward, stella, writing, reading, wrong, status, said
):
    sent = ready(steward, stella, writing) | wrong

    answer = steward.post("/conduct/versions", data=sent)

    assert (answer.status_code, said in answer.text) == (status, True)
    assert "Less of it." in answer.text or not sent["summary"]
    with reading() as session:
        assert len(session.scalars(select(CodePublication)).all()) == 1


def test_a_version_can_be_announced_for_a_later_day(steward, stella, writing, client):
    sent = ready(steward, stella, writing) | {"effective_on": "2026-02-01"}
    steward.post("/conduct/versions", data=sent)

    page = client.get("/conduct").text
    assert "Be fair." in page
    assert "Version 2 takes effect on" in page
    assert date(2026, 2, 1).strftime("%B %Y") in page


def test_a_draft_is_thrown_away(steward, stella, writing, kept):
    ready(steward, stella, writing)

    assert steward.post("/conduct/draft/withdrawal").status_code == 303
    assert kept() is None
    assert steward.post("/conduct/draft/withdrawal").status_code == 303


def test_only_a_steward_is_told_on_the_first_page_that_there_is_no_code(
    steward, stella, writing, client, signed_in
):
    said = "There is no code of conduct yet"
    with writing():
        ada = make_member("Ada")

    assert [said in one.get("/").text for one in (steward, signed_in(ada), client)] == [
        True,
        False,
        False,
    ]
    steward.post("/conduct/adoption")
    assert said not in steward.get("/").text
