"""The pages of the code: what holds, its versions, what changed, as files."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from community.accounts.models import Role
from community.agreement import How
from community.conduct.acceptances import accept
from community.conduct.content import ClauseText
from community.conduct.default_text import default_code
from community.conduct.marking import read_text
from community.conduct.models import Change, Contact
from tests.conduct.build import KIND, SMALL, publish, with_clauses
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

WORDS = with_clauses(KIND, ClauseText("expected-2", "Be fairer."))


@pytest.fixture
def stella(writing):
    """A steward of a community without a code."""
    with writing():
        make_community()
        return make_member("Stella", Role.STEWARD)


@pytest.fixture
def two_versions(stella, writing):
    """A code with an editorial version after it, and somebody to write to."""
    with writing() as session:
        publish(stella, summary="The first.")
        publish(stella, WORDS, change=Change.EDITORIAL, summary="Fairer words.")
        session.add(
            Contact(name="Noor", address="noor@example.org", words="Listens first", added_at=START)
        )
    return stella


def test_before_there_is_a_code_the_page_says_so(stella, client):
    page = client.get("/conduct")

    assert page.status_code == 200
    assert "This community has no code of conduct yet." in page.text
    assert client.get("/conduct/versions").status_code == 200
    assert client.get("/conduct/versions/1").status_code == 404


def test_everybody_reads_the_code_with_an_address_for_each_clause(two_versions, client):
    page = client.get("/conduct").text

    for words in (
        "We meet as <strong>people</strong>.",
        'id="expected-1"',
        'href="#expected-2"',
        "Be fairer.",
        'id="rung-4"',
        "Two responders together",
        "At most 2 months",
        'href="mailto:noor@example.org"',
        "Listens first",
        "15 January 2026",
    ):
        assert words in page


def test_every_page_leads_to_the_code(stella, client):
    assert 'href="/conduct"' in client.get("/").text


def test_the_page_says_what_the_reader_has_accepted(two_versions, writing, signed_in):
    from community.conduct.queries import published  # noqa: PLC0415 - only here

    with writing():
        ada, ben = make_member("Ada"), make_member("Ben")
        accept(ada.person, published(1), how=How.PAGE, now=START)

    assert "You accepted version 1 on" in signed_in(ada).get("/conduct").text
    assert "You have not accepted it yet." in signed_in(ben).get("/conduct").text


def test_a_version_to_come_is_announced_and_does_not_hold(two_versions, writing, client):
    with writing():
        day = (START + timedelta(days=10)).date()
        publish(two_versions, with_clauses(KIND), on=day, summary="Less of it.")

    page = client.get("/conduct").text

    assert "Version 3 takes effect on" in page
    assert "Less of it." in page
    assert "Be fairer." in page


def test_old_versions_stay_and_their_differences_are_told(two_versions, client):
    versions = client.get("/conduct/versions").text
    first = client.get("/conduct/versions/1").text
    changes = client.get("/conduct/versions/2/changes").text

    assert [words in versions for words in ("The first.", "Fairer words.")] == [True, True]
    assert "Be fair." in first
    assert "This version holds no longer." in first
    assert "<del>" in changes
    assert "<ins>" in changes
    assert "fairer." in changes
    assert client.get("/conduct/versions/1/changes").status_code == 404


def test_a_version_can_be_taken_away_as_markdown(stella, writing, client):
    with writing():
        publish(stella, default_code())

    answer = client.get("/conduct/versions/1.md")
    words = answer.text.partition("CC BY-SA 4.0 <")[2].partition("\n")[2].partition("## Ladder")[0]

    assert answer.mimetype == "text/markdown"
    assert read_text(words) == (default_code().intro, default_code().sections)
    assert "**Ban**" in answer.text


def test_a_version_can_be_taken_away_as_data_whose_digest_holds(two_versions, client):
    answer = client.get("/conduct/versions/2.json")
    data = json.loads(answer.text)
    said = json.dumps(data["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert answer.mimetype == "application/json"
    assert (data["version"], data["change"], data["summary"]) == (2, "editorial", "Fairer words.")
    assert sha256(said.encode()).hexdigest() == data["digest"]


def test_a_draft_is_no_version(two_versions, writing, client):
    from community.conduct import publishing  # noqa: PLC0415 - only here

    with writing():
        publishing.save(with_clauses(KIND), by=two_versions, edits=0, now=START)

    statuses = {path: client.get(f"/conduct/versions/3{path}").status_code for path in ("", ".md")}
    assert statuses == {"": 404, ".md": 404}


def test_the_page_takes_as_many_queries_for_a_long_code_as_for_a_short_one(
    stella, writing, client, queries
):
    def count() -> int:
        with queries() as sent:
            client.get("/conduct")
        return len(sent)

    with writing():
        publish(stella, SMALL)
    short = count()
    with writing():
        publish(stella, default_code())

    assert count() == short
