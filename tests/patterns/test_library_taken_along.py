"""The library whole: as a ZIP whose bytes follow from what it says, and its news as a feed."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import feedparser
import jsonschema
import pytest
from sqlalchemy import select

from community.access import VISITOR, may
from community.accounts.limits import Limit
from community.accounts.models import Member, Person
from community.db import db
from community.exchange.policies import Permission
from community.exchange.views import library as library_views
from community.exchange.views.exporting import packer
from community.patterns import naming, suggesting
from community.patterns.facets import Stage
from community.patterns.models import Pattern
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, draft, emerging, proposed, revised, suggested
from tests.patterns.test_suggesting import taking

BASE_URL = "http://localhost:8000"

pytestmark = [pytest.mark.engines("sqlite")]


@pytest.fixture
def pattern(writing):
    """A pattern that two people wrote, beside one that is nobody's but its author's."""
    with writing():
        make_community()
        ada, ben = make_member("Ada & Sons"), make_member("Canary Ben")
        draft(ben, title="Secret")
        pattern = emerging(ada)
        revised(pattern, ben, now=START + DAY, solution="Ask *twice*.")
        proposed(ben, now=START + DAY, title="Say <b>it</b>")
    return pattern


@pytest.fixture
def take(client):
    """A function that takes the library along, as a visitor: the answer, read and closed."""

    def get(**headers):
        with client.get("/patterns/export.zip", headers=headers) as answer:
            answer.get_data()
            return answer

    return get


def test_the_zip_holds_every_listed_pattern_with_its_history_and_the_same_bytes_each_time(
    pattern, client, take
):
    first, again = take(), take()

    assert first.data == again.data
    assert take(**{"If-None-Match": first.headers["ETag"]}).status_code == 304
    with ZipFile(BytesIO(first.data)) as file:
        words = {name: file.read(name).decode() for name in file.namelist()}
    assert sorted(words) == [
        "README.md",
        "patterns/ask-who-is-missing.json",
        "patterns/ask-who-is-missing.md",
        "patterns/say-b-it-b.json",
        "patterns/say-b-it-b.md",
        "schemas/collection.schema.json",
        "schemas/pattern.schema.json",
    ]
    assert (
        words["patterns/ask-who-is-missing.md"]
        == client.get(f"/patterns/{pattern.slug}.md", base_url=BASE_URL).text
    )
    found = json.loads(words["patterns/ask-who-is-missing.json"])
    jsonschema.validate(found, json.loads(words["schemas/pattern.schema.json"]))
    assert [one["by"] for one in found["history"]["revisions"]] == ["Ada & Sons", "Canary Ben"]
    assert [one["became"] for one in found["history"]["stages"]] == [
        "draft",
        "proposed",
        "emerging",
    ]
    assert not any("Secret" in text for text in words.values())


def test_the_zip_is_made_for_one_at_a_time_and_seldom_enough(pattern, take, monkeypatch):
    assert may(VISITOR, Permission.TAKE_LIBRARY_ALONG)
    with packer:
        assert take().status_code == 429
    monkeypatch.setattr(library_views, "LIBRARY", Limit("x", 1, DAY))
    answers = [take().status_code for _ in range(2)]
    assert answers == [200, 429]


def test_the_feed_tells_of_proposals_revisions_and_stages_the_newest_first(pattern, client):
    answer = client.get("/patterns/feed.atom")

    found = feedparser.parse(answer.data)
    assert (found.bozo, found.version) == (False, "atom10")
    assert answer.mimetype == "application/atom+xml"
    assert [(one.title, one.author) for one in found.entries] == [
        ("Say <b>it</b>: Proposed", "Canary Ben"),
        ("Ask Who Is Missing: revision 2", "Canary Ben"),
        ("Ask Who Is Missing: Emerging", found.feed.author),
        ("Ask Who Is Missing: Proposed", "Ada & Sons"),
    ]
    assert found.feed.author not in ("", "Somebody who is not named")
    assert len({one.id for one in found.entries}) == 4
    lines = [re.search(r"/revisions/(\d)\. (CC BY-SA 4.0)", one.rights) for one in found.entries]
    assert [line.group(1, 2) for line in lines] == [
        (number, "CC BY-SA 4.0") for number in ("1", "2", "2", "2")
    ]
    assert found.entries[1].rights.startswith("“Ask Who Is Missing” by Ada & Sons")
    assert found.feed.updated == found.entries[0].updated
    assert found.entries[1].link.endswith("/patterns/ask-who-is-missing/revisions/2")
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/patterns/feed.atom", headers=tag).status_code == 304


def test_a_suggested_revision_is_by_both_and_no_name_that_is_taken_off(pattern, client, writing):
    with writing():
        pattern, kim = db.session.merge(pattern), make_member("Kim")
        ben = db.session.scalars(select(Member).where(Member.person.has(name="Canary Ben"))).one()
        row = suggested(pattern, ben, now=START + 2 * DAY, context="Else.")
        suggesting.accept(row, taking(row, "context"), by=kim.person, now=START + 2 * DAY)

    def authors():
        answer = feedparser.parse(client.get("/patterns/feed.atom").data)
        return [one.name for one in answer.entries[0].authors]

    assert authors() == ["Canary Ben", "Kim"]
    with writing():
        naming.take_name_off(db.session.merge(pattern), by=db.session.merge(ben.person), now=START)
    assert authors() == ["Somebody who is not named", "Kim"]


def test_a_name_taken_off_is_in_neither(pattern, client, take, writing):
    with writing():
        ben = db.session.scalars(select(Person).where(Person.name == "Canary Ben")).one()
        for each in db.session.scalars(select(Pattern).where(Pattern.stage != Stage.DRAFT)):
            naming.take_name_off(each, by=ben, now=START + DAY)

    feed, packed = client.get("/patterns/feed.atom").text, take().data

    assert "Ada &amp; Sons" in feed
    assert "Canary" not in feed
    with ZipFile(BytesIO(packed)) as file:
        assert not any(b"Canary" in file.read(name) for name in file.namelist())
