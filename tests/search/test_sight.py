"""Nobody finds what they may not see: for each kind of it there is something to find."""

import pytest
from sqlalchemy import select

from community.agendas import states
from community.agendas.carrying import carry_over
from community.agendas.drafts import ItemDraft
from community.agendas.queries import items_of
from community.agendas.writing import change as reword
from community.calls import changing, removing
from community.calls.models import Call, Visibility
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.notes import removing as removing_notes
from community.notes.models import Note
from community.notes.writing import NoteText, thread_for_item, write
from community.patterns import collecting, staging
from community.patterns.collection_models import Collection, Openness
from community.patterns.holdings import erase
from community.patterns.models import Pattern
from community.search.models import Kind
from tests.agendas.build import make_evening, on_agenda, proposed, publish_agenda
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import collected, draft
from tests.patterns.build import proposed as pattern_proposed
from tests.search.looking import found

WORD = "zebra"
NOT_THERE: list[str] = []


@pytest.fixture
def scene(writing):
    """A public call of Ola with a note of Mia's, an item published with a note on it, a proposal
    with one and a declined one with one, and an item off the record and one of a draft, with notes
    as well.
    """
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola, title="The zebra evening")
        say(call, mia, "A zebra in the room.")
        items = on_agenda(call, ola, "Feed the zebra", "Count the zebras")
        secret = on_agenda(call, ola, "The zebra off the record", is_off_record=True)[0]
        publish_agenda(call, ola)
        draft = on_agenda(call, ola, "A zebra in a draft")[0]
        no = proposed(call, mia, "A zebra nobody wants")
        states.decline(no, by=ola, why="No.", now=START)
        wish = proposed(call, mia, "Ride a zebra")
        for number, item in enumerate((items[0], wish, secret, draft, no), start=1):
            _say_about(item, ola, f"Zebra note {number}.")
    return ola, mia, call, items, wish


def _say_about(item, by, text):
    return write(thread_for_item(item.id, now=START), NoteText(text, NO_TOOL), by=by, now=START)


def note_that_says(text):
    """The note with this text."""
    return db.session.scalars(select(Note).where(Note.text_source == text)).unique().one()


EVERYTHING = [
    "call: The zebra evening",
    "item: Ride a zebra",
    "item: A zebra nobody wants",
    "item: Count the zebras",
    "item: Feed the zebra",
    "note: Zebra note 5.",
    "note: Zebra note 2.",
    "note: Zebra note 1.",
    "note: A zebra in the room.",
]


def test_drafts_and_what_is_off_the_record_are_found_by_nobody(scene, reading):
    ola, mia, *_ = scene
    with reading():
        assert found(WORD) == found(WORD, mia) == found(WORD, ola) == EVERYTHING


def test_what_is_for_members_is_found_by_members(scene, writing, reading):
    _, mia, call, *_ = scene
    with writing():
        db.session.get_one(Call, call.id).own_visibility = Visibility.MEMBERS
    with reading():
        assert (found(WORD), found(WORD, mia)) == (NOT_THERE, EVERYTHING)
    with writing():
        say(db.session.get_one(Call, call.id), db.session.merge(mia), "One more zebra.")
    with reading():
        assert (found("one more", mia), found("one more")) == (["note: One more zebra."], [])


def test_what_only_a_link_leads_to_is_found_by_nobody_until_it_is_shown(scene, writing, reading):
    ola, _, call, *_ = scene
    with writing():
        db.session.get_one(Call, call.id).own_visibility = Visibility.LINK
    with reading():
        assert (found(WORD), found(WORD, ola)) == (NOT_THERE, NOT_THERE)
    with writing():
        db.session.get_one(Call, call.id).own_visibility = Visibility.PUBLIC
    with reading():
        assert found(WORD) == EVERYTHING


def test_what_is_deleted_is_gone_and_what_is_cancelled_stays(scene, writing, reading):
    ola, _, call, *_ = scene
    with writing():
        held = db.session.get_one(Call, call.id)
        changing.cancel(sittings_of(held)[0], by=db.session.merge(ola), reason="Ill.", now=START)
    with reading():
        assert found(WORD) == EVERYTHING
    with writing():
        held = db.session.get_one(Call, call.id)
        removing.remove_call(held, by=db.session.merge(ola), reason="Twice.", now=START)
    with reading():
        assert found(WORD, ola) == NOT_THERE
    with writing():
        removing.restore_call(
            db.session.get_one(Call, call.id), by=db.session.merge(ola), now=START
        )
    with reading():
        assert found(WORD) == EVERYTHING


def test_what_goes_off_the_record_takes_its_notes_along(scene, writing, reading):
    *_, items, _ = scene
    with writing():
        held = db.session.get_one(type(items[0]), items[0].id)
        words = ItemDraft(title=held.title, is_off_record=True)
        reword(held, words, version=held.version, now=START)
    with reading():
        gone = {"item: Feed the zebra", "note: Zebra note 1."}
        assert found(WORD) == [one for one in EVERYTHING if one not in gone]


def test_what_has_moved_on_is_found_once_its_next_call_has_published_it(writing, reading):
    with writing():
        make_community()
        ola = make_member("Ola")
        weekly = begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20"))
        first, second = (s.call for s in sittings_of_series(weekly, START))
        on_agenda(first, ola, "Feed the zebra")
        publish_agenda(first, ola)
    with reading():
        assert found(WORD) == ["item: Feed the zebra"]
    with writing():
        item = items_of(first.id)[0]
        carry_over(first.id, now=sittings_of(db.session.merge(first))[0].ends_at)
        words = ItemDraft(title="Wash the zebra")
        reword(item, words, version=item.version, now=START)
    with reading():
        assert found(WORD) == NOT_THERE
    with writing():
        by = db.session.merge(ola)
        states.accept(items_of(second.id)[0], by=by, now=START)
        publish_agenda(db.session.merge(second), by)
    with reading():
        assert found(WORD) == ["item: Wash the zebra"]


def test_what_is_taken_back_or_taken_out_is_gone(scene, writing, reading):
    _, mia, *_, wish = scene
    with writing():
        by = db.session.merge(mia)
        states.withdraw(db.session.get_one(type(wish), wish.id), by=by, now=START)
        removing_notes.remove(note_that_says("A zebra in the room."), by=by, now=START)
    with reading():
        gone = {"item: Ride a zebra", "note: Zebra note 2.", "note: A zebra in the room."}
        assert found(WORD) == [one for one in EVERYTHING if one not in gone]
    with writing():
        note = note_that_says("A zebra in the room.")
        removing_notes.put_back(note, by=db.session.merge(mia), now=START)
    with reading():
        assert "note: A zebra in the room." in found(WORD)


def test_a_draft_of_a_pattern_is_found_by_its_author_alone_until_it_is_proposed(
    scene, writing, reading
):
    ola, mia, *_ = scene
    words = {"title": "Zebras first", "solution": "Let the *zebra* speak first."}
    with writing():
        pattern = draft(db.session.merge(mia), **words)
    with reading():
        there = found("zebra speak", mia), found("zebra speak", ola), found("zebra speak")
        assert there == (["pattern: Zebras first"], [], [])
    with writing():
        held = db.session.get_one(Pattern, pattern.id)
        staging.propose(held, by=db.session.merge(mia).person, now=START)
    with reading():
        assert found("zebra speak") == ["pattern: Zebras first"]


def test_a_draft_goes_when_its_author_goes(scene, writing, reading):
    _, mia, *_ = scene
    with writing():
        draft(db.session.merge(mia), title="Zebras first")
    with writing():
        erase(mia.person_id, START)
    with reading():
        assert found("zebras first", mia) == []


def test_a_collection_is_found_by_everybody_or_by_who_made_it_alone(scene, writing, reading):
    ola, mia, *_ = scene
    with writing():
        by, begun = db.session.merge(mia), db.session.merge(ola)
        gathered = collected(by, pattern_proposed(begun, title="One"), title="For the harvest")
    with reading():
        assert found("harvest") == found("reason", kind=Kind.COLLECTION)
        assert found("harvest") == ["collection: For the harvest"]
    for openness in (Openness.LINK, Openness.PRIVATE):
        with writing():
            db.session.get_one(Collection, gathered.id).openness = openness
        with reading():
            assert (found("harvest"), found("harvest", ola)) == ([], [])
            assert found("harvest", mia) == ["collection: For the harvest"]
    with writing():
        collecting.remove(
            db.session.get_one(Collection, gathered.id), by=db.session.merge(mia).person, now=START
        )
    with reading():
        assert found("harvest", mia) == []


def test_why_a_pattern_stands_in_a_collection_is_found_while_that_is_listed(
    scene, writing, reading
):
    _, mia, *_ = scene
    with writing():
        one = pattern_proposed(db.session.merge(mia), title="One")
        collected(db.session.merge(mia), one, title="For the harvest")
    with writing():
        held = db.session.get_one(Pattern, one.id)
        staging.take_back(held, by=db.session.merge(mia).person, now=START)
    with reading():
        assert found("reason", mia, Kind.COLLECTION) == []
