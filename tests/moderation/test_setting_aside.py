"""Who may set content aside, for which clause, and what comes back."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from community.access import Viewer, may
from community.accounts.models import Role
from community.conduct.holdings import erase_content, export_content
from community.conduct.state_models import ContentAppeal, ContentState, Heard, Standing
from community.conduct.state_queries import standing_state
from community.marks import BAR
from community.moderation import answering, content_appeals, setting_aside
from community.moderation.appealing import NoAppeal
from community.moderation.case_models import Answer
from community.moderation.content_appeals import OwnDecision
from community.moderation.out_of_sight import content_at, own_content, view_of
from community.moderation.policies import Permission
from community.moderation.setting_aside import AppealWaits, Aside, NoSuchClause, PartOfIt
from community.moderation.subject_queries import subject_at
from community.notes import editing, removing, sorting
from community.notes.models import Kind
from community.notes.policies import Permission as Notes
from community.notes.removing import SetAside
from community.notes.subject_queries import subject_of
from community.notes.tasks import Decision
from community.notes.writing import NoteText, write
from community.patterns.begun_from_notes import begin_from
from community.patterns.known_use_models import UseLink, UseVerification
from tests.conduct.build import FAIR, KIND, publish, with_clauses
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.build import case_of, days, refuses, report
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import proposed as pattern_proposed
from tests.patterns.build import used

HIDDEN = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
PURGED = replace(HIDDEN, state=Standing.PURGED)
REMOVED = replace(HIDDEN, state=Standing.REMOVED)


@pytest.fixture
def people(db_session):
    make_community()
    names = {name: make_member(name) for name in ("Ola", "Mia")}
    names |= {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
    return {**names, "Stella": make_member("Stella", Role.STEWARD)}


@pytest.fixture
def note(people):
    """A note of Mia's, written while one clause held; since then another holds."""
    publish(people["Stella"], with_clauses(KIND))
    publish(people["Stella"], with_clauses(FAIR), now=days(9))
    return say(make_call(people["Ola"]), people["Mia"], "You people again.", now=START)


def hide(note, by, given=HIDDEN, now=START):
    subject = subject_at(Viewer(by), f"note:{note.key}")
    return setting_aside.set_aside(subject, given, by=by, now=now)


def test_a_responder_names_a_clause_that_held_when_it_was_written(people, note):
    rue = people["Rue"]
    assert may(Viewer(rue, frozenset({Role.RESPONDER})), Permission.SET_CONTENT_ASIDE)
    assert not may(
        Viewer(people["Stella"], frozenset({Role.STEWARD})), Permission.SET_CONTENT_ASIDE
    )
    with pytest.raises(NoSuchClause):
        hide(note, rue, replace(HIDDEN, clause_key=FAIR.key), now=days(10))
    state = hide(note, rue, now=days(10))
    assert hide(note, rue, now=days(11)) is state
    removed = hide(note, rue, REMOVED, now=days(12))
    assert standing_state(removed.about, note.id) is removed
    assert (state.ended_at, note.is_removed) == (days(12), True)


def test_whoever_wrote_in_the_thread_neither_hides_nor_brings_back(people, note):
    kim = people["Kim"]
    state = hide(note, people["Rue"])
    write(note.thread, NoteText("I am here.", NO_TOOL), by=kim, now=START)
    with pytest.raises(PartOfIt):
        setting_aside.bring_back(state, by=kim, now=START)
    with pytest.raises(PartOfIt):
        hide(note, kim, REMOVED)


def test_neither_author_nor_facilitator_reads_it_by_an_act_or_puts_it_back(people, note):
    ola = Viewer(people["Ola"])
    assert may(ola, Notes.REDACT_NOTE, note)
    hide(note, people["Rue"])
    assert not may(ola, Notes.REDACT_NOTE, note)
    assert not may(Viewer(people["Mia"]), Notes.EDIT_NOTE, note)
    with pytest.raises(SetAside):
        removing.put_back(note, by=people["Mia"], now=START)
    assert note.is_removed


def test_what_its_author_had_taken_out_stays_out(people, note):
    removing.remove(note, by=people["Mia"], now=START)
    state = hide(note, people["Rue"])
    setting_aside.bring_back(state, by=people["Rue"], now=START)
    assert (note.is_removed, note.removal.by_id) == (True, people["Mia"].id)


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"state": "purged", "digest": "a", "ended_at": START}, "purged_for_ever|ended_by"),
        ({"state": "purged", "digest": "a", "kept": "words"}, "purged_keeps_nothing"),
        ({"clause_key": "nowhere-1"}, "fk_content_state_clause|FOREIGN KEY"),
    ],
)
def test_the_database_keeps_what_states_promise(people, note, db_session, values, promise):
    state = hide(note, people["Rue"])
    with refuses(db_session, promise):
        db_session.execute(update(ContentState).where(ContentState.id == state.id).values(**values))


def test_another_responder_hears_whoever_wrote_it_and_brings_it_back(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(NoAppeal):
        content_appeals.appeal_content(state, "Again.", now=days(2))
    with pytest.raises(OwnDecision):
        content_appeals.hear(state, Heard.UPHELD, "No.", by=rue, now=days(2))
    content_appeals.hear(state, Heard.BROUGHT_BACK, "You are right.", by=kim, now=days(2))
    (seen,) = own_content(mia.person_id, days(3))
    assert (seen.answer, seen.stands, note.is_removed) == ("You are right.", False, False)
    late = hide(note, rue, now=days(4))
    with pytest.raises(NoAppeal):
        content_appeals.appeal_content(late, "Too late.", now=days(35))


def test_the_database_lets_nobody_hear_an_appeal_against_themselves(people, note, db_session):
    state = hide(note, people["Rue"])
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    heard = {"outcome": "upheld", "heard_at": days(2), "heard_by_id": people["Rue"].id}
    with refuses(db_session, "heard_by_another"):
        db_session.execute(update(ContentAppeal).values(**heard))


def test_whoever_wrote_it_takes_along_why_and_leaves_nothing_they_asked(people, note, db_session):
    mia = people["Mia"].person_id
    state = hide(note, people["Rue"])
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    (told,) = export_content(mia)["what I wrote that was set aside"]
    assert (told["clause"], told["why"]) == (KIND.key, "It is unkind.")
    assert told["my appeal"] == "It was a quotation."
    assert "Rue" not in str(told)
    erase_content(mia, days(2))
    assert db_session.scalars(select(ContentAppeal)).all() == []
    assert (state.why, state.title, note.is_removed) == ("-", "", True)


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


@pytest.mark.parametrize("reason", ["reported it", "has a conflict"])
def test_whoever_is_left_out_of_a_case_about_it_neither_reads_nor_judges_it(people, note, reason):
    rue, kim = people["Rue"], people["Kim"]
    by = kim if reason == "reported it" else people["Ola"]
    case = case_of(report(f"note:{note.key}", by=by)[0])
    if reason == "has a conflict":
        answering.answer(case, Answer.CONFLICT, by=kim, now=START)
    with pytest.raises(PartOfIt) as refused:
        hide(note, kim)
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(PartOfIt):
        content_appeals.hear(state, Heard.UPHELD, "No.", by=kim, now=days(2))
    seen, other = (view_of(state, days(2), one) for one in (kim, rue))
    assert (seen.why, seen.text_html, seen.appeal_html) == ("", "", "")
    assert seen.refused == str(refused.value)
    assert (other.why, other.refused) == (HIDDEN.why, "")
    assert "quotation" in other.appeal_html


def test_an_appeal_that_waits_is_answered_before_anything_changes(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(AppealWaits):
        hide(note, kim, REMOVED, now=days(2))
    setting_aside.bring_back(state, by=kim, now=days(2))
    appeal = db_session.get(ContentAppeal, state.id)
    assert (appeal.outcome, appeal.heard_by_id) == (Heard.BROUGHT_BACK, kim.id)
    again = hide(note, rue, now=days(3))
    content_appeals.appeal_content(again, "Once more.", now=days(4))
    setting_aside.bring_back(again, by=rue, now=days(5))
    with pytest.raises(NoAppeal):
        content_appeals.hear(again, Heard.UPHELD, "No.", by=kim, now=days(6))
    (seen,) = own_content(mia.person_id, days(6))
    assert (seen.outcome, seen.stands) == ("brought back", False)


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
