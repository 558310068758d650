"""Items of agendas have threads: seen as the items are, and never off the record."""

import pytest
from sqlalchemy import select

from community.agendas import states
from community.calls.models import Call
from community.db import db
from community.notes import finishing, writing
from community.notes.holdings import HOLDINGS
from community.notes.models import Kind, Note
from community.notes.subject_queries import subject_of
from community.notes.task_queries import decisions_of, done_by, open_for
from community.notes.tasks import Action
from community.notes.writing import NoteText
from tests.agendas.build import on_agenda, proposed, publish_agenda
from tests.calls.build import begin
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL

FORM = {"text": "Input.", "kind": "note", "disclosure-degree": "none", "once": "k1"}


@pytest.fixture
def scene(writing):
    """A series with a call, who leads it, and a member."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        series = begin(ola)
        call = db.session.scalars(select(Call).order_by(Call.id)).first()
    return series, call, ola, mia


def decide(item, by, text="We take it.") -> Note:
    thread = writing.thread_for_item(item.id, now=START)
    return writing.write(thread, NoteText(text, NO_TOOL, Kind.DECISION), by=by, now=START)


def test_input_on_a_proposal_is_everybodys_to_read_and_members_to_give(
    scene, signed_in, client, writing
):
    _, call, _, mia = scene
    with writing():
        item = proposed(call, mia, "Licences")
    address = f"/agenda-items/{item.key}/notes"

    assert client.get(address).status_code == 200
    assert address in client.get(f"/calls/{call.slug}/agenda").text
    assert client.post(address, data=FORM).status_code == 403
    sent = signed_in(mia).post(address, data=FORM)
    assert sent.status_code == 303
    page = client.get(address, follow_redirects=True).text
    assert "<p>Input.</p>" in page
    assert "Licences" in page


def test_an_item_has_one_thread(scene, db_session):
    _, call, _, mia = scene
    item = proposed(call, mia)

    first, second = (writing.thread_for_item(item.id, now=START) for _ in range(2))

    assert first is second
    assert subject_of(first).call is item.call


def test_notes_on_a_draft_are_for_who_holds_the_call_until_it_is_published(
    scene, signed_in, client, writing
):
    series, call, ola, mia = scene
    with writing():
        call = db.session.merge(call)
        [item] = on_agenda(call, ola, "Secret for now")
        note = decide(item, ola)
    key, lists = note.thread.key, f"/series/{series.slug}/decisions"

    for reader in (client, signed_in(mia)):
        assert reader.get(f"/threads/{key}").status_code == 404
        assert reader.get(f"/agenda-items/{item.key}/notes").status_code == 404
        assert "We take it." not in reader.get(lists).text
    assert "We take it." in signed_in(ola).get(f"/threads/{key}").text
    assert "We take it." in signed_in(ola).get(lists).text

    with writing():
        publish_agenda(db.session.merge(call), db.session.merge(ola))
    assert "We take it." in client.get(f"/threads/{key}").text
    assert "We take it." in client.get(lists).text


def test_a_title_that_was_changed_since_it_was_published_stays_in_the_draft(scene, client, writing):
    _, call, ola, _ = scene
    with writing():
        call = db.session.merge(call)
        [item] = on_agenda(call, ola, "As published")
        publish_agenda(call, ola)
        item.title = "As drafted"
        note = decide(item, ola)

    page = client.get(f"/threads/{note.thread.key}").text

    assert "As published" in page
    assert "As drafted" not in page


def test_what_is_off_the_record_stays_with_who_holds_the_call(scene, signed_in, client, writing):
    series, call, ola, mia = scene
    with writing():
        call = db.session.merge(call)
        [item] = on_agenda(call, ola, "Between us", is_off_record=True)
        publish_agenda(call, ola)
        note = decide(item, ola, "Off the record.")
    key = note.thread.key

    for reader in (client, signed_in(mia)):
        assert reader.get(f"/threads/{key}").status_code == 404
        assert reader.post(f"/agenda-items/{item.key}/notes", data=FORM).status_code in {403, 404}
        assert (
            f"/agenda-items/{item.key}/notes" not in reader.get(f"/calls/{call.slug}/agenda").text
        )
    assert "Off the record." in signed_in(ola).get(f"/threads/{key}").text
    for who in (client, signed_in(ola)):
        assert "Off the record." not in who.get(f"/series/{series.slug}/decisions").text


@pytest.mark.parametrize("is_done", [False, True])
def test_actions_off_the_record_are_listed_for_who_wrote_them_and_who_holds_the_call(
    scene, db_session, is_done
):
    _, call, ola, mia = scene
    call, ola, mia = (db_session.merge(one) for one in (call, ola, mia))
    [item] = on_agenda(call, ola, "Between us", is_off_record=True)
    publish_agenda(call, ola)
    thread = writing.thread_for_item(item.id, now=START)
    for by, owner in ((ola, mia), (mia, ola), (mia, mia)):
        text = NoteText(f"Secret of {by.name}.", NO_TOOL, Kind.ACTION, owner_id=owner.id)
        note = writing.write(thread, text, by=by, now=START)
        if is_done:
            finishing.finish(db_session.get(Action, note.id), how="", by=ola, now=START)

    def listed(member) -> list[str | None]:
        found = done_by(member, cursor=None).rows if is_done else open_for(member)
        return [one.by for one in found]

    assert (listed(mia), listed(ola)) == (["Mia"], ["Mia"])  # who wrote it, who holds the call
    told = HOLDINGS[0].export(mia.person_id)
    assert sorted(one["text"] for one in told["my actions"]) == ["", "Secret of Mia."]


def test_an_action_about_an_item_of_a_draft_is_listed_for_who_may_see_the_item(scene, db_session):
    _, call, ola, mia = scene
    call, ola, mia = (db_session.merge(one) for one in (call, ola, mia))
    asked = proposed(call, ola, "Asked of all")
    items = [asked, *on_agenda(call, ola, "Of the draft")]
    text = NoteText("Not yet for all.", NO_TOOL, Kind.ACTION, owner_id=mia.id)
    for item in items:
        writing.write(writing.thread_for_item(item.id, now=START), text, by=ola, now=START)

    before = len(open_for(mia))
    states.accept(asked, by=ola, now=START)
    while_it_is_a_draft = len(open_for(mia))
    publish_agenda(call, ola)

    assert (before, while_it_is_a_draft, len(open_for(mia))) == (1, 1, 2)


def test_a_series_lists_nothing_of_an_item_that_was_published_off_the_record(scene, db_session):
    series, call, ola, _ = scene
    call, ola = (db_session.merge(one) for one in (call, ola))
    [item] = on_agenda(call, ola, "Between us", is_off_record=True)
    publish_agenda(call, ola)
    decide(item, ola)
    item.is_off_record = False  # in the draft alone

    for for_owner in (True, False):
        found = decisions_of(series, for_member=True, for_owner=for_owner, cursor=None)
        assert found.rows == []
