"""The pages of published agendas: publishing, editions, what differs, what one takes along."""

import pytest

from community.agendas import writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import Item
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls.models import Visibility
from community.calls.queries import sittings_of
from community.db import db
from tests.agendas.build import on_agenda, publish_agenda
from tests.factories import START

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


def test_publishing_asks_whether_a_tool_was_involved_and_says_whom_it_mails(
    scene, writing, reading, signed_in, client
):
    ola, mia, call = scene
    with writing():
        on_agenda(call, ola, "Licences", kind="decide", body="*Which* one?")
        rsvps.answer(sittings_of(call)[0], mia.person, answer=Answer.GOING, now=START)
    page, address = signed_in(ola), f"/calls/{call.slug}/agenda"
    asked = page.get(f"{address}/publication").text
    version = asked.partition('name="version"')[2].partition('value="')[2].partition('"')[0]

    wrong = page.post(f"{address}/editions", data={"version": version, "note": "Come early"})
    said = {"version": version, "note": "Come early", "disclosure-degree": "wording"}
    said["once"] = asked.partition('name="once" value="')[2].partition('"')[0]
    right = page.post(f"{address}/editions", data=said)
    again = page.post(f"{address}/editions", data=said)

    assert "Publish agenda to 1 person" in asked
    assert wrong.status_code == 422
    assert 'value="Come early"' in wrong.text
    assert (right.location, again.location) == (address, address)
    seen = client.get(address).text
    assert "<em>Which</em> one?" in seen
    assert "Wording helped by a tool." in seen
    assert client.get(f"{address}.json").json["edition"] == 1
    assert "## 1. Licences" in client.get(f"{address}.md").text


def test_two_editions_are_compared_word_by_word(scene, writing, signed_in, client):
    ola, _, call = scene
    with writing():
        (item,) = on_agenda(call, ola, "Licences", body="Old words")
        publish_agenda(call, ola)
    with writing():
        held = db.session.get_one(Item, item.id)
        reword(held, body="New words")
        publish_agenda(held.call, ola)
    address = f"/calls/{call.slug}/agenda/editions"

    changes = client.get(f"{address}/2/changes").text

    assert "<ins>" in changes
    assert "Old " in changes.partition("<del>")[2].partition("</del>")[0]
    assert "There is a later edition." in client.get(f"{address}/1").text
    assert client.get(f"{address}/1/changes").status_code == 404
    assert client.get(f"{address}/3").status_code == 404


def test_what_only_a_link_leads_to_is_for_no_search_engine_and_no_shared_cache(
    scene, writing, client
):
    ola, _, call = scene
    with writing():
        held = db.session.merge(call)
        held.own_visibility = Visibility.LINK
        publish_agenda(held, ola)
        on_agenda(held, ola, "Events")
        publish_agenda(held, ola)
    page = f"/calls/{call.slug}/agenda"
    pages = [page, f"{page}/editions/1", f"{page}/editions/2/changes"]
    exports = [f"{page}.md", f"{page}.json"]

    answers = {address: client.get(address) for address in [*pages, *exports]}

    assert {a.headers["Cache-Control"] for a in answers.values()} == {"private, no-cache"}
    assert [answers[a].text.count('content="noindex"') for a in pages] == [1, 1, 1]
    assert [answers[a].headers["X-Robots-Tag"] for a in exports] == ["noindex", "noindex"]


def reword(item, **words) -> None:
    draft = ItemDraft(title="Licences", **words)
    writing.change(item, draft, version=item.version, now=START)
