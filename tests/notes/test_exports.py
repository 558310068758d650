"""Threads to take along: every note with its address, and nothing that was taken out."""

from datetime import date

import pytest

from community.calls.models import Visibility
from community.db import db
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.notes import finishing, removing
from community.notes import writing as noting
from community.notes.exports import NoteText, as_data, as_markdown
from community.notes.models import Kind
from community.notes.tasks import Action
from community.notes.writing import NoteText as Typed
from tests.agendas.build import on_agenda, publish_agenda
from tests.factories import START
from tests.notes.saying import NO_TOOL, say

TOOL = Said(Degree.SOME, tools=(Tool("Some Model", "2"),), checked=Checked.EVERY_CLAIM)


def test_a_note_as_markdown():
    first = NoteText(
        key="a", answers=None, at=START, by="Ola", text="```\ncode", assisted_by=("Assisted-by: X",)
    )
    gone = NoteText(key="b", answers="a", at=START, is_removed=True)
    task = NoteText(
        key="c",
        answers=None,
        at=START,
        kind="action",
        text="Book it.",
        owner="Mia",
        due_on=date(2026, 3, 1),
        is_done=True,
        how="By mail",
    )

    text = as_markdown([first, gone, task], title="One # evening", page="/t", root="/n/")

    assert text == (
        "# Notes: One \\# evening\n\n</t>\n\n"
        "## Note by Ola, 2026-01-15 12:00 UTC\n\n</n/a>\n\n```\ncode\n```\n\nAssisted-by: X\n\n"
        "## A note was taken out, 2026-01-15 12:00 UTC\n\n</n/b>, answers </n/a>\n\n"
        "## Action by a member, 2026-01-15 12:00 UTC\n\n</n/c>\n\nBook it.\n\n"
        "Mia does it, by 2026-03-01. Done: By mail\n\n"
        "CC BY-SA 4.0, with credit to the people who wrote it.\n"
    )


def test_what_was_taken_out_is_no_data():
    gone = NoteText(key="b", answers=None, at=START, is_removed=True)

    assert as_data([gone], title="x", page="/t", root="/n/")["notes"] == [
        {
            "page": "/n/b",
            "answers": None,
            "written": "2026-01-15T12:00:00+00:00",
            "taken out": True,
        }
    ]


@pytest.fixture
def thread(scene, writing):
    """A thread with an answer, a tombstone and an action that is done."""
    call, ola, mia = scene
    with writing():
        first = say(call, ola, "A *first* word.", said=TOOL)
        say(call, mia, "An answer.", parent=first)
        gone = say(call, mia, "Canary that was taken out.", parent=first)
        removing.remove(gone, by=mia, now=START)
        todo = say(call, ola, "Book it.", kind=Kind.ACTION, owner=mia, due_on=date(2026, 3, 1))
        finishing.finish(db.session.get_one(Action, todo.id), how="So.", by=mia, now=START)
        return first.thread.key, first.key, call


def test_a_thread_is_taken_along_whole(thread, client, queries):
    key, first, _ = thread

    with queries() as sent:
        text = client.get(f"/threads/{key}.md")
    data = client.get(f"/threads/{key}.json").json

    assert text.mimetype == "text/markdown"
    assert "A *first* word." in text.text
    assert "Assisted-by: Some Model 2 (some parts; the author checked every claim)" in text.text
    assert "Canary" not in text.text + str(data)
    assert [one.get("kind") for one in data["notes"]] == ["note", "note", None, "action"]
    assert data["notes"][0]["page"].endswith(f"/notes/{first}")
    assert data["notes"][1]["answers"] == data["notes"][0]["page"]
    assert (data["notes"][3]["owner"], data["notes"][3]["how"]) == ("Mia", "So.")
    assert len(sent) < 10
    assert f"/threads/{key}.md" in client.get(f"/threads/{key}").text


def test_what_only_a_link_leads_to_is_kept_by_no_cache_and_no_index(thread, client, writing):
    key, _, call = thread
    with writing():
        db.session.merge(call).own_visibility = Visibility.LINK

    answers = [client.get(f"/threads/{key}.{form}") for form in ("md", "json")]

    assert [answer.headers["X-Robots-Tag"] for answer in answers] == ["noindex"] * 2
    assert [answer.headers["Cache-Control"] for answer in answers] == ["private, no-cache"] * 2


def test_notes_off_the_record_are_taken_along_by_nobody(scene, client, signed_in, writing):
    call, ola, mia = scene
    with writing():
        known = db.session.merge(call)
        [item] = on_agenda(known, ola, "Between us", is_off_record=True)
        publish_agenda(known, ola)
        note = writing_on(item, ola)
        key = note.thread.key

    for reader in (client, signed_in(mia), signed_in(ola)):
        assert reader.get(f"/threads/{key}.md").status_code == 404
        assert reader.get(f"/threads/{key}.json").status_code == 404
    assert signed_in(ola).get(f"/threads/{key}").status_code == 200


def writing_on(item, by):
    """A note on an item."""
    thread = noting.thread_for_item(item.id, now=START)
    return noting.write(thread, Typed("Canary.", NO_TOOL), by=by, now=START)
