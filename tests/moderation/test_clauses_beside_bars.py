"""Beside a bar stands the clause: in lists of calls, in records, and in the files of these."""

import json

import jsonschema
import pytest

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.patterns import markdown
from community.patterns.models import Pattern
from community.patterns.schemas import COLLECTION as COLLECTION_SCHEMA
from community.patterns.schemas import PATTERN as PATTERN_SCHEMA
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.build import days
from tests.moderation.everywhere import COLLECTED, ITEM, NOTE, PATTERN, make_place
from tests.records.build import publish, record

pytestmark = pytest.mark.engines("sqlite")
TITLE = "numbatword"
CLAUSE = "A part of this was taken out by a responder under the code of conduct:"
CUT = {"call:{call}": TITLE, "item:{item}": ITEM, "note:{note}": NOTE}


@pytest.fixture
def here(writing):
    """A published record with words in its title, an item and a note."""
    with writing():
        here = make_place()
        here["call"].own_title = f"Of {TITLE}"
        publish(here["call"], here["Ola"], now=days(60))
    return here


@pytest.fixture
def cut(here, writing):
    """The same once they are taken out."""
    with writing():
        take_out(here, CUT)
    return here


def take_out(here, words):
    """As Rue, who has it before them."""
    for about, word in words.items():
        subject = content_at(Viewer(here["Ola"]), about.format_map(here["at"]), None)
        given = Aside(Standing.REDACTED, KIND.key, "It is unkind.", word)
        setting_aside.set_aside(subject, given, by=here["Rue"], now=days(60))
        db.session.expire_all()
    here["at"]["pattern"] = db.session.get_one(Pattern, here["pattern"].id).slug


LISTS = ("/", "/calls", "/series/{series}", "/series/{series}/records")


def test_in_lists_of_calls_it_stands_beside_the_title_and_costs_a_query_there_alone(
    here, request, client, at, queries
):
    paths, asked = [one.format_map(here["at"]) for one in LISTS], []
    for fixture in ("here", "cut"):
        request.getfixturevalue(fixture)
        with at(START):
            for one in paths[:3]:
                with queries() as sent:
                    said = client.get(one).text
                asked.append(len(sent))
                assert (CLAUSE in said) is (fixture == "cut"), one
        with at(days(60)):
            assert (CLAUSE in client.get(paths[3]).text) is (fixture == "cut")
    assert [after - before for before, after in zip(asked[:3], asked[3:], strict=True)] == [1] * 3


OTHER_LISTS = ("/series/{series}/decisions", "/collections", "/patterns")


def test_in_lists_of_what_was_written_it_stands_too(cut, writing, client, at):
    in_library = {"collection:{collection}": COLLECTED, "pattern:{pattern}": PATTERN}
    pages = [one.format_map(cut["at"]) for one in OTHER_LISTS]
    with at(days(61)):
        assert [CLAUSE in client.get(one).text for one in pages] == [True, False, False]
        with writing():
            take_out(cut, in_library)
        assert [client.get(one).text.count(CLAUSE) for one in pages] == [1, 1, 1]


def test_in_a_record_and_its_files_it_stands_beside_each(cut, client, at):
    with at(days(60)):
        page, words, data = (client.get(record(cut["call"], end)) for end in ("", ".md", ".json"))
    assert page.text.count(CLAUSE) == 4  # the note is a decision, and stands twice
    assert words.text.count(f"{CLAUSE} Be kind. <http") == 4
    address = words.text.rpartition(f"{CLAUSE} Be kind. <")[2].partition(">")[0]
    told = [{"clause": "Be kind.", "page": address}]
    said = data.get_json()
    ours = [said, *said["items"], *said["notes"], *said["decisions"]]
    found = [one["taken out in part"] for one in ours if "taken out in part" in one]
    assert found == [told] * 4
    assert client.get(address).status_code == 200


FILES = ("/threads/{thread}", "/calls/{call}/agenda", "/patterns/{pattern}")


def test_in_files_of_threads_agendas_and_patterns_it_stands_and_costs_a_query_there_alone(
    here, request, client, at, queries
):
    asked = []
    for fixture in ("here", "cut"):
        if fixture == "cut":
            with request.getfixturevalue("writing")():
                take_out(here, CUT | {"pattern:{pattern}": PATTERN})
        for one in FILES:
            path = one.format_map(here["at"])
            with at(days(60)), queries() as sent:
                words = client.get(f"{path}.md").text
            asked.append(len(sent))
            said = client.get(f"{path}.json").text
            assert (f"{CLAUSE} Be kind. <http" in words) is (fixture == "cut"), one
            assert ('"clause": "Be kind."' in said or '"clause":"Be kind."' in said) is (
                fixture == "cut"
            ), one
    assert [b - a for a, b in zip(asked[:3], asked[3:], strict=True)] == [1, 1, 1]


def test_the_file_of_a_pattern_is_read_again_and_keeps_to_its_schema(cut, writing, client, at):
    with writing():
        take_out(cut, {"pattern:{pattern}": PATTERN, "collection:{collection}": COLLECTED})
    with at(days(60)):
        path = "/patterns/{pattern}".format_map(cut["at"])
        words, data = client.get(f"{path}.md").text, client.get(f"{path}.json").get_json()
        shelf = "/collections/{collection}".format_map(cut["at"])
        on_shelf, gathered = client.get(f"{shelf}.md").text, client.get(f"{shelf}.json").get_json()
    assert CLAUSE not in str(markdown.read(words))
    jsonschema.validate(data, json.loads(PATTERN_SCHEMA.read_text()))
    jsonschema.validate(gathered, json.loads(COLLECTION_SCHEMA.read_text()))
    told = [one["clause"] for one in (*data["taken_out_in_part"], *gathered["taken_out_in_part"])]
    assert told == ["Be kind.", "Be kind."]
    assert on_shelf.count(f"{CLAUSE} Be kind. <http") == 1
    assert "taken_out_in_part" not in gathered["entries"][0]


def test_in_what_is_found_it_stands_too(cut, writing, client, at, queries):
    with writing():
        take_out(cut, {"pattern:{pattern}": PATTERN, "collection:{collection}": COLLECTED})
    with at(days(60)):
        page = client.get("/search?q=seekable").text
        assert client.get("/palette?q=seekable").text.count(CLAUSE) == 2
        found = client.get("/search.json?q=seekable").get_json()["results"]
        with queries() as sent:
            client.get("/search?q=seekable&kind=note")
    kinds = [one["kind"] for one in found if "taken_out_in_part" in one]
    assert (page.count(CLAUSE), sorted(kinds)) == (4, ["collection", "item", "note", "pattern"])
    assert sum("content_state" in str(one) for one in sent) == 1
