"""Words of notes change over HTTP: nothing is lost; what is taken out is seen by nobody."""

from datetime import date

import pytest

from community.notes.models import Kind, Note
from community.notes.queries import thread_of_call
from community.notes.tasks import Action
from tests.notes.saying import say

WORDS = "We meet on Friday at six in the old town hall. Please bring tea."


def changing(reader, note, text, version, **more):
    data = {"text": text, "version": str(version)} | more
    return reader.post(f"/notes/{note.key}/text", data=data)


def test_two_who_change_the_same_words_see_both_and_lose_nothing(scene, signed_in, writing, notes):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, WORDS)

    first = changing(signed_in(mia), note, WORDS.replace("Friday", "Monday"), 1)
    second = changing(signed_in(ola), note, WORDS.replace("Friday", "Sunday"), 1)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "They wrote:" in second.text
    assert "Sunday at six" in second.text
    assert 'name="version" value="2"' in second.text
    assert notes() == [WORDS.replace("Friday", "Monday")]
    again = changing(signed_in(ola), note, WORDS.replace("Friday", "Sunday"), 2)
    assert again.status_code == 303
    history = signed_in(ola).get(f"/notes/{note.key}/revisions").text
    assert "Monday" in history
    assert "Sunday" in history


def test_two_who_change_different_words_are_merged(scene, signed_in, writing, notes):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, WORDS)

    changing(signed_in(mia), note, WORDS.replace("Friday", "Monday"), 1)
    changing(signed_in(ola), note, WORDS.replace("tea", "cake"), 1)

    assert notes() == [WORDS.replace("Friday", "Monday").replace("tea", "cake")]


@pytest.mark.parametrize("way", ["by itself", "with the button"])
def test_a_draft_of_a_change_knows_what_it_was_written_over(scene, signed_in, writing, notes, way):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, WORDS)
    mine = WORDS.replace("Friday", "Sunday")
    if way == "by itself":
        draft = {"place": f"change {note.key}", "text": mine, "version": "1"}
        signed_in(mia).post("/notes/drafts", data=draft)
    else:
        changing(signed_in(mia), note, mine, 1, do="draft")
    changing(signed_in(ola), note, WORDS.replace("Friday", "Monday"), 1)

    opened = signed_in(mia).get(f"/notes/{note.key}/edit").text

    assert "Sunday" in opened
    assert 'name="version" value="1"' in opened
    assert changing(signed_in(mia), note, mine, 1).status_code == 409
    assert notes() == [WORDS.replace("Friday", "Monday")]


def test_what_does_not_say_its_version_overwrites_nothing(scene, signed_in, writing, notes):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, WORDS)
    changing(signed_in(ola), note, WORDS.replace("Friday", "Monday"), 1)

    answer = changing(signed_in(mia), note, WORDS.replace("Friday", "Sunday"), 0)

    assert answer.status_code == 409
    assert notes() == [WORDS.replace("Friday", "Monday")]


def test_where_much_changes_it_is_asked_whether_a_tool_was_involved(scene, signed_in, writing):
    call, _, mia = scene
    with writing():
        note = say(call, mia, WORDS)

    asked = changing(signed_in(mia), note, "All of it is new.", 1)
    said = changing(signed_in(mia), note, "All of it is new.", 1, **{"disclosure-degree": "same"})

    assert asked.status_code == 422
    assert "Much of it is new." in asked.text
    assert said.status_code == 303


def test_a_version_of_before_comes_back(scene, signed_in, writing, notes):
    call, _, mia = scene
    with writing():
        note = say(call, mia, WORDS)
    changing(signed_in(mia), note, WORDS.replace("Friday", "Monday"), 1)

    signed_in(mia).post(f"/notes/{note.key}/revisions/1/restoration")

    assert notes() == [WORDS]


def test_what_is_taken_out_is_seen_by_nobody_and_comes_back(scene, signed_in, client, writing):
    call, _, mia = scene
    with writing():
        note = say(call, mia, "secret words")
        thread = thread_of_call(call).key
    changing(signed_in(mia), note, "secret words here", 1, **{"disclosure-degree": "same"})

    signed_in(mia).post(f"/notes/{note.key}/removal", data={"reason": "Wrong call."})

    for address in (f"/threads/{thread}", f"/calls/{call.slug}"):
        assert "secret words" not in client.get(address).text
    assert client.get(f"/notes/{note.key}/revisions").status_code == 404
    signed_in(mia).post(f"/notes/{note.key}/removal/withdrawal")
    assert "secret words" in client.get(f"/threads/{thread}").text


def test_what_who_leads_took_out_its_author_does_not_put_back(scene, signed_in, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, "secret words")
        address = f"/threads/{thread_of_call(call).key}"
    signed_in(ola).post(f"/notes/{note.key}/removal")

    refused = signed_in(mia).post(f"/notes/{note.key}/removal/withdrawal")

    assert refused.status_code == 403
    assert "Put it back" not in signed_in(mia).get(address).text
    assert "Put it back" in signed_in(ola).get(address).text


def test_what_was_taken_out_is_not_shown_to_who_answers_it(scene, signed_in, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, "secret words")
    signed_in(mia).post(f"/notes/{note.key}/removal")

    assert "secret words" not in signed_in(ola).get(f"/notes/{note.key}/answers/new").text


def test_a_note_becomes_an_action_that_is_done(scene, signed_in, writing, client):
    call, ola, mia = scene
    with writing():
        note = say(call, ola, "Book the room.")
    data = {"kind": "action", "owner": f"@{mia.handle}", "due_on": "2026-03-01"}

    signed_in(ola).post(f"/notes/{note.key}/kind", data=data)

    shown = client.get(f"/calls/{call.slug}").text
    assert "Mia does it, by 1 March 2026." in shown
    mine = signed_in(mia)
    assert "Book the room." in mine.get("/my-actions").text
    way = f"/notes/{note.key}/completion"
    assert f'href="{way}?back=mine">Mark as done<' in mine.get("/my-actions").text
    assert 'name="back" value="mine"' in mine.get(f"{way}?back=mine").text
    done = mine.post(way, data={"how": "By phone.", "back": "mine"})
    assert done.location == "/my-actions"
    assert "Book the room." not in mine.get("/my-actions").text


def test_what_was_done_by_mistake_is_still_to_be_done(scene, signed_in, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, ola, "Book the room.", kind=Kind.ACTION, owner=mia)
    mine, way = signed_in(mia), f"/notes/{note.key}/completion"
    mine.post(way, data={"how": "By phone."})

    assert f'href="{way}?back=mine">Not done after all<' in mine.get("/my-actions?done").text
    assert f'href="{way}">Not done after all<' in mine.get(f"/calls/{call.slug}").text
    assert f'action="{way}/withdrawal"' in mine.get(f"{way}?back=mine").text
    assert mine.post(f"{way}/withdrawal", data={"back": "mine"}).location == "/my-actions"
    assert "Book the room." in mine.get("/my-actions").text


def test_an_action_that_was_taken_out_is_read_by_nobody(scene, signed_in, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, ola, "secret words", kind=Kind.ACTION, owner=mia)
    address = f"/notes/{note.key}/completion"
    assert "secret words" in signed_in(mia).get(address).text

    signed_in(ola).post(f"/notes/{note.key}/removal")

    assert signed_in(mia).get(address).status_code == 404
    assert signed_in(mia).post(address).status_code == 404


def test_two_who_sort_one_note_do_not_overwrite_each_other(scene, writing, signed_in, reading):
    call, ola, mia = scene
    with writing():
        note = say(call, mia)
    address = f"/notes/{note.key}/kind"
    signed_in(ola).post(address, data={"kind": "decision", "version": "1"})

    late = signed_in(mia).post(address, data={"kind": "question", "version": "1"})
    again = signed_in(mia).post(address, data={"kind": "question", "version": "2"})

    assert (late.status_code, again.status_code) == (409, 303)
    with reading() as session:
        assert session.get_one(Note, note.id).version == 3


@pytest.mark.engines("sqlite")
def test_whoever_taps_what_is_an_action_by_now_leaves_alone_who_does_it(
    scene, writing, signed_in, reading
):
    call, ola, mia = scene
    with writing():
        note = say(call, mia)
    address, action = f"/notes/{note.key}/kind", {"kind": "action"}
    given = {"owner": mia.handle, "due_on": "2026-04-01", "version": "1"}

    def beside() -> tuple[int | None, date | None]:
        with reading() as session:
            row = session.get_one(Action, note.id)
            return row.owner_id, row.due_on

    signed_in(ola).post(address, data=action | given)
    for old in ({}, {"version": "1"}):  # from a page on which it was a note still
        assert signed_in(ola).post(address, data=action | old).status_code == 303
        assert beside() == (mia.id, date(2026, 4, 1))
    signed_in(ola).post(address, data=action | {"version": "2"})
    assert beside() == (None, None)


@pytest.mark.engines("sqlite")
def test_one_tap_makes_a_note_a_decision_and_leads_back_to_where_it_was(
    scene, signed_in, writing, reading
):
    call, ola, mia = scene
    with writing():
        theirs, done = say(call, ola), say(call, ola, "Decided.", kind=Kind.DECISION)
    tap = f'formaction="/notes/{theirs.key}/kind" name="kind" value="decision"'
    pages = [signed_in(one).get(f"/calls/{call.slug}/live").text for one in (ola, mia)]

    answer = signed_in(ola).post(
        f"/notes/{theirs.key}/kind", data={"kind": "decision", "back": "live"}
    )

    assert [tap in page for page in pages] == [True, False]
    assert f'formaction="/notes/{done.key}/kind"' not in pages[0]
    assert answer.location == f"/calls/{call.slug}/live#note-{theirs.key}"
    with reading() as session:
        assert session.get_one(Note, theirs.id).kind is Kind.DECISION
