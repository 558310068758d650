"""Notes, patterns and known uses that are purged after they were hidden: they stay so."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.marks import BAR
from community.moderation import content_appeals, setting_aside
from community.moderation.appealing import NoAppeal
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import view_of
from community.notes import editing, sorting
from community.notes.models import Kind
from community.notes.policies import Permission as Notes
from community.notes.removing import SetAside
from community.notes.subject_queries import subject_of
from community.notes.tasks import Decision
from community.patterns.begun_from_notes import begin_from
from community.patterns.known_use_models import UseLink, UseVerification
from tests.factories import START
from tests.moderation.aside import HIDDEN, PURGED, everybody, hide, note_of_then
from tests.moderation.build import days
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import proposed as pattern_proposed
from tests.patterns.build import used


@pytest.fixture
def people(db_session):
    return everybody()


@pytest.fixture
def note(people):
    return note_of_then(people)


def test_what_is_purged_after_it_was_hidden_stays_out_and_no_old_form_brings_it_back(people, note):
    mia, call = people["Mia"], subject_of(note.thread).call
    editing.change(note, "You people, again and again.", base=1, said=NO_TOOL, by=mia, now=START)
    quoting = "> You people, again and again.\n\nI did not like that."
    answer = say(call, people["Ola"], quoting, parent=note)
    hide(note, people["Rue"])
    hide(note, people["Rue"], PURGED, now=days(1))

    assert note.is_removed
    assert (BAR in answer.text_source, "again" in answer.text_source) == (True, False)
    for permission in (Notes.EDIT_NOTE, Notes.SORT_NOTE, Notes.REDACT_NOTE):
        assert not may(Viewer(mia), permission, note)
    with pytest.raises(SetAside):
        editing.change(note, "You people again.", base=1, said=NO_TOOL, by=mia, now=days(2))
    with pytest.raises(SetAside):
        editing.revert(note, 1, by=mia, now=days(2))
    with pytest.raises(SetAside):
        sorting.sort(note, Kind.QUESTION, by=mia, now=days(2))
    assert (note.text_source, note.kind) == (BAR, Kind.NOTE)


def test_what_a_purged_note_quoted_stays_with_whoever_said_it(people, note):
    call, line = subject_of(note.thread).call, "Shall we meet on Tuesday evening?"
    first = say(call, people["Ola"], line)
    second = say(call, people["Mia"], f"> {line}\n\nYou people and your Tuesdays.", parent=first)
    hide(second, people["Rue"], PURGED)
    assert first.text_source == line


def test_what_is_purged_is_not_asked_about_again_and_nobody_else_puts_it_back(people, note):
    mia, stella = people["Mia"], people["Stella"]
    state = hide(note, people["Rue"])
    for permission in (Notes.REMOVE_NOTE, Notes.PUT_NOTE_BACK):
        assert not may(Viewer(mia), permission, note)
        assert not may(Viewer(stella, frozenset({Role.STEWARD})), permission, note)
    assert view_of(state, START).can_appeal
    purged = hide(note, people["Kim"], PURGED)
    assert not view_of(purged, START).can_appeal
    with pytest.raises(NoAppeal):
        content_appeals.appeal_content(purged, "It was a quotation.", now=days(1))


def test_what_is_hidden_is_purged_without_being_brought_back(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    pattern = pattern_proposed(mia, title="Round of okapis", solution="Ask the okapi.")
    use = used(pattern, mia, organisation="A library")
    slug = pattern.slug
    decided = say(subject_of(note.thread).call, mia, "So be it.", kind=Kind.DECISION)
    db_session.get(Decision, decided.id).follows = slug
    seen_so = UseVerification(use_id=use.id, added_by_id=use.by_id, by_id=rue.person_id, at=START)
    seen_so.word = "I was there."
    link = UseLink(use_id=use.id, url="https://example.org/okapi", looked_at=START)
    db_session.add_all([seen_so, link])
    db_session.flush()
    for about in (f"use:{use.id}", f"pattern:{slug}"):
        subject = content_at(Viewer(rue), about, None)
        state = setting_aside.set_aside(subject, HIDDEN, by=rue, now=START)
        assert view_of(state, START, rue).further == about
        again = content_at(Viewer(kim), about, None)
        setting_aside.set_aside(again, PURGED, by=kim, now=days(1))
        assert content_at(Viewer(kim), about, None) is None
    db_session.expire_all()
    assert db_session.scalar(select(UseVerification.word)) == ""
    assert db_session.scalar(select(UseLink)) is None
    assert db_session.get(Decision, decided.id).follows is None


def test_a_few_words_that_are_all_of_a_purged_note_go_wherever_they_are_quoted(people, note):
    call, mia, number = subject_of(note.thread).call, people["Mia"], "+49 170 1234567"
    private = say(call, mia, number)
    answer = say(call, people["Ola"], f"> {number}\n\nPlease not here.", parent=private)
    longer = say(call, people["Ola"], f"Our room is {number}89.")
    begun = begin_from(private, "https://example.org/notes/1", by=people["Ola"], now=START)
    hide(private, people["Rue"], PURGED)
    assert (private.text_source, number in answer.text_source) == (BAR, False)
    assert number in longer.text_source
    assert "1234567" not in begun.title + begun.summary
