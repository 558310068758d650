"""Words taken out of notes and items: gone from every table, and nothing brings them back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.access import Viewer
from community.db import Base, db
from community.drafts import keeping, places
from community.marks import BAR
from community.notes import drafting, editing, finishing, redacting, removing, waiting
from community.notes.editing import WordsWereTakenOut
from community.notes.models import Kind, Note, NoteMention
from community.notes.queries import revisions_of
from community.notes.redactions import NoteRedaction
from community.notes.tasks import Action
from community.notes.views import redacting as redacting_views
from community.notes.writing import NoteText, thread_for_item, write
from tests.agendas.build import on_agenda
from tests.drafts.kept import draft_in
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import NO_TOOL, say, with_tool

SECRET = "Zebra Quill"


def tables_with(words: str) -> set[str]:
    """The columns of every table in which a word of the secret stands."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            for name, value in row.items():
                if any(word.lower() in str(value).lower() for word in words.split()):
                    found.add(f"{table.name}.{name}")
    return found


@pytest.fixture
def people(db_session):
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    ola.joined_at = mia.joined_at = START - timedelta(days=9)
    return ola, mia


def test_the_words_are_gone_from_every_copy_of_a_note(people, db_session):
    ola, mia = people
    call = make_call(ola)
    told = with_tool(SECRET)
    note = say(call, mia, f"{SECRET} books the room for all of us.", kind=Kind.ACTION, said=told)
    editing.change(
        note,
        "**Zebra** quill books the hall for all of us.",
        base=1,
        said=NO_TOOL,
        by=mia,
        now=START,
    )
    finishing.finish(db_session.get(Action, note.id), how=f"{SECRET} did.", by=mia, now=START)
    removing.remove(note, by=mia, reason=f"{SECRET} wants it", now=START)
    removing.put_back(note, by=mia, now=START)
    drafting.keep_draft(mia, f"change {note.key}", f"{SECRET}!", Kind.NOTE, base=2, now=START)
    drafting.keep_draft(ola, f"answer {note.key}", f"{SECRET}?", Kind.NOTE, now=START)
    drafting.keep_draft(ola, f"on call {call.id}", SECRET, Kind.NOTE, now=START)
    waits = NoteText(f"{SECRET}: www.tea.example", with_tool(f"{SECRET} waits"))
    waiting.hold(note.thread, waits, by=ola, now=START)
    quote = say(call, mia, f"> {SECRET} books\n\nGood.", parent=note)
    assert len(tables_with(SECRET)) >= 5

    redacting.redact(
        note, SECRET, why=f"{SECRET} asked.", also={quote.key}, by=Viewer(ola), now=START
    )

    db_session.expire_all()
    assert tables_with(SECRET) == set()
    assert note.text_source == f"**{BAR}** books the hall for all of us."
    assert '<span class="redacted">taken out</span>' in note.text_html
    assert [one.text_source for one in revisions_of(note)] == [
        f"{BAR} books the room for all of us."
    ]
    rows = db_session.scalars(sa.select(NoteRedaction).order_by(NoteRedaction.id)).all()
    assert [(row.note_id, row.by_id, row.why) for row in rows] == [
        (note.id, ola.id, f"{BAR} asked."),
        (quote.id, ola.id, f"{BAR} asked."),
    ]


def test_other_notes_keep_the_words_unless_they_are_named(people, db_session):
    ola, mia = people
    call = make_call(ola)
    note, quote = say(call, mia, SECRET), say(call, mia, f"> {SECRET}")

    redacting.redact(note, SECRET, why="Asked.", by=Viewer(ola), now=START)

    assert quote.text_source == f"> {SECRET}"
    with pytest.raises(redacting.NotThere):
        redacting.redact(note, SECRET, why="Asked.", by=Viewer(ola), now=START)


@pytest.mark.engines("sqlite")
def test_words_said_of_tools_are_gone_wherever_that_is_read(scene, writing, signed_in, client):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, "We meet on Mondays.", said=with_tool(SECRET))
        other = say(call, mia, "And on Fridays.", said=with_tool(SECRET))
    asked = {"words": SECRET, "why": "Asked."}
    page = signed_in(ola).post(f"/notes/{note.key}/redaction", data=asked)
    taken = signed_in(ola).post(f"/notes/{note.key}/redaction", data=asked | {"do": "take"})

    assert "A tool that was named" in page.text
    assert "And on Fridays" in page.text  # of which the same was said
    assert taken.status_code == 303
    thread = client.get(taken.location)
    assert f"Drafted partly with {BAR} Chat" in thread.text
    for address in (f"/threads/{note.thread.key}.md", f"/threads/{note.thread.key}.json"):
        assert "Zebra" not in client.get(address).text
    again = signed_in(ola).post(f"/notes/{other.key}/redaction", data=asked)
    assert again.status_code == 422


def test_short_words_stay_in_what_others_have_begun_beside_the_call(people, db_session):
    ola, mia = people
    call = make_call(ola)
    note = say(call, mia, f"Ann, that is {SECRET} of the {SECRET}s, said so.")
    place, text = places.of_proposal(call.id), f"Our planning with {SECRET} of the {SECRET}s."
    keeping.keep_draft(ola, place, text, now=START)

    redacting.redact(note, "Ann", why="Asked.", by=Viewer(ola), now=START)
    assert draft_in(ola, place).text_source == text
    redacting.redact(note, f"{SECRET} of the {SECRET}s", why="Asked.", by=Viewer(ola), now=START)
    assert draft_in(ola, place).text_source == f"Our planning with {BAR}."


def test_a_version_in_other_words_goes_whole_where_that_is_chosen(people, db_session):
    ola, mia = people
    note = say(make_call(ola), mia, "Z. Q. books the room for all of us.")
    editing.change(
        note, f"{SECRET} books the room for all of us.", base=1, said=None, by=mia, now=START
    )

    redacting.redact(note, SECRET, why="Asked.", whole={"version-1"}, by=Viewer(ola), now=START)

    assert [one.text_source for one in revisions_of(note)] == [BAR]


def test_what_was_written_over_the_words_is_refused(people, db_session):
    ola, mia = people
    note = say(make_call(ola), mia, f"{SECRET} books the room.")
    redacting.redact(note, SECRET, why="Asked.", by=Viewer(ola), now=START)

    with pytest.raises(WordsWereTakenOut):
        editing.change(note, f"{SECRET} books the room!", base=1, said=NO_TOOL, by=mia, now=START)
    with pytest.raises(drafting.TooOld):
        drafting.keep_draft(mia, f"change {note.key}", SECRET, Kind.NOTE, base=1, now=START)
    editing.change(note, f"{BAR} books the hall.", base=2, said=NO_TOOL, by=mia, now=START)
    assert note.text_source == f"{BAR} books the hall."


def test_who_is_named_by_the_words_is_named_no_more(people, db_session):
    ola, mia = people
    note = say(make_call(ola), ola, f"Thank you, @{mia.handle} and @{ola.handle}.")

    redacting.redact(note, f"@{mia.handle}", why="Asked.", by=Viewer(ola), now=START)

    named = db_session.scalars(sa.select(NoteMention.member_id)).all()
    assert named == [ola.id]
    assert f"/people/{ola.handle}" in note.text_html


def test_a_stale_form_shows_what_was_typed_and_keeps_it_nowhere(scene, writing, reading, signed_in):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, f"{SECRET} books the room.")
    form = {"text": f"{SECRET} books the room!", "version": "1"}
    page = signed_in(ola).post(
        f"/notes/{note.key}/redaction", data={"words": SECRET, "why": "Asked."}
    )
    assert page.status_code == 200
    assert "<del>Zebra Quill</del>" in page.text
    taken = {"words": SECRET, "why": "Asked.", "do": "take"}
    assert signed_in(ola).post(f"/notes/{note.key}/redaction", data=taken).status_code == 303

    sent = signed_in(mia).post(f"/notes/{note.key}/text", data=form)
    kept = signed_in(mia).post(f"/notes/{note.key}/text", data=form | {"do": "draft"})
    by_itself = signed_in(mia).post(
        "/notes/drafts", data={"place": f"change {note.key}", "text": SECRET, "version": "1"}
    )

    assert [answer.status_code for answer in (sent, kept, by_itself)] == [409, 409, 409]
    assert "data-fresh" in sent.text
    assert f"{SECRET} books the room!" in sent.text
    assert 'name="version" value="2"' in sent.text
    with reading():
        assert tables_with(SECRET) == set()
    assert SECRET not in signed_in(mia).get(f"/notes/{note.key}", follow_redirects=True).text


@pytest.mark.engines("sqlite")
def test_what_stands_beside_is_offered_in_few_queries_and_not_ticked(
    scene, writing, signed_in, queries, monkeypatch
):
    call, ola, mia = scene
    with writing():
        (item,) = on_agenda(call, ola, "Licences")
        thread = thread_for_item(item.id, now=START)
        note, quote = say(call, mia, SECRET), say(call, mia, f"> {SECRET}")
        told = NoteText(f"{SECRET}, too", NO_TOOL)
        beside = [write(thread, told, by=mia, now=START) for _ in range(2)]
    client, at, asked = (
        signed_in(ola),
        f"/notes/{note.key}/redaction",
        {"words": SECRET, "why": "."},
    )
    with queries() as few:
        page = client.post(at, data=asked).text
    with writing():
        beside += [write(thread, told, by=mia, now=START) for _ in range(6)]
    with queries() as many:
        client.post(at, data=asked)

    assert f'id="also-{quote.key}" checked' in page
    assert f'id="also-{beside[0].key}">' in page
    assert len(many) == len(few)
    monkeypatch.setattr(redacting_views, "MOST_OTHERS", 3)
    page = client.post(at, data=asked).text
    assert page.count('name="also"') == 3
    assert "6 more notes have the words" in page
    taken = asked | {"do": "take", "also": [quote.key, beside[-1].key]}
    assert client.post(at, data=taken).status_code == 303
    with writing() as session:
        said = {one.key: one.text_source for one in session.scalars(sa.select(Note))}
    assert [said[one.key] for one in (note, quote, *beside[-2:])] == [
        *(BAR, f"> {BAR}"),
        *(f"{SECRET}, too", f"{BAR}, too"),
    ]


def test_nothing_is_taken_out_that_does_not_stand_there(scene, writing, signed_in):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, "Good evening.")

    page = signed_in(ola).post(
        f"/notes/{note.key}/redaction", data={"words": SECRET, "why": "Asked.", "do": "take"}
    )

    assert page.status_code == 422
    assert "These words do not stand here" in page.text
