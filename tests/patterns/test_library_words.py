"""The library by words and facets together: what is counted is what is listed, and no more."""

from functools import partial
from html import unescape
from re import findall

import pytest
from sqlalchemy import select

from community.access import VISITOR, Viewer
from community.distance import distancing
from community.distance.models import Keeping
from community.notes import removing
from community.pages import page_of
from community.patterns import listing_queries, staging
from community.patterns.facets import Dimension, Stage
from community.patterns.listing_queries import counts, counts_without, library, words_in
from community.patterns.models import Pattern
from community.patterns.thread_models import Section
from tests.factories import START, make_community, make_member
from tests.patterns.build import draft, emerging, noted, proposed, revised

ENVIRONMENT, TRUST = (Dimension.ENVIRONMENT,), (Dimension.TRUST,)


@pytest.fixture
def shelf(writing):
    """Patterns of Ada's that say zebra: in a title, in texts, in a retired one, in a draft; and one
    that does not.
    """
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        proposed(ada, title="Ask the Zebra", dimensions=TRUST)
        emerging(ada, title="Below the Stairs", context="A zébra is not asked.", dimensions=TRUST)
        proposed(ada, title="Count the Cost", summary="Zebras cost.", dimensions=ENVIRONMENT)
        emerging(ada, title="Dine Together", dimensions=ENVIRONMENT)
        gone = emerging(ada, title="Every Zebra Leaves", dimensions=TRUST)
        staging.move(gone, Stage.RETIRED, by=ada.person, now=START, why="Nobody does.")
        draft(ada, title="Feed a Zebra Secretly")
        revised(proposed(ben, title="Gone Zebra", dimensions=TRUST), ben, title="Gone Horses")
    return ada, ben


def listed(chosen, typed="", who=VISITOR):
    """The titles of the list."""
    words = words_in(typed, who)
    return [row.title for row in library(chosen, None, words).rows]


def test_words_and_facets_find_together_by_title_first(shelf, reading):
    ada, _ = shelf
    with reading():
        assert listed({}, "zebra") == ["Ask the Zebra", "Count the Cost", "Below the Stairs"]
        assert listed({"dimension": "trust"}, "zebra") == ["Ask the Zebra", "Below the Stairs"]
        assert listed({"dimension": "trust", "stage": "emerging"}, "zeb") == ["Below the Stairs"]
        assert listed({"stage": "retired"}, "zebra") == ["Every Zebra Leaves"]
        assert listed({}, "zebra", Viewer(ada)) == listed({}, "zebra")  # no draft among them
        assert listed({}, "?!") == listed({})  # nothing of it is a word


def test_each_value_is_counted_as_it_would_be_listed(shelf, reading):
    with reading():
        for chosen in ({}, {"dimension": "trust"}, {"dimension": "trust", "stage": "emerging"}):
            for typed in ("", "zebra"):
                told = counts(chosen, words_in(typed, VISITOR))
                assert told["stage"]
                for facet, values in told.items():
                    found = {v: len(listed({**chosen, facet: v}, typed)) for v in values}
                    assert found == values
        assert counts({}, words_in("zebra", VISITOR))["stage"]["retired"] == 1


def test_notes_are_looked_in_last_and_only_those_that_stand(
    shelf, reading, writing, client, signed_in
):
    ada, ben = shelf
    with writing() as session:
        rows = {row.slug: row for row in session.scalars(select(Pattern))}
        him = session.merge(ben)
        noted(rows["dine-together"], him, "A giraffe and a zebra.")
        last = noted(rows["dine-together"], him, "Not < another giraffe.").key
        distancing.keep_off(him, Keeping.MUTE, by=session.merge(ada), now=START)
        noted(rows["ask-the-zebra"], him, "A giraffe, too.", section=Section.SOLUTION)
        removing.remove(noted(rows["count-the-cost"], him, "Gone giraffe."), by=him, now=START)
    with reading():
        assert listed({}, "giraffe") == ["Dine Together", "Ask the Zebra"]
        assert listed({"dimension": "trust"}, "giraffe") == ["Ask the Zebra"]
        assert listed({}, "zebra")[-1] == "Dine Together"
        assert counts({}, words_in("giraffe", VISITOR))["stage"] == {"emerging": 1, "proposed": 1}
    page = client.get("/patterns?q=giraffe").text
    assert "Not &lt; another <mark>giraffe</mark>." in page
    assert f'<a href="/notes/{last}">A note on it says so:</a>' in page
    assert page.count("A note on it says so:") == page.count("<mark>giraffe</mark>") == 2
    hers = signed_in(ada).get("/patterns?q=giraffe").text  # she has muted whoever wrote them
    assert ("giraffe</mark>" in hers, hers.count("A note on it says so.")) == (False, 2)


def test_an_empty_list_says_what_each_choice_hides(shelf, reading):
    with reading():
        chosen = {"dimension": "environment", "stage": "emerging"}
        assert listed(chosen, "zebra") == []
        fewer = counts_without(chosen, words_in("zebra", VISITOR))
        assert fewer == {"dimension": 1, "stage": 1, "q": 1}
        assert counts_without({}, None) == {}


def test_pieces_of_the_list_follow_each_other(shelf, reading, monkeypatch):
    monkeypatch.setattr(listing_queries, "page_of", partial(page_of, size=2))
    with reading():
        words = words_in("zebra", VISITOR)
        first = library({}, None, words)
        rest = library({}, first.next, words)
        titles = [row.title for page in (first, rest) for row in page.rows]
        assert (len(first.rows), rest.next) == (2, None)
        assert titles == ["Ask the Zebra", "Count the Cost", "Below the Stairs"]


@pytest.mark.engines("sqlite")
def test_the_page_keeps_words_and_facets_in_every_address(shelf, client, signed_in):
    ada, ben = shelf
    page = unescape(client.get("/patterns?q=zebr&dimension=trust").text)

    assert '<a href="/patterns/ask-the-zebra">Ask the <mark>Zebra</mark></a>' in page
    assert "A <mark>zébra</mark> is" in page  # neither title nor summary says it
    assert page.count("Before a decision is taken") == 2  # nor is that said twice
    assert ("2 patterns:" in page, "noindex" in page, "Secretly" in page) == (True, True, False)
    assert '<input type="hidden" name="dimension" value="trust">' in page
    assert 'href="/patterns/cards?q=zebr&dimension=trust"' in page
    links = set(findall(r'href="([^"]+)"', page))
    assert {"/patterns?q=zebr", "/patterns?dimension=trust"} <= links
    assert "/patterns?q=zebr&dimension=trust&stage=proposed" in links
    cards = client.get("/patterns/cards?q=zebr&dimension=trust").text
    assert (cards.count('class="card"'), "Count the Cost" in cards) == (2, False)
    none = unescape(client.get("/patterns?q=zebra&dimension=environment&stage=emerging").text)
    assert 'href="/patterns?q=zebra&stage=emerging">Without Environment</a>: 1 pattern' in none
    mine = signed_in(ada).get("/patterns?q=zebra")
    assert "Feed a <mark>Zebra</mark> Secretly" in mine.text
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert "Secretly" not in signed_in(ben).get("/patterns?q=zebra").text
    meant = client.get("/patterns?q=zebar&dimension=trust").text
    meant = client.get("/patterns?q=zebar&dimension=trust").text
    assert 'Did you mean <a href="/patterns?q=zebra&amp;dimension=trust">zebra</a>?' in meant
    assert "Did you mean" not in client.get("/patterns?q=secretyl").text
    nothing = client.get("/patterns?q=%27%22*%29&after=x").text
    assert nothing.count('class="pattern-row"') == 5  # it is no word: everything is listed


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("shelf")
def test_signs_that_are_no_words_stay_where_they_were_typed(client):
    page = client.get("/patterns?q=%3F%3F%3F&dimension=trust").text
    assert 'value="???"' in page
    assert "“???” has no word that could be looked for" in page
    assert "has no word" not in client.get("/patterns?q=zebra").text + client.get("/patterns").text
