"""Whatever leaves the library is read by programs that we did not write."""

import json
from datetime import datetime
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
import rdflib
import yaml

from community.disclosures import disclosing
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.patterns import writing as pattern_writing
from community.patterns.queries import standing_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import CONTENT, proposed

CITATIONS = Path(__file__).parents[1] / "vendor" / "citation-file-1.2.0.schema.json"
SDO = "https://schema.org/"
AT = "/patterns/100-ask-who-is-missing"

pytestmark = [pytest.mark.engines("sqlite")]


@pytest.fixture
def get(client, writing):
    """A function that gives what is at one of the addresses of a pattern with difficult signs."""
    with writing():
        make_community()
        ada, ben = make_member("Ada {Ü} & Sons"), make_member("Ben, of the \\North")
        pattern = proposed(ada, title="100 % “Ask_Who” #1: {is} & Missing")
        pattern.slug = AT.rpartition("/")[2]
        said = Said(Degree.SOME, tools=(Tool("Model: X"),), checked=Checked.REWROTE)
        kept = disclosing.disclose(said, by=ben.person, now=START)
        content = standing_of(pattern).content.with_text("solution", "Ask: *everybody*.\x85\u2028")
        pattern_writing.revise(pattern, content, over=1, by=ben.person, disclosure=kept, now=START)
    return lambda form: client.get(f"{AT}.{form}").text


def test_front_matter_is_yaml(get):
    head = get("md").split("---\n")[1]

    found = yaml.safe_load(head)

    assert found["title"] == "100 % “Ask_Who” #1: {is} & Missing"
    assert found["authors"] == ["Ada {Ü} & Sons", "Ben, of the \\North"]
    assert found["checks"][0]["question"] == CONTENT.checks[0].question
    assert found["disclosure"]["tools"][0]["name"] == "Model: X"


def test_json_keeps_to_the_schema_it_names(get, client):
    found = json.loads(get("json"))
    schema = json.loads(client.get("/schemas/pattern.schema.json").text)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    assert found["$schema"].endswith("/schemas/pattern.schema.json")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "stage": "famous"}, schema)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own
def test_linked_data_is_a_how_to_with_its_people_licence_and_source_type(get):
    graph = rdflib.Graph().parse(data=get("jsonld"), format="json-ld")

    def said(name):
        return {str(o) for o in graph.objects(subject, rdflib.URIRef(SDO + name))}

    [subject] = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SDO}HowTo"))
    assert str(subject).endswith(f"{AT}/revisions/2")
    assert said("license") == {"https://creativecommons.org/licenses/by-sa/4.0/"}
    term = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    assert said("digitalSourceType") == {term}
    people = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SDO}Person"))
    names = {str(graph.value(one, rdflib.URIRef(f"{SDO}name"))) for one in people}
    assert names == {"Ada {Ü} & Sons", "Ben, of the \\North"}


TEXT, IRI, WHEN = "a text", "an address", "a date and time"
SHAPES = {
    "HowTo": {
        **dict.fromkeys(("name", "abstract", "description", "creditText", "inLanguage"), TEXT),
        **dict.fromkeys(("version", "creativeWorkStatus", "alternateName", "keywords"), TEXT),
        **dict.fromkeys(("url", "license", "digitalSourceType"), IRI),
        "dateModified": WHEN,
        "step": "HowToStep",
        "author": "Person",
        "isPartOf": "Collection",
        "isBasedOn": "CreativeWork",
    },
    "HowToStep": {"text": TEXT},
    "Person": {"name": TEXT},
    "Collection": {"name": TEXT},
    "CreativeWork": {"name": TEXT, "url": IRI},
}
"""What schema.org knows of each type, as far as we say it."""
NEEDED = {
    "HowTo": {"name", "url", "license", "author", "creditText", "dateModified", "inLanguage"},
    "CreativeWork": {"name"},
}


def faults(graph, node) -> list[str]:
    """What of a node schema.org does not know, or what it lacks."""
    kinds = [str(kind).removeprefix(SDO) for kind in graph.objects(node, rdflib.RDF.type)]
    if len(kinds) != 1 or kinds[0] not in SHAPES:
        return [f"{node} is {kinds}"]
    said = [(str(p).removeprefix(SDO), o) for p, o in graph.predicate_objects(node)]
    said = [(name, value) for name, value in said if name != str(rdflib.RDF.type)]
    lacks = NEEDED.get(kinds[0], set(SHAPES[kinds[0]])) - {name for name, _ in said}
    found = [f"{kinds[0]} lacks {name}" for name in sorted(lacks)]
    for name, value in said:
        asked = SHAPES[kinds[0]].get(name)
        if asked in SHAPES:
            theirs = {str(kind) for kind in graph.objects(value, rdflib.RDF.type)}
            fits = theirs == {SDO + asked}
        elif asked == IRI:
            fits = isinstance(value, rdflib.URIRef) and "://" in value
        else:
            fits = asked is not None and isinstance(value, rdflib.Literal) and bool(str(value))
            fits = fits and (asked == TEXT or datetime.fromisoformat(str(value)).tzinfo is not None)
        found += [] if fits else [f"{kinds[0]}: {name} is {value!r}"]
    return found


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own
def test_linked_data_says_what_schema_org_knows(get):
    words = get("jsonld")
    graph = rdflib.Graph().parse(data=words, format="json-ld")

    assert [fault for node in set(graph.subjects()) for fault in faults(graph, node)] == []
    for wrong, told in (('"license"', "license"), ('"name"', "name"), ('"HowToStep"', "step")):
        other = words.replace(wrong, '"nonsense"')
        spoilt = rdflib.Graph().parse(data=other, format="json-ld")
        said = [fault for node in set(spoilt.subjects()) for fault in faults(spoilt, node)]
        assert any(told in fault for fault in said)


def test_bibtex_is_one_entry(get):
    [entry] = bibtexparser.loads(get("bib")).entries

    assert entry["ENTRYTYPE"] == "misc"
    said = r"{100 \% “Ask\_Who” \#1: \textbraceleft{}is\textbraceright{} \& Missing}"
    assert entry["title"] == said
    assert entry["author"].count(" and ") == 1
    assert entry["url"].endswith("/revisions/2")
    assert "Assisted-by: Model: X" in entry["note"]


def test_the_citation_file_keeps_to_the_schema_of_citation_files(get):
    found = yaml.safe_load(get("cff"))

    jsonschema.validate(found, json.loads(CITATIONS.read_text()))
    assert [one["name"] for one in found["authors"]] == ["Ada {Ü} & Sons", "Ben, of the \\North"]
    assert found["version"] == "2"
