"""Beside a bar stands the clause: in lists of calls, in records, and in the files of these."""

import pytest

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
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
