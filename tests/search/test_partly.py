"""What is found by whoever types a problem as it comes to them; and that what is retired is not."""

import pytest

from community.access import VISITOR, Viewer
from community.db import db
from community.patterns import curating
from community.patterns.models import Pattern
from community.search.models import Kind
from community.search.partly import part_of, partly
from community.search.words import asked_for, beginning
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft
from tests.patterns.build import proposed as pattern_proposed
from tests.search.looking import found

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def library(writing):
    """Three patterns, and one that its author alone may find."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        for title, summary in (
            ("Answer Within Days", "A new contributor waits and leaves: somebody answers them."),
            ("Name The Burnt Out", "Maintainers burn out unseen: ask each of them in turn."),
            ("Decide In The Open", "People decide in private: write what was decided down."),
        ):
            pattern_proposed(ola, title=title, summary=summary)
        draft(mia, title="Contributors In A Draft", summary="Nobody answers new contributors.")
    return ola, mia


def some(query: str, who: Viewer = VISITOR) -> list[str]:
    return [one.title for one in partly(asked_for(query), who, [], most=3)]


@pytest.mark.parametrize(
    ("word", "begins"),
    [
        ("pays", "pays"),
        ("users", "user"),
        ("thanked", "thank"),
        ("deciding", "decid"),
        ("ai", "ai"),
    ],
)
def test_a_word_and_its_other_forms_begin_alike(word, begins):
    assert beginning(word) == begins


def test_a_problem_finds_what_says_most_of_it(library, reading):
    _, mia = library
    with reading():
        assert some("nobody answering new contributors")[0] == "Answer Within Days"
        assert some("maintainer burned out") == ["Name The Burnt Out"]
        assert some("deciding privately in chat")[0] == "Decide In The Open"
        assert some("zebras of chat") == []
        assert "Contributors In A Draft" not in some("nobody answers new contributors")
        mine = some("nobody answers new contributors at all", Viewer(db.session.merge(mia)))
        assert mine[0] == "Contributors In A Draft"
        assert [word for (word,) in part_of(asked_for("thanked thanking")).words] == ["thank"]


@pytest.mark.engines("sqlite")
def test_the_pages_show_it_and_say_the_stage(library, client):
    page = client.get("/search?q=answering+contributors+zebra").text
    palette = client.get("/palette?q=answering+contributors+zebra").text
    told = client.get("/search.json?q=answering+contributors+zebra").json

    assert "Nothing here says all of that." in page
    assert "Patterns that say part of it" in page
    assert "<mark>contributor</mark>" in page
    assert "Patterns that say part of it" in palette
    assert "Pattern · Proposed" in palette
    assert 'data-put="[[answer-within-days]]"' in palette
    assert [one["title"] for one in told["partly"]] == ["Answer Within Days"]
    assert "part of it" not in client.get("/search?q=zebra").text
    assert "part of it" not in client.get("/search?q=answering+contributors+zebra&kind=note").text


@pytest.mark.usefixtures("library")
def test_what_is_retired_is_found_only_by_whoever_looks_for_that(writing, reading, client):
    assert "Answer Within Days" in client.get("/palette?q=contributor").text
    with writing():
        one = db.session.scalars(db.select(Pattern).filter_by(slug="answer-within-days")).one()
        other = db.session.scalars(db.select(Pattern).filter_by(slug="decide-in-the-open")).one()
        by = make_member("Cyd").person
        curating.retire(one, by=by, why="It did harm.", successor=other, now=START)

    with reading():
        assert found("contributor", kind=Kind.PATTERN) == []
        assert some("contributor answers") == []
    page = client.get("/search?q=contributor").text
    assert "Answer Within Days" not in client.get("/palette?q=contributor").text
    assert "Answer Within Days" not in page
    assert "/patterns?q=contributor&amp;stage=retired" in page
    assert "Answer Within Days" in client.get("/patterns?q=contributor&stage=retired").text
