"""The page of a record: who sees what of it, and when; and what is taken along."""

import pytest

from community.calls import removing
from community.calls.models import Visibility
from community.notes import editing
from community.notes import removing as notes_removing
from community.records import drafting, linking, publishing
from community.records.models import LinkKind
from tests.agendas.build import make_evening
from tests.facilitation.build import EVENING, minutes
from tests.factories import make_member
from tests.notes.saying import NO_TOOL, say
from tests.records.build import DAY, OVER, again, on_item, opened, publish, record

pytestmark = pytest.mark.engines("sqlite")
WORDS = ("Summary canary", "slides-canary")


def begin(call, ola) -> None:
    """The record's own words, which no other page has."""
    drafting.write_summary(call, WORDS[0], version=0, said=NO_TOOL, by=ola, now=OVER)
    url = f"https://example.org/{WORDS[1]}"
    linking.add_link(call, LinkKind.SLIDES, title="Slides", url=url, by=ola, now=OVER)


@pytest.fixture
def readers(scene, client, signed_in):
    ola, mia, ned, _ = scene
    return {
        "visitor": client,
        "who was there": signed_in(mia),
        "another": signed_in(ned),
        "facilitator": signed_in(ola),
    }


def seen(readers, call) -> dict[str, list[str]]:
    pages = {who: reader.get(record(call)) for who, reader in readers.items()}
    assert {page.status_code for page in pages.values()} == {200}
    return {who: [word for word in WORDS if word in page.text] for who, page in pages.items()}


def test_a_draft_is_seen_by_facilitators_then_by_who_took_part_then_by_everybody(
    scene, readers, writing, at
):
    ola, _, _, call = scene
    with writing():
        begin(again(call), ola)
    with at(OVER):
        draft = seen(readers, call)
        taken = [readers["visitor"].get(record(call, end)).status_code for end in (".md", ".json")]
        with writing():
            opened(again(call), ola)
        corrected = seen(readers, call)
        with writing():
            publish(again(call), ola)
        published = seen(readers, call)
        with writing():
            publishing.take_back(again(call), by=ola, now=OVER)
        back = seen(readers, call)

    shown: list[str] = list(WORDS)
    hidden: list[str] = []
    assert list(draft.values()) == [hidden, hidden, hidden, shown]
    assert list(corrected.values()) == [hidden, shown, hidden, shown]
    assert list(published.values()) == [shown, shown, shown, shown]
    assert list(back.values()) == list(draft.values())
    assert taken == [404, 404]


def test_a_record_tells_everything_but_what_is_off_the_record(scene, writing, client, at):
    ola, _, _, call = scene
    with writing():
        publish(again(call), ola)
    with at(OVER):
        answers = {end: client.get(record(call, end)) for end in ("", ".md", ".json")}
    texts = {end: answer.get_data(as_text=True) for end, answer in answers.items()}

    for text in texts.values():
        for words in ("First canary", "We said this", "We decided that", "Mia does this", "Mia"):
            assert words in text
        for words in ("Hidden canary", "Hidden words", "Secret words"):
            assert words not in text
    assert "One item was off the record." in texts[""]
    assert "1 person said that they were there. Among them Mia." in texts[""]
    assert "12 of 10 minutes" in texts[""]
    assert "not reached" in texts[""]
    assert answers[".json"].json["off the record"] == 1
    assert [item["title"] for item in answers[".json"].json["items"]] == [
        "First canary",
        "Last canary",
    ]


def test_what_is_noted_later_says_so_until_it_is_published_again(scene, writing, client, at):
    ola, mia, _, call = scene
    with writing():
        early = say(again(call), mia, "Said and written at the time.", now=EVENING)
        publish(again(call), ola)
        on_item(again(call), "First canary", mia, "Afterthought", now=OVER + DAY)
        words = "Said at the time, and written otherwise."
        editing.change(early, words, base=1, said=NO_TOOL, by=mia, now=OVER + DAY)
    with at(OVER + DAY):
        later = client.get(record(call))
        taken = client.get(record(call, ".md")).text
        unchanged = client.get(record(call), headers={"If-None-Match": later.headers["ETag"]})
        with writing():
            publish(again(call), ola, now=OVER + 2 * DAY)
        after = client.get(record(call)).text

    assert later.text.count(">Since then<") == later.text.count(">Changed since then<") == 1
    assert taken.count(", changed after publication") == 1
    assert unchanged.status_code == 304
    assert "Afterthought" in after
    assert "since then<" not in after.lower()


def test_a_note_that_was_taken_out_leaves_its_place_and_no_words(scene, writing, client, at):
    ola, mia, _, call = scene
    with writing():
        note = say(again(call), mia, "Gone canary", now=EVENING)
        say(again(call), ola, "An answer", parent=note, now=EVENING)
        notes_removing.remove(note, by=mia, now=OVER)
        publish(again(call), ola)
    with at(OVER):
        texts = [client.get(record(call, end)).text for end in ("", ".md", ".json")]

    assert ["Gone canary" in text for text in texts] == [False] * 3
    assert ["An answer" in text for text in texts] == [True] * 3
    assert "A note was here. It was taken out." in texts[0]


def test_many_notes_are_shown_in_part_with_as_many_statements(scene, writing, client, at, queries):
    ola, mia, _, call = scene
    with writing():
        publish(again(call), ola)
    with at(OVER):
        with queries() as few:
            client.get(record(call))
        with writing() as session:
            head = None
            for number in range(520):
                head = say(
                    again(call),
                    mia,
                    f"Word {number}.",
                    parent=head if number % 20 else None,
                    now=OVER + number * minutes(11),
                )
            session.flush()
        with queries() as many:
            page = client.get(record(call)).text
        taken = client.get(record(call, ".json")).json

    assert len(many) == len(few)
    assert page.count('class="prose note-text"') < 150
    assert "more answers in this branch" in page
    assert len(taken["notes"]) == 522


def test_a_record_by_link_is_kept_from_search_and_shared_caches(scene, writing, client, at):
    ola, _, _, call = scene
    with writing():
        again(call).own_visibility = Visibility.LINK
        publish(again(call), ola)
    with at(OVER):
        answers = [client.get(record(call, end)) for end in ("", ".md", ".json")]

    assert [a.headers["Cache-Control"] for a in answers] == ["private, no-cache"] * 3
    assert 'content="noindex"' in answers[0].text
    assert [a.headers.get("X-Robots-Tag") for a in answers[1:]] == ["noindex"] * 2


def test_a_deleted_call_has_no_record_to_read(scene, writing, client, at):
    ola, _, _, call = scene
    with writing():
        publish(again(call), ola)
        removing.remove_call(again(call), by=ola, reason="A mistake.", now=OVER)
    with at(OVER):
        answers = [client.get(record(call, end)).status_code for end in ("", ".md", ".json")]

    assert answers == [410, 410, 410]


def test_the_whole_way_through_the_pages(scene, readers, reading, at):
    *_, call = scene
    ola = readers["facilitator"]
    text = {"version": "0", "summary": "In *short*", "disclosure-degree": "none"}
    link = {"kind": "recording", "title": "Film", "url": "https://example.org/film"}
    bad = link | {"url": "http://example.org/film"}
    with at(OVER):
        ola.post(record(call, "/summary"), data=text)
        stale = ola.post(record(call, "/summary"), data=text | {"summary": "Over it"})
        refused = ola.post(record(call, "/links"), data=bad)
        ola.post(record(call, "/links"), data=link)
        ola.post(record(call, "/correction-period"), data={"days": "31"})
        ola.post(record(call, "/correction-period"), data={"days": "3", "publishes": "y"})
        page = ola.get(record(call)).text
        ola.post(record(call, "/publication"), data={"seen": "0"})
        out = readers["visitor"].get(record(call)).text

    assert (stale.status_code, refused.status_code) == (409, 422)
    assert "Over it" in stale.text
    assert "<em>short</em>" in stale.text
    assert "Write a whole address that begins with https://." in refused.text
    assert "Open for correction until" in page
    for words in ("<em>short</em>", 'href="https://example.org/film"', "published by Ola"):
        assert words in out


def test_who_comes_second_is_told_what_happened(scene, readers, at):
    *_, call = scene
    ola = readers["facilitator"]

    def published(seen: str) -> str:
        sent = ola.post(record(call, "/publication"), data={"seen": seen})
        return ola.get(sent.location).text

    with at(OVER):
        pages = [published("0"), published("0")]
        ola.post(record(call, "/publication/withdrawal"))
        pages.append(published("1"))

    said = ("The record is published.", "published before you did it", "Nothing was published")
    assert [[words in page for words in said] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_there_is_none_is_told_with_the_reason(scene, readers, at):
    *_, call = scene
    with at(OVER):
        readers["facilitator"].post(record(call, "/absence"), data={"why": "We only talked."})
        page = readers["visitor"].get(record(call)).text

    assert "There is no record of this call." in page
    assert "We only talked." in page


def test_before_a_call_its_record_says_what_will_be_there(scene, client, writing, at):
    with writing():
        call = make_evening(make_member("Fay"))
    with at(EVENING - DAY):
        page = client.get(record(call)).text

    assert "stands here once it is over" in page
