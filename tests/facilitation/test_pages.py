"""The page of a call while it is held: what each reader sees, and what an unchanged one costs."""

import pytest

from community.agendas import publishing
from community.agendas.queries import items_of, version_of
from community.calls.models import Call
from community.db import db
from community.facilitation import being_here, steering
from tests.agendas.build import make_evening, on_agenda
from tests.facilitation.build import EVENING, address, current, minutes, seen
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")


def shown(page: str) -> list[str]:
    return [name for name in ("One", "Two", "Three") if f"{name} canary" in page]


def test_an_evening_through_the_page(scene, signed_in, reading, at):
    ola, mia, call = scene
    steers, takes_part = signed_in(ola), signed_in(mia)
    with at(EVENING + minutes(13)):
        takes_part.post(address(call, "/hand"), data={"kind": "question", "way": "text"})
        takes_part.post(address(call, "/presence"), data={"shows_name": "yes"})
        waiting = steers.get(address(call)).text
        hand = waiting.partition('name="hand" value="')[2].partition('"')[0]
        steers.post(address(call, "/speaker"), data={"hand": hand})
        speaking = takes_part.get(address(call)).text
        steers.post(address(call, "/speaker/withdrawal"), data={"hand": hand})
        after = takes_part.get(address(call)).text

    assert "Call Mia" in waiting
    assert "Clarifying question, in writing" in waiting
    assert "1 person has said that they are here. Mia." in waiting
    assert "You have the floor." in speaking
    assert "Nobody waits to speak." in after
    assert '<span class="clock-number">13</span> of 10 minutes used; 3 minutes over' in after


def test_a_double_click_on_next_is_one_step_and_says_so(scene, signed_in, reading, at):
    ola, _, call = scene
    page = signed_in(ola)
    with at(EVENING):
        form = page.get(address(call)).text
        spell = form.partition('name="spell" value="')[2].partition('"')[0]
        for _ in range(2):
            page.post(address(call, "/current-item"), data={"step": "next", "spell": spell})
        told = page.get(address(call)).text

    assert "The item had changed already" in told
    with reading():
        assert current(db.session.get_one(Call, call.id)) == "Two canary"


def test_what_comes_is_seen_by_who_steers_alone_until_it_is_published(
    scene, writing, client, signed_in, at
):
    ola, mia, call = scene
    with at(EVENING):
        before = [shown(each.get(address(call)).text) for each in (client, signed_in(mia))]
        own = shown(signed_in(ola).get(address(call)).text)
        with writing():
            known = db.session.get_one(Call, call.id)
            publishing.publish(known, version=version_of(known), said=None, by=ola, now=EVENING)
            on_agenda(known, ola, "Not published")
        after = client.get(address(call)).text

    assert before == [["One"], ["One"]]
    assert own == shown(after) == ["One", "Two", "Three"]
    assert "Not published" not in after
    assert "more item" not in after  # how much a draft holds is told to nobody else


def test_an_item_off_the_record_says_so_and_takes_no_notes(scene, writing, signed_in, at):
    ola, mia, call = scene
    with writing():
        known = db.session.get_one(Call, call.id)
        on_agenda(known, ola, "Secret", is_off_record=True)
        for _ in range(3):
            steering.move(known, steering.Step.NEXT, seen=seen(known), by=ola, now=EVENING)

    with at(EVENING):
        page = signed_in(mia).get(address(call)).text

    assert "This item is off the record" in page
    assert 'id="write"' not in page


@pytest.mark.parametrize("published", [True, False])
def test_words_off_the_record_are_shown_to_whoever_is_there_and_who_leads_alone(
    scene, writing, client, signed_in, at, published
):
    ola, mia, call = scene
    readers = client, signed_in(mia), signed_in(ola)

    def told() -> list[tuple[bool, bool]]:
        with at(EVENING):
            pages = [each.get(address(call)).text for each in readers]
        assert ["An item off the record" in page for page in pages[:1]] == [True]
        return [("Secret" in page, "Words canary" in page) for page in pages]

    with writing():
        known = db.session.get_one(Call, call.id)
        on_agenda(known, ola, "Secret", is_off_record=True, body="Words canary")
        if published:
            publishing.publish(known, version=version_of(known), said=None, by=ola, now=EVENING)
    if published:
        assert told() == [(False, False), (False, False), (True, False)]
    with writing():
        known = db.session.get_one(Call, call.id)
        for _ in range(3):
            steering.move(known, steering.Step.NEXT, seen=seen(known), by=ola, now=EVENING)

    assert told() == [(False, False), (False, False), (True, True)]
    with writing():
        known = db.session.get_one(Call, call.id)
        being_here.come(known, shows_name=True, by=db.session.merge(mia), now=EVENING)
    assert told() == [(False, False), (True, True), (True, True)]


def test_notes_stand_beside_the_item_once_it_is_published_and_lead_back(
    scene, writing, signed_in, client, at
):
    ola, mia, call = scene
    reader, said = signed_in(mia), {"kind": "note", "disclosure-degree": "none", "back": "live"}
    with at(EVENING):
        before = reader.get(address(call)).text
        with writing():
            known = db.session.get_one(Call, call.id)
            say(known, mia, "A word on the call", now=EVENING)
            publishing.publish(known, version=version_of(known), said=None, by=ola, now=EVENING)
            key = items_of(call.id)[0].key
        answer = reader.post(f"/agenda-items/{key}/notes", data=said | {"text": "On one"})
        tag = reader.get(address(call)).headers["ETag"]
        reader.post(f"/agenda-items/{key}/notes", data=said | {"text": "On one again"})
        after = reader.get(address(call), headers={"If-None-Match": tag})
        visitor = client.get(address(call)).text

    assert "Notes on the call" in before
    assert answer.location.startswith(address(call) + "?sent=")
    assert "Notes on this item" in after.text
    assert ["On one again" in page for page in (after.text, visitor)] == [True, True]
    assert "A word on the call" not in after.text


def test_the_newest_notes_are_there_and_a_way_to_the_earlier_ones(
    scene, writing, signed_in, at, monkeypatch
):
    monkeypatch.setattr("community.notes.queries.BRANCHES", 2)
    _, mia, call = scene
    with writing():
        for n in range(3):
            say(call, mia, f"Said before {n}.")
    page = signed_in(mia)
    note = {"text": "Said as the last.", "kind": "note", "disclosure-degree": "none"}

    with at(EVENING):
        page.post(f"/calls/{call.slug}/notes", data=note | {"back": "live"})
        live = page.get(address(call)).text
        way = live.partition(">Earlier notes<")[0].rpartition('href="')[2].partition('"')[0]
        earlier = page.get(way).text

    told = ("before 0", "before 1", "before 2", "as the last")
    assert [words in live for words in told] == [False, False, True, True]
    assert [words in earlier for words in told] == [True, True, False, False]
    assert ">Later notes<" in earlier


def test_ending_from_the_page_parks_the_rest_and_the_page_says_it(scene, signed_in, client, at):
    ola, _, call = scene
    page = signed_in(ola)
    with at(EVENING + minutes(50)):
        form = page.get(address(call)).text
        opening = form.partition('name="opening" value="')[2].partition('"')[0]
        for _ in range(2):
            page.post(address(call, "/ending"), data={"opening": opening})
        after = client.get(address(call)).text
        draft = page.get(f"/calls/{call.slug}/agenda/draft").text

    assert "The call has ended" in after
    assert "Raise your hand" not in after
    assert "Parked for later" in draft


def test_a_hand_for_nothing_is_sent_back(scene, signed_in, at):
    _, mia, call = scene
    with at(EVENING):
        answer = signed_in(mia).post(address(call, "/hand"), data={"kind": "shout"})

    assert answer.status_code == 422
    assert "Say what you raise your hand for." in answer.text


def test_the_page_of_the_call_leads_there_when_the_call_is_near_or_on(client, writing, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
    link = f'href="{address(call)}"'
    seen_at = {}
    for early in (61, 60, -61):
        with at(EVENING - minutes(early)):
            seen_at[early] = link in client.get(f"/calls/{call.slug}").text
    with writing():
        steering.start(db.session.get_one(Call, call.id), by=ola, now=EVENING)
    with at(EVENING + minutes(61)):
        still_on = client.get(f"/calls/{call.slug}").text

    assert seen_at == {61: False, 60: True, -61: False}
    assert "The call is on." in still_on


def test_a_call_that_was_not_started_says_what_will_be_here(writing, client, signed_in, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
    with at(START):
        early = signed_in(ola).get(address(call)).text
        visitor = client.get(address(call)).text
    with at(EVENING):
        signed_in(ola).post(address(call, "/opening"))

    assert "You can start it from an hour before its time." in early
    assert "The call has not begun" in visitor
