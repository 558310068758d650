"""Ways to what was begun in another tab: they lead to the form of the same thing, also from a page
that came back; and what forms say of their tabs is read with care.
"""

import re
from html import unescape

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.agendas import redacting as redacting_items
from community.drafts.keeping import keep_draft
from community.drafts.models import Draft
from community.drafts.places import of_correction, of_item, of_new_call
from community.drafts.tabs import Tab
from community.notes import redacting as redacting_notes
from community.notes.models import Note
from tests.agendas.build import on_agenda
from tests.drafts.test_tabs import ITEM, NOTE, hidden
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.records.build import OVER, held, opened

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]


@pytest.fixture
def scene(writing):
    """Ola, who led a call; the call, a note of it, and an item."""
    with writing():
        make_community()
        ola, mia = make_member("Ola", Role.FACILITATOR), make_member("Mia")
        call = held(ola, mia)
        opened(call, ola)
        item, note = on_agenda(call, ola, "Licences")[0], say(call, ola, "Ask Zebra first.")
    return ola, call, note, item


def begin(ola, place: str, *tabs: str) -> None:
    """Something is begun there in each of these tabs; the last is the latest."""
    for minute, tab in enumerate(tabs):
        keep_draft(ola, place, f"In {tab}", tab=Tab(tab), now=START.replace(minute=minute))


def ways(answer) -> list[str]:
    """Where the page leads for what was begun in other tabs."""
    return [unescape(way) for way in re.findall(r'<a href="([^"]*draft=[^"]*)"', answer.text)]


def test_a_way_to_another_tab_leads_to_the_form_of_the_same_thing(scene, signed_in, writing, at):
    ola, call, note, _ = scene
    about = {"note": note.key}
    wrong, items = f"/calls/{call.slug}/record/corrections", f"/calls/{call.slug}/agenda/items"
    with writing():
        begin(ola, of_correction(call.id, about), "a&b", "last")
        begin(ola, of_new_call(call.id), "one", "last")
        begin(ola, f"answer {note.key}", "one", "last")
        begin(ola, of_item(call.id), "one", "mine", "last")

    with at(OVER):
        client = signed_in(ola)
        of_note = client.get(f"{wrong}/new", query_string=about)
        back = client.post(wrong, data=about | {"words": "", "tab": "last"})
    client = signed_in(ola)
    like = client.get(f"/calls/new?like={call.slug}")
    answer = client.get(f"/notes/{note.key}/answers/new?back=live&sent=there")
    mine = client.post(items, data=ITEM | {"title": "", "tab": "mine"})
    gone_on = client.post(items, data=ITEM | {"title": "", "tab": "x", "opened": f"one@{START}"})
    new = client.post(items, data=ITEM | {"title": "", "tab": "x"})

    assert ways(of_note) == [f"?note={note.key}&draft=a%26b"]
    assert (back.status_code, ways(back)) == (422, [f"{wrong}/new?note={note.key}&draft=a%26b"])
    assert ways(like) == [f"?like={call.slug}&draft=one"]
    assert ways(answer) == ["?back=live&draft=one"]
    page = f"{items}/new?draft="
    assert (mine.status_code, ways(mine)) == (422, [f"{page}last", f"{page}one"])
    assert ways(gone_on) == [f"{page}last", f"{page}mine"]
    assert ways(new) == [f"{page}last", f"{page}mine", f"{page}one"]
    assert "Throw the draft away" not in new.text
    with at(OVER):
        assert "In a&amp;b</textarea>" in signed_in(ola).get(ways(back)[0]).text


def test_one_form_writes_one_note_whatever_it_says_of_its_tab(scene, signed_in, reading):
    ola, call, _, _ = scene
    sent = NOTE | {"text": "Said once.", "once": "k" * 20}

    opened_from = {"opened": "a@2026-01-01T00:00:00+00:00"}
    for tab in ({"tab": "a"}, {"tab": "b", **opened_from}, {"tab": "", "unscripted": "c"}):
        assert signed_in(ola).post(f"/calls/{call.slug}/notes", data=sent | tab).status_code == 303

    with reading() as rows:
        said = select(Note.text_source).where(Note.text_source == "Said once.")
        assert rows.scalars(said).all() == ["Said once."]


@pytest.mark.engines("sqlite", "postgresql")
def test_a_nul_in_the_key_of_a_form_is_no_fault_and_it_acts_once(scene, signed_in, reading):
    ola, call, _, _ = scene
    sent = NOTE | {"text": "Said\0 once.", "once": "\0k\0", "tab": "\0a", "opened": "\0"}

    client, notes = signed_in(ola), f"/calls/{call.slug}/notes"
    late = sent | {"place": f"on call {call.id}"}

    codes = [client.post(at, data=late).status_code for at in (notes, "/notes/drafts", notes)]
    assert codes == [303, 204, 303]

    with reading() as rows:
        said = select(Note.text_source).where(Note.text_source == "Said once.")
        assert rows.scalars(said).all() == ["Said once."]


@pytest.mark.engines("sqlite", "postgresql")
def test_what_a_form_says_of_its_tab_can_be_anything(scene, signed_in, reading):
    ola, call, _, _ = scene
    days = ("2026-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00", "x")

    for number, opened_from in enumerate([*(f"y@{day}" for day in days), "\0y\0@\0"]):
        typed = {"tab": f"\0t{number}", "opened": opened_from, "body": "Begun", "do": "draft"}
        kept = signed_in(ola).post(f"/calls/{call.slug}/agenda/items/draft", data=ITEM | typed)
        assert kept.status_code == 303, opened_from

    with reading() as rows:
        tabs = rows.scalars(select(Draft.tab).order_by(Draft.tab)).all()
        assert tabs == [f"t{number}" for number in range(5)]


def test_what_is_shown_to_copy_from_stays_until_it_is_thrown_away(
    scene, signed_in, writing, reading
):
    ola, _, note, item = scene
    words, by = f"/agenda-items/{item.key}", Viewer(ola)
    forms = [
        (f"/notes/{note.key}/edit", "/notes/drafts", f"/notes/{note.key}/text", "text"),
        (f"{words}/edit", f"{words}/words/draft", f"{words}/words/draft", "body"),
    ]
    client = signed_in(ola)
    for page, keep, _, text in forms:
        client.post(keep, data=ITEM | hidden(client.get(page).text) | {text: "My old words"})
    with writing():
        redacting_notes.redact(note, "Zebra", why="Asked.", by=by, now=START)
        redacting_items.redact(item, "Licences", why="Asked.", by=by, now=START)

    def kept() -> list[str]:
        with reading() as rows:
            return sorted(rows.scalars(select(Draft.text_source)))

    for page, keep, act, text in forms:
        before = kept()
        shown = client.get(page).text
        fresh = hidden(shown)
        client.post(keep, data=ITEM | fresh | {text: "New words"})
        both = kept()
        old = re.search(
            r'name="do" value="discard">\s*<input[^>]* name="tab" value="([\w-]*)"', shown
        )
        thrown = client.post(act, data={"do": "discard", "tab": old[1]})

        assert ("My old words</p>" in shown, "kept nowhere" in shown) == (True, False), page
        assert "It stays among your drafts" in shown
        assert fresh["opened"] == ""
        assert both == sorted([*before, "New words"]), page
        assert thrown.status_code == 303
        both.remove("My old words")
        assert kept() == both
        assert "New words</textarea>" in client.get(page).text
