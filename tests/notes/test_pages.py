"""Notes over HTTP: written, looked at first, kept as drafts, changed by two, taken out."""

import re

import pytest
from sqlalchemy import func, select

from community.calls.models import Call, Visibility
from community.db import db
from community.drafts.models import Draft
from community.notes.models import Kind, Note
from tests.calls.build import begin
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.notes.saying import say

FORM = {"text": "Bring *tea*.", "kind": "note", "disclosure-degree": "none", "once": "k1"}


def test_a_note_is_written_and_read_by_everybody(scene, signed_in, client, reading):
    call, _, mia = scene

    answer = signed_in(mia).post(f"/calls/{call.slug}/notes", data=FORM)

    with reading():
        note = db.session.scalars(select(Note)).one()
        key, thread = note.key, note.thread.key
    assert answer.status_code == 303
    assert answer.location.startswith(f"/threads/{thread}?sent=on+call+{call.id}#note-{key}")
    for address in (f"/threads/{thread}", f"/calls/{call.slug}"):
        assert "Bring <em>tea</em>." in client.get(address).text


def test_a_form_sent_twice_makes_one_note_and_leads_to_it_both_times(scene, signed_in, notes):
    call, _, mia = scene
    reader = signed_in(mia)

    answers = [reader.post(f"/calls/{call.slug}/notes", data=FORM) for _ in range(2)]
    other = reader.post(f"/calls/{call.slug}/notes", data=FORM | {"text": "Bring cake."})

    assert answers[0].location == answers[1].location != other.location
    assert notes() == ["Bring *tea*.", "Bring cake."]


def test_the_address_of_a_note_opens_it_in_its_place(scene, signed_in, client, reading, writing):
    call, ola, mia = scene
    with writing():
        head = say(call, ola)
        last = [say(call, mia, f"answer {n}", parent=head) for n in range(20)][-1]

    answer = client.get(f"/notes/{last.key}")

    assert answer.location == (f"/threads/{head.thread.key}?branch={head.key}#note-{last.key}")
    assert f'id="note-{last.key}"' in client.get(answer.location).text
    assert (
        client.get(f"/notes/{head.key}").location == f"/threads/{head.thread.key}#note-{head.key}"
    )


def test_an_answer_is_written_below_what_it_answers(scene, signed_in, writing, reading):
    call, ola, mia = scene
    with writing():
        note = say(call, ola, "Who brings tea?")
    reader = signed_in(mia)

    form = reader.get(f"/notes/{note.key}/answers/new").text
    assert "Who brings tea?" in form
    assert f'data-draft="answer {note.key}"' in form
    reader.post(f"/notes/{note.key}/answers", data=FORM | {"text": "I do."})

    with reading():
        assert db.session.scalars(select(Note.parent_id).order_by(Note.id)).all() == [None, note.id]


def test_what_is_looked_at_first_is_not_written(scene, signed_in, notes):
    call, _, mia = scene

    answer = signed_in(mia).post(f"/calls/{call.slug}/notes", data=FORM | {"do": "preview"})

    assert answer.status_code == 200
    assert "Bring <em>tea</em>." in answer.text
    assert "Bring *tea*.</textarea>" in answer.text
    assert notes() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " "}, "Write something first."),
        ({"text": "é" * 25_001}, "at most 50,000 bytes"),
        ({"disclosure-degree": "most"}, "Say what you checked"),
        ({"disclosure-degree": ""}, "Say whether a tool was involved."),
        ({"owner": "@nobody-here"}, "Nobody here has this handle."),
        ({"due_on": "soon"}, "Write a day such as 2026-03-13."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(scene, signed_in, wrong, words, notes):
    call, _, mia = scene

    answer = signed_in(mia).post(f"/calls/{call.slug}/notes", data=FORM | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert (FORM | wrong)["text"].strip() in answer.text
    assert notes() == []


def test_a_draft_is_kept_shown_again_and_gone_once_it_is_sent(scene, signed_in, reading):
    call, _, mia = scene
    page = f"/calls/{call.slug}"
    place = {"place": f"on call {call.id}"}

    kept = signed_in(mia).post("/notes/drafts", data=place | {"text": "Half a", "kind": "question"})
    shown = signed_in(mia).get(page).text

    assert kept.status_code == 204
    assert "Half a</textarea>" in shown
    assert 'value="question" checked' in shown or re.search(r'checked[^>]*value="question"', shown)
    signed_in(mia).post(f"{page}/notes", data=FORM)
    assert "Half a" not in signed_in(mia).get(page).text
    with reading():
        assert db.session.scalars(select(Draft)).all() == []


def test_a_draft_is_kept_by_a_button_too_and_thrown_away(scene, signed_in):
    call, ola, mia = scene
    reader, page = signed_in(mia), f"/calls/{call.slug}"

    reader.post(f"{page}/notes", data=FORM | {"text": "Half a", "do": "draft"})

    assert "Half a" in reader.get(page).text
    assert "Half a" not in signed_in(ola).get(page).text
    reader.post(f"{page}/notes", data=FORM | {"do": "discard"})
    assert "Half a" not in reader.get(page).text


@pytest.mark.parametrize("place", ["", "on call", "x" * 80, "answer ../x", "on call 1; drop"])
def test_a_draft_of_no_form_is_refused(scene, signed_in, place):
    _, _, mia = scene

    answer = signed_in(mia).post("/notes/drafts", data={"place": place, "text": "x"})

    assert answer.status_code == 409


def test_who_is_signed_out_is_told_so_and_nothing_is_written(scene, client, notes):
    call, _, _ = scene

    answer = client.post(f"/calls/{call.slug}/notes", data=FORM)

    assert answer.status_code == 403
    assert notes() == []


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.LINK])
def test_notes_are_hidden_as_their_call_is(scene, client, writing, visibility):
    call, _, mia = scene
    with writing():
        note = say(call, mia, "for few")
        db.session.merge(call).own_visibility = visibility

    answer = client.get(f"/threads/{note.thread.key}")

    if visibility is Visibility.MEMBERS:
        assert answer.status_code == 404
        assert client.get(f"/notes/{note.key}").status_code == 404
    else:
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "noindex" in answer.text


def test_a_visitors_page_of_a_call_shows_a_new_note_at_once(scene, signed_in, client):
    call, _, mia = scene
    before = client.get(f"/calls/{call.slug}")

    signed_in(mia).post(f"/calls/{call.slug}/notes", data=FORM)
    after = client.get(f"/calls/{call.slug}", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "Bring <em>tea</em>." in after.text


def test_a_kept_page_of_another_call_stays_kept(scene, app, signed_in, client, writing):
    call, ola, mia = scene
    with writing():
        other = make_call(ola)
        make_sitting(other)
        say(call, mia)
    store = app.extensions["kept"]
    client.get(f"/calls/{other.slug}")
    kept = len(store)
    with writing():
        say(call, mia, "one more")

    with_queries = client.get(f"/calls/{other.slug}")

    assert with_queries.status_code == 200
    assert len(store) == kept
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Note)) == 2


def test_lists_of_a_series_hold_what_its_calls_decided(signed_in, client, writing):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        series = begin(ola)
        calls = list(db.session.scalars(select(Call).order_by(Call.id).limit(2)))
        say(calls[0], ola, "We meet weekly.", kind=Kind.DECISION)
        say(calls[0], ola, "Open one.", kind=Kind.ACTION, owner=mia)
        say(calls[1], ola, "Hidden one.", kind=Kind.DECISION)
        calls[1].own_visibility = Visibility.LINK
        say(calls[0], ola, "A mere note.")

    decisions = client.get(f"/series/{series.slug}/decisions").text
    actions = client.get(f"/series/{series.slug}/actions").text

    assert "We meet weekly." in decisions
    assert "Open one." in actions
    assert "Mia does it." in actions
    for hidden in ("Hidden one.", "A mere note."):
        assert hidden not in decisions + actions
    assert "Hidden one." in signed_in(ola).get(f"/series/{series.slug}/decisions").text


@pytest.mark.engines("sqlite")
def test_a_note_that_is_sent_asks_little(scene, signed_in, queries):
    call, _, mia = scene
    client, form = signed_in(mia), {"text": "Sent.", "kind": "note", "disclosure-degree": "none"}

    def asked_for(number: int) -> int:
        with queries() as sent:
            answer = client.post(f"/calls/{call.slug}/notes", data=form | {"once": f"k{number}"})
        assert answer.status_code == 303
        return len(sent)

    # the first begins the thread, and says something of tools
    assert [asked_for(number) for number in range(3)][1:] == [17, 17]
