"""What is hard to write down leaves the library so that programs that we did not write read it:
other scripts, signs that mean something elsewhere, adaptations, relations, and very long texts.
"""

import json

import bibtexparser
import feedparser
import jsonschema
import pytest
import rdflib
import yaml

from community.patterns import adapting, relating, staging
from community.patterns.content import Check, Source
from community.patterns.front_matter import split
from community.patterns.importing import found_in
from community.patterns.models import Relation
from tests.factories import START, make_community, make_member
from tests.patterns.build import collected, proposed, revised
from tests.patterns.test_read_by_others import CITATIONS, SDO
from tests.patterns.test_writing_pages import typed

pytestmark = [pytest.mark.engines("sqlite")]
ARABIC, CHINESE = "اسأل من الغائب", "先问谁不在场"
EMOJI, MARKS = "👩🏽‍💻 & “q” 'a' \"b\"", "Ǻngström\u0323 Zoë"
BRACES, ODD = "} unbalanced {{ \\ % $ # _ ~ ^ and ] [ | <b>&amp;</b>", "\ufffe\uffff\x85"
LONG = ("Very long, " + CHINESE + "。 ") * 1200
NAMES = ("ليلى حسن", "王小明", f"Ada {EMOJI}", "Ben } and Cyd {")


@pytest.fixture
def hard(writing):
    """A pattern adapted from another, by people of four scripts, with relations to two."""
    with writing():
        make_community()
        people = [make_member(f"P{number}") for number in range(len(NAMES))]
        for one, name in zip(people, NAMES, strict=True):
            one.person.name = name
        first = proposed(people[0], title=f"{ARABIC} {CHINESE}", summary=BRACES, tags=("a",))
        second = proposed(people[1], title=EMOJI, solution=LONG)
        at = f"https://a.example/patterns/{first.slug}/revisions/{{}}".format
        mine = adapting.adapt(first, at, by=people[2].person, now=START)
        source = Source(f"“{first.title}”", at(1), "CC BY-SA 4.0", f"{BRACES} {ARABIC}")
        others = Source(MARKS, 'https://example.org/a b?"c"=<d>|{e}\\^`')
        changes = {
            "title": f"{MARKS} {{x",
            "summary": f"{ARABIC}{ODD} {EMOJI} {BRACES}",
            "solution": LONG,
            "problem": f"{ODD}{CHINESE}\n\n> {BRACES}",
            "tags": ("é", ARABIC),
            "sources": (source, others),
            "also_known_as": (CHINESE, BRACES),
            "checks": (Check(f"{EMOJI}?", where=BRACES),),
        }
        revised(mine, people[2], **changes)
        revised(mine, people[3], context=f"{MARKS}\n\n```\n{BRACES}\n```")
        staging.propose(mine, by=people[2].person, now=START)
        note = f"{ARABIC}: {BRACES} {EMOJI}"
        relating.relate(mine, Relation.TENSION, second, note, by=people[3].person, now=START)
        shelf = collected(people[0], mine, second, title=f"{ARABIC} {EMOJI}", about=BRACES)
        return mine.slug, shelf.slug


@pytest.fixture
def get(hard, client):
    """What is at one of the addresses of the pattern."""
    return lambda form: client.get(f"/patterns/{hard[0]}.{form}").text


def test_markdown_and_json_say_what_was_written(get, client):
    text, found = get("md"), json.loads(get("json"))
    jsonschema.validate(found, json.loads(client.get("/schemas/pattern.schema.json").text))
    head = yaml.safe_load(text.split("---\n")[1])
    said = dict(split(text)[0])
    for told in (head, said, found["content"] | found):
        assert told["title"] == f"{MARKS} {{x"
        assert told["checks"][0]["question"] == f"{EMOJI}?"
        assert told["also_known_as"] == [CHINESE, BRACES]
        assert told["authors"] == [NAMES[2], NAMES[3]]
        assert NAMES[0] in told["adapted_from"][0]
        assert [one["kind"] for one in told["relations"]] == ["adapted from", "in tension with"]
        assert told["relations"][1]["note"] == f"{ARABIC}: {BRACES} {EMOJI}"
    assert found["content"]["solution"] == LONG
    brought = found_in(text.encode(), url="", licence="").content
    assert (brought.solution.strip(), brought.title) == (LONG.strip(), f"{MARKS} {{x")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own
def test_linked_data_bibliographies_and_citations(get, caplog):
    graph = rdflib.Graph().parse(data=get("jsonld"), format="json-ld")
    assert rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt").isomorphic(graph)
    assert not [one for one in caplog.records if "not look like a valid URI" in one.getMessage()]
    [subject] = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SDO}HowTo"))
    said = {str(graph.value(subject, rdflib.URIRef(SDO + n))) for n in ("name", "creditText")}
    assert f"{MARKS} {{x" in said
    assert any(NAMES[0] in words for words in said)

    [entry] = bibtexparser.loads(get("bib")).entries
    assert entry["title"].startswith(f"{{{MARKS}")
    assert entry["author"].count("} and {") == 1
    assert NAMES[0] in entry["note"]
    for field in entry.values():  # as TeX counts them, whatever stands before them
        assert field.count("{") == field.count("}")

    cited = yaml.safe_load(get("cff"))
    jsonschema.validate(cited, json.loads(CITATIONS.read_text()))
    assert [one["name"] for one in cited["authors"]] == [NAMES[2], NAMES[3]]
    assert NAMES[0] in cited["preferred-citation"]["notes"]


def test_the_feed_and_collections(hard, client):
    feed = feedparser.parse(client.get("/patterns/feed.atom").data)
    assert feed.bozo == 0
    titles = {one.title for one in feed.entries}
    assert f"{MARKS} {{x: Proposed" in titles
    assert f"{ARABIC} {CHINESE}: Proposed" in titles
    [summary] = [one.summary for one in feed.entries if one.link.endswith(hard[0])]
    assert summary.startswith(ARABIC)
    shelf = json.loads(client.get(f"/collections/{hard[1]}.json").text)
    jsonschema.validate(shelf, json.loads(client.get("/schemas/collection.schema.json").text))
    assert NAMES[0] in json.dumps(shelf, ensure_ascii=False)  # from whom it was adapted


def test_tags_that_differ_in_case_alone_are_one(client, signed_in, writing):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = proposed(ada)
    page = f"/patterns/{pattern.slug}"
    form = typed(over="1", tags="Wide, wide, WIDE, é, É")
    assert signed_in(ada).post(f"{page}/revisions", data=form).status_code == 303
    assert json.loads(client.get(f"{page}.json").text)["content"]["tags"] == ["wide", "é"]
