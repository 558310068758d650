"""Running a call from its page, and what the page leads to and back from."""

import re

import pytest

from community.agendas import publishing
from community.agendas.models import State
from community.agendas.queries import items_of, version_of
from community.calls import changing
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from community.disclosures.queries import saids_of
from community.facilitation import steering
from community.notes.models import Kind
from tests.agendas.build import make_evening, proposed, titles
from tests.facilitation.build import EVENING, address, minutes, opened, seen
from tests.factories import START, make_community, make_member, make_sitting
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")


TOOL = "item-disclosure-degree"


def given(page: str, name: str, value: str | None = None) -> dict[str, str]:
    """The attributes of the first field with a name, and a value if one is given."""
    told = value or r'[^"]*'
    (tag,) = re.findall(rf'<input [^>]*name="{name}"[^>]*value="{told}"[^>]*>', page)
    return dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', tag))


def published(call, ola) -> Call:
    """The call, with its agenda published."""
    known = db.session.get_one(Call, call.id)
    publishing.publish(known, version=version_of(known), said=None, by=ola, now=EVENING)
    return known


def test_from_the_page_a_facilitator_runs_the_agenda(scene, writing, signed_in, at):
    ola, mia, call = scene
    with writing():
        wish = proposed(published(call, ola), mia, "A wish")
    page, reader = signed_in(ola), signed_in(mia)

    def spell() -> str:
        return page.get(address(call)).text.partition('name="spell" value="')[2].partition('"')[0]

    with at(EVENING + minutes(5)):
        first = page.get(address(call)).text
        once = first.partition('name="once" value="')[2].partition('"')[0]
        wrong = page.post(address(call, "/items"), data={"title": "Late", "minutes": "x"})
        for _ in range(2):
            sent = {"title": "Came up", "minutes": "7", "once": once, TOOL: "none"}
            page.post(address(call, "/items"), data=sent)
            page.post(address(call, "/agenda"), data={"item": wish.key})
        seen_by_others = reader.get(address(call)).text
        last = items_of_titles(page.get(address(call)).text)
        was = spell()
        for _ in range(2):
            page.post(address(call, "/parking"), data={"spell": was})
        parked = page.get(address(call)).text
        number = parked.partition('name="item" value="')[2].partition('"')[0]
        page.post(address(call, "/current-item"), data={"spell": spell(), "item": number})
        refused = [
            reader.post(address(call, rest)).status_code
            for rest in ("/items", "/agenda", "/parking", "/hands/withdrawal")
        ]
        jumped = page.get(address(call)).text

    assert (wrong.status_code, 'value="Late"' in wrong.text) == (422, True)
    assert last == ["One canary", "Two canary", "Three canary", "Came up", "A wish"]
    assert ("Proposed or parked: 1" in first, "Came up" in seen_by_others) == (True, False)
    assert "parked, 5 of 10 min" in parked
    assert '<h2 id="item-title">Two canary' in parked
    assert '<h2 id="item-title">Three canary' in jumped
    assert refused == [403, 403, 403, 403]


def items_of_titles(page: str) -> list[str]:
    """The titles on the way, in their order."""
    parts = page.split('<span class="way-title">')[1:]
    return [part.partition("<")[0].strip() for part in parts]


def test_the_page_says_where_a_call_stands_and_leads_to_its_record(writing, client, signed_in, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        off, over = make_evening(ola), make_evening(ola, title="Another")
        changing.cancel(sittings_of(off)[0], by=ola, reason="Snow", now=START)
        begun = make_evening(ola, title="A third")
        make_sitting(begun, starts=EVENING.replace(hour=20, tzinfo=None), position=1)
        steering.start(begun, by=ola, now=EVENING)
        steering.end(begun, seen=opened(begun).id, by=ola, now=EVENING + minutes(50))
    with at(EVENING + minutes(61)):
        pages = [client.get(address(call)).text for call in (off, over, begun)]
    with at(EVENING + minutes(600)):
        ended = client.get(address(begun)).text

    assert [
        [words in page for words in ("is cancelled", "call is over", "This sitting has ended")]
        for page in pages
    ] == [[True, False, False], [False, True, False], [False, False, True]]
    links = [f"/calls/{call.slug}/record" for call in (off, over, begun)]
    assert [link in page for link, page in zip(links, pages, strict=True)] == [False, True, False]
    assert ("The call has ended" in ended, links[2] in ended) == (True, True)


def test_a_draft_is_not_lost_when_the_call_goes_on_and_what_was_noted_is_found(
    scene, writing, signed_in, client, at
):
    ola, mia, call = scene
    with writing():
        known = published(call, ola)
        item = items_of(call.id)[0]
    reader, sent = signed_in(mia), {"kind": "note", "disclosure-degree": "none", "back": "live"}
    notes = f"/agenda-items/{item.key}/notes"
    with at(EVENING + minutes(2)):
        reader.post(notes, data=sent | {"text": "Half", "do": "draft"})
        before = reader.get(address(call)).text
        with writing():
            steering.move(known, steering.Step.NEXT, seen=seen(call), by=ola, now=EVENING)
        after, visitor = reader.get(address(call)).text, client.get(address(call)).text

    said = "You have a draft on One canary"
    assert [said in page for page in (before, after, visitor)] == [False, True, False]
    assert f'href="{notes}#write"' in after
    assert f'href="{notes}"' in visitor


def test_a_raised_hand_changes_its_kind_and_is_lowered_by_who_steers(scene, signed_in, at):
    ola, mia, call = scene
    steers, reader = signed_in(ola), signed_in(mia)
    with at(EVENING):
        for kind in ("topic", "order"):
            reader.post(address(call, "/hand"), data={"kind": kind, "way": "voice"})
        own, page = reader.get(address(call)).text, steers.get(address(call)).text
        hand = page.partition('name="hand" value="')[2].partition('"')[0]
        steers.post(address(call, "/hands/withdrawal"), data={"hand": hand})
        lowered = reader.get(address(call)).text

    assert "Raise it for something else" in own
    assert "Your hand is up: Point of order." in own
    assert "Nobody waits to speak." in lowered


@pytest.mark.parametrize("door", ["answers", "text", "kind", "completion"])
def test_what_is_done_with_a_note_from_there_leads_back(scene, writing, signed_in, at, door):
    _, mia, call = scene
    with writing():
        known = db.session.get_one(Call, call.id)
        note = say(known, mia, "A word", kind=Kind.ACTION, owner=mia, now=EVENING)
    forms = {"answers": "answers/new", "text": "edit", "kind": "edit", "completion": "completion"}
    reader = signed_in(mia)
    with at(EVENING):
        form = reader.get(f"/notes/{note.key}/{forms[door]}?back=live").text
        stray = reader.get(f"/notes/{note.key}/{forms[door]}?back=//evil.example").text
        sent = {"text": "Another", "kind": "note", "disclosure-degree": "none", "version": "1"}
        answer = reader.post(f"/notes/{note.key}/{door}", data=sent | {"back": "live"})
        links = reader.get(address(call)).text

    assert (form.count('name="back" value="live"') > 0, "evil" in stray) == (True, False)
    assert answer.location.startswith(address(call))
    assert f"/notes/{note.key}/answers/new?back=live" in links


def test_an_item_that_comes_up_while_the_call_is_ended_is_not_lost(
    scene, writing, reading, signed_in, at
):
    ola, _, call = scene
    typed = {"title": "Zebra canary", "minutes": "7", "once": "a-key-of-this-form", TOOL: "some"}
    typed["item-disclosure-tools-0-name"] = "Canary Model"
    with writing():
        held = db.session.merge(call)
        steering.end(held, seen=opened(held).id, by=ola, now=EVENING + minutes(9))
    page = signed_in(ola)
    with at(EVENING + minutes(10)):
        late = page.post(address(call, "/items"), data=typed)
        wrong = page.post(address(call, "/items"), data=typed | {"minutes": "0"})
        unsaid = page.post(address(call, "/items"), data=typed | {TOOL: ""})
        plain = page.get(address(call)).text
        there = late.text.partition(f'action="/calls/{call.slug}/agenda/items"')[2]
        on = page.post(f"/calls/{call.slug}/agenda/items", data=typed | {"kind": "discuss"})

    assert (late.status_code, wrong.status_code) == (409, 422)
    assert "The call has ended meanwhile, so this is not on its agenda." in late.text
    assert ('value="Zebra canary"' in there, 'value="7"' in there) == (True, True)
    assert given(there, "disclosure-tools-0-name")["value"] == "Canary Model"
    assert "checked" in given(there, "disclosure-degree", "some")
    asked = unsaid.text.partition(f'action="/calls/{call.slug}/agenda/items"')[2]
    first = given(asked, "disclosure-degree", "none")
    assert (unsaid.status_code, "Say whether a tool was involved." in asked) == (422, True)
    assert f'<a href="#{first["id"]}">' in asked
    assert unsaid.text.count(f'id="{first["id"]}"') == 1
    assert given(asked, "disclosure-tools-0-name")["value"] == "Canary Model"
    assert ('value="Zebra canary"' in wrong.text, "Between 1 and 480" in wrong.text) == (True, True)
    assert "The call has ended meanwhile" not in plain
    assert 'value="Zebra canary"' in on.text  # on the page for the draft, which asks for more
    with reading():
        assert "Zebra canary" not in titles(db.session.merge(call), *State)


def test_an_item_that_comes_up_says_whether_a_tool_was_involved(
    scene, writing, reading, signed_in, at
):
    ola, _, call = scene
    page, more = signed_in(ola), '<details class="details item-tools"'
    typed = {"title": "Came up", "minutes": "7"}
    with at(EVENING + minutes(5)):
        first = page.get(address(call)).text
        unsaid = page.post(address(call, "/items"), data=typed)
        some = {TOOL: "some", "item-disclosure-tools-0-name": "Some Model"}
        said = page.post(address(call, "/items"), data=typed | some)
        again = page.get(address(call)).text
        same = page.post(address(call, "/items"), data=typed | {TOOL: "same", "title": "Too"})

    assert f"{more} open>" in first  # where nothing was said before it has to be chosen
    assert (unsaid.status_code, "Say whether a tool was involved." in unsaid.text) == (422, True)
    assert [said.status_code, same.status_code] == [303, 303]
    assert (f"{more}>" in again, "Same as last time (Drafted partly with Some Model)" in again) == (
        True,
        True,
    )
    ids = re.findall(r' id="([^"]+)"', again)
    assert len(ids) == len(set(ids))
    with reading():
        items = {item.title: item for item in items_of(call.id, {State.ACCEPTED})}
        numbers = {items[title].disclosure_id for title in ("Came up", "Too")}
        assert {said.tools[0].name for said in saids_of(numbers - {None}).values()} == {
            "Some Model"
        }
        assert None not in numbers
