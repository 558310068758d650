"""Whoever cites a retired pattern is told what to use instead, in whatever form they take it."""

import io
import json
from zipfile import ZipFile

import bibtexparser
import feedparser
import jsonschema
import pytest
import rdflib
import yaml
from sqlalchemy import delete

from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_reading import read_library
from community.exchange.reading import FileRefused
from community.patterns import curating
from community.patterns.card_queries import cards_of_patterns
from community.patterns.curation_queries import retirement_of
from community.patterns.feed_queries import lately
from community.patterns.models import Pattern, PatternFacet, PatternRevision, StageChange
from tests.exchange.library_scene import packed
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, collected, proposed

pytestmark = pytest.mark.engines("sqlite")
OLD, NEW = "/patterns/ask-who-is-missing", "/patterns/ask-everybody"
TOLD = "Retired: kept for the record."


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own
def test_every_form_of_a_retired_pattern_says_what_to_use_instead(client, writing):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim")
        old, new = proposed(ada), proposed(ada, title="Ask Everybody")
        shelf = collected(ada, old, new).slug
    form = {one: client.get(f"{OLD}.{one}").text for one in ("md", "bib", "cff", "jsonld", "json")}
    assert [one for one, text in form.items() if TOLD in text or "successor" in text] == []
    with writing():
        retired = {"why": "Too narrow.", "by": kim.person, "now": START + DAY}
        curating.retire(db.session.merge(old), successor=db.session.merge(new), **retired)
    form = {one: client.get(f"{OLD}.{one}").text for one in form}

    at = f"{yaml.safe_load(form['md'].split('---')[1])['address'].partition(OLD)[0]}{NEW}"
    sentence = f"{TOLD} Use {at} instead."
    assert f"\n> {sentence}\n" in form["md"]
    assert yaml.safe_load(form["md"].split("---")[1])["successor"] == "ask-everybody"
    [entry] = bibtexparser.loads(form["bib"]).entries
    assert sentence in entry["note"]
    cited = yaml.safe_load(form["cff"])
    assert sentence in cited["message"]
    assert sentence in cited["preferred-citation"]["notes"]
    graph = rdflib.Graph().parse(data=form["jsonld"], format="json-ld")
    after = graph.objects(None, rdflib.URIRef("http://purl.org/dc/terms/isReplacedBy"))
    assert [str(one) for one in after] == [at]
    data, schema = json.loads(form["json"]), client.get("/schemas/pattern.schema.json").json
    jsonschema.validate(data, schema)
    assert (data["stage"], data["successor"]) == ("retired", "ask-everybody")
    for page in (f"{OLD}/card", f"/patterns/cards?collection={shelf}"):
        assert sentence in client.get(page).text
    news = feedparser.parse(client.get("/patterns/feed.atom").data).entries
    assert {one.summary for one in news if "Missing" in one.title} > {f"Too narrow. {sentence}"}
    assert all(sentence in one.summary for one in news if "Missing" in one.title)
    assert not any(TOLD in one.summary for one in news if "Everybody" in one.title)
    assert TOLD not in client.get(f"{NEW}.md").text


def test_its_markdown_is_the_same_in_a_place_where_the_other_is_not(db_session):
    make_community()
    ada, kim = make_member("Ada"), make_member("Kim")
    old, new = proposed(ada), proposed(ada, title="Ask Everybody")
    curating.retire(old, why="Too narrow.", successor=new, by=kim.person, now=START + DAY)
    given, after = markdown_of(old), markdown_of(new)
    for model in (StageChange, PatternFacet, PatternRevision, Pattern):
        db_session.execute(delete(model))
    db_session.expire_all()
    with pytest.raises(FileRefused, match="two successors"):
        read_library(io.BytesIO(given.replace(b'stage: "retired"', b'stage: "proven"')))

    import_library(read_library(io.BytesIO(given)), by=ada.person, now=START + 2 * DAY)
    old = db_session.scalars(db.select(Pattern)).one()
    assert retirement_of(old).successor is None
    assert markdown_of(old) == given
    assert [card.retired for card in cards_of_patterns([old], address_here)] == [TOLD]
    assert {one.retired for one in lately(address_here)} == {TOLD}
    import_library(read_library(io.BytesIO(after)), by=ada.person, now=START + 3 * DAY)
    assert retirement_of(old).successor.title == "Ask Everybody"
    assert markdown_of(old) == given


def test_the_page_of_one_that_nothing_follows_says_why_it_was_retired(client, writing):
    with writing():
        make_community()
        old, kim = proposed(make_member("Ada")), make_member("Kim")
        curating.retire(old, why="It hurts.", successor=None, by=kim.person, now=START + DAY)

    assert "It hurts." in client.get(OLD).text.partition('id="stage"')[0]
    assert f"\n> {TOLD}\n" in client.get(f"{OLD}.md").text


def address_here(slug: str, _number: int) -> str:
    return f"https://here.example/patterns/{slug}"


def markdown_of(pattern: Pattern) -> bytes:
    with ZipFile(io.BytesIO(packed("https://here.example"))) as here:
        return here.read(f"patterns/{pattern.slug}.md")
