"""What comes back from a form says, as the form did, what was begun in other tabs; and of drafts
that are only led to no words are read.
"""

import pytest

from community.accounts.models import Member, Role
from community.db import db
from community.drafts.keeping import chosen, picked
from community.drafts.models import Draft
from community.drafts.places import of_note
from community.drafts.tabs import Tab, Waiting
from community.patterns import drafting
from community.patterns.draft_models import PatternDraft
from tests.agendas.build import make_evening
from tests.drafts.test_opened_again import begin, ways
from tests.drafts.test_tabs import hidden
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import proposed as pattern_proposed

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
EMPTY = {"text": "", "kind": "note", "disclosure-degree": "none"}


@pytest.fixture
def scene(writing):
    """Ola; a call of theirs, a note of it, and a pattern of theirs."""
    with writing():
        make_community()
        ola = make_member("Ola", Role.FACILITATOR)
        call = make_evening(ola)
        note = say(call, ola, "First words.")
        pattern = pattern_proposed(ola, title="Ask first")
    return ola, call, note, pattern


def test_notes_that_come_back_lead_to_what_was_begun_in_other_tabs(scene, signed_in, writing):
    ola, call, note, _ = scene
    forms = [
        (of_note(f"call {call.id}"), f"/calls/{call.slug}/notes", f"/calls/{call.slug}/notes"),
        (f"answer {note.key}", f"/notes/{note.key}/answers", f"/notes/{note.key}/answers/new"),
        (f"change {note.key}", f"/notes/{note.key}/text", f"/notes/{note.key}/edit"),
    ]
    with writing():
        for place, _, _ in forms:
            begin(ola, place, "one", "mine", "last")
    client = signed_in(ola)

    for place, act, page in forms:
        for tab, others in (("mine", ["last", "one"]), ("new", ["last", "mine", "one"])):
            back = client.post(act, data=EMPTY | {"tab": tab, "version": "1"})
            assert (back.status_code, ways(back)) == (422, [f"{page}?draft={o}" for o in others])
            one = client.get(ways(back)[-1], follow_redirects=True)
            assert "In one</textarea>" in one.text, place
    kept = client.post(f"/calls/{call.slug}/notes", data=EMPTY | {"tab": "mine", "back": "live"})
    assert ways(kept) == [f"/calls/{call.slug}/live?draft={tab}" for tab in ("last", "one")]


def test_patterns_that_come_back_lead_to_what_was_begun_in_other_tabs(scene, signed_in, writing):
    ola, _, _, pattern = scene
    here = f"/patterns/{pattern.slug}"
    forms = [
        (drafting.NEW, "/patterns", "/patterns/new?"),
        (drafting.place_of(pattern.id), f"{here}/revisions", f"{here}/edit?"),
        (
            drafting.place_to_suggest(pattern.id),
            f"{here}/suggestions",
            f"{here}/suggestions/new?section=problem&",
        ),
    ]
    with writing():
        for minute, tab in enumerate(("one", "mine", "last")):
            now = START.replace(minute=minute)
            for place, _, _ in forms:
                typed = [("title", f"In {tab}"), ("section", "problem"), ("problem", f"In {tab}")]
                drafting.keep_draft(ola, place, typed, tab=Tab(tab), now=now)
    client = signed_in(ola)

    for _, act, page in forms:
        sent = {"title": "", "section": "problem", "problem": "", "over": "1", "tab": "mine"}
        back = client.post(act, data=sent)
        assert back.status_code == 422
        assert ways(back) == [f"{page}draft={tab}" for tab in ("last", "one")]
        assert "In one" in client.get(ways(back)[-1]).text
        assert "This is your draft of" in back.text


@pytest.mark.parametrize("kind", [Draft, PatternDraft])
def test_of_what_is_only_led_to_no_words_are_read(scene, writing, reading, kind):
    ola, *_ = scene
    with writing():
        begin(ola, "new", *"abc")
        for minute, tab in enumerate("abc"):
            now = START.replace(minute=minute)
            drafting.keep_draft(ola, "new", [("title", tab)], tab=Tab(tab), now=now)

    with reading():
        member = db.session.get_one(Member, ola.id)
        draft, others = picked(member, "new", lambda waiting: chosen(waiting, "b"), kind)
        read = [row for row in db.session if isinstance(row, kind)]

    assert [(row.tab, row is draft) for row in read] == [("b", True)]
    assert [type(one) for one in others] == [Waiting, Waiting]
    assert [one.tab for one in others] == ["c", "a"]


def test_without_scripts_the_page_during_a_call_says_in_which_tab_a_form_is(
    scene, signed_in, reading
):
    ola, call, _, _ = scene
    client = signed_in(ola)
    words = "In one tab", "In another"
    pages = [client.get(f"/calls/{call.slug}/live").text.partition('id="write"')[2] for _ in words]
    forms = [hidden(f"data-draft={page}") for page in pages]
    for text, fields in zip(words, forms, strict=True):
        assert fields["tab"] == ""  # which a script fills
        sent = EMPTY | fields | {"text": text, "do": "draft", "back": "live"}
        assert client.post(f"/calls/{call.slug}/notes", data=sent).status_code == 303

    with reading() as rows:
        kept = {row.tab: row.text_source for row in rows.query(Draft)}
    tabs = [fields["unscripted"] for fields in forms]
    assert (len(kept), kept) == (2, dict(zip(tabs, words, strict=True)))
