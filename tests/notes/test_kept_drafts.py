"""Drafts that a page keeps by itself: late ones, and those of notes whose addresses are new."""

import pytest
from sqlalchemy import select

from community.calls.events import CallsHidden
from community.drafts.models import Draft
from community.notes import drafting
from community.notes.hiding import calls_hidden
from community.notes.models import Kind
from tests.drafts.kept import draft_in
from tests.engines import ENGINES
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say

pytestmark = pytest.mark.engines(*ENGINES)

FORM = {"text": "Sent.", "kind": "note", "disclosure-degree": "none", "once": "key-of-the-form"}


def test_a_draft_that_comes_after_its_form_is_not_kept(scene, signed_in, reading):
    call, _, mia = scene
    client = signed_in(mia)
    draft = {"place": f"on call {call.id}", "text": "Sent", "once": "key-of-the-form"}
    client.post(f"/calls/{call.slug}/notes", data=FORM)

    late = client.post("/notes/drafts", data=draft)
    with reading() as session:
        after_the_form = session.scalars(select(Draft.text_source)).all()
    another = client.post("/notes/drafts", data=draft | {"once": "key", "text": "Next"})

    assert (late.status_code, after_the_form, another.status_code) == (204, [], 204)
    with reading() as session:
        assert session.scalars(select(Draft.text_source)).all() == ["Next"]


def test_a_draft_keeps_all_that_was_typed_into_its_form_and_nothing_else(scene, signed_in, reading):
    call, ola, mia = scene
    client = signed_in(mia)
    typed = {
        "owner": f"@{ola.handle}",
        "due_on": "2026-04-0",
        "follows": "ask-who-is-missing",
        "disclosure-degree": "some",
        "disclosure-tools-1-name": "Some Model",
    }
    draft = {"place": f"on call {call.id}", "text": "Book the hall", "kind": "action"}

    more = {"back": "live", "disclosure-tools-9-name": "x", "csrf": "x", "disclosure-purpose": ""}
    client.post("/notes/drafts", data=draft | typed | more)

    with reading() as session:
        assert session.scalars(select(Draft.beside)).all() == [typed | {"kind": "action"}]
    form = client.get(f"/calls/{call.slug}/notes").text.partition('<form class="form write')[2]
    first = form.partition("<button")[2].partition("</button>")[0]
    assert "Add this note" in first  # Enter in a field presses the first button
    for value in (typed["owner"], "2026-04-0", "ask-who-is-missing", "Some Model"):
        assert f'value="{value}"' in form
    chosen = [tag for tag in form.split("<input")[1:] if " checked" in tag.partition(">")[0]]
    for name, value in (("kind", "action"), ("disclosure-degree", "some")):
        assert [f'value="{value}"' in tag for tag in chosen if f'name="{name}"' in tag] == [True]


@pytest.mark.parametrize("what", ["answer", "change"])
def test_a_draft_is_found_where_the_note_has_moved(db_session, what):
    make_community()
    ola = make_member("Ola")
    call = make_call(ola)
    note = say(call, ola)
    drafting.keep_draft(ola, f"{what} {note.key}", "Half a", Kind.NOTE, base=1, now=START)
    before = note.key

    calls_hidden(CallsHidden((call,)))

    assert note.key != before
    draft = draft_in(ola, f"{what} {note.key}")
    assert draft is not None
    assert draft.text_source == "Half a"


def test_what_is_looked_at_first_leads_back_to_the_page_of_the_call(scene, signed_in):
    call, _, mia = scene
    looked_at = FORM | {"do": "preview", "back": "live"}

    pages = [
        signed_in(mia).post(f"/calls/{call.slug}/notes", data=data).text
        for data in (looked_at, FORM | {"do": "preview"})
    ]

    assert ['name="back" value="live"' in page for page in pages] == [True, False]
