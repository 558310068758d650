"""Who may set content aside, for which clause, and what comes back."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update

from community.access import Viewer, may
from community.accounts.models import Role
from community.conduct.holdings import erase_content, export_content
from community.conduct.state_models import Content, ContentAppeal, ContentState, Heard
from community.conduct.state_queries import standing_state
from community.db import db
from community.moderation import content_appeals, second_reading, setting_aside
from community.moderation.appealing import NoAppeal
from community.moderation.content_appeals import NotAsked, OwnDecision
from community.moderation.content_parts import PART, PartOfIt
from community.moderation.content_waiting import waiting_for
from community.moderation.notices import KINDS
from community.moderation.policies import Permission
from community.moderation.second_readers import words_that_wait
from community.moderation.seen_content import own_content, view_of
from community.moderation.setting_aside import AppealWaits, NoSuchClause
from community.notes import removing
from community.notes.policies import Permission as Notes
from community.notes.removing import SetAside
from community.notes.writing import NoteText, write
from community.outbox.addresses import absolute
from community.outbox.models import DISCREET, Letter
from tests.conduct.build import FAIR, KIND
from tests.factories import START, make_member
from tests.moderation.aside import HIDDEN, PURGED, REMOVED, everybody, hide, note_of_then, with_case
from tests.moderation.build import days, refuses, report
from tests.notes.saying import NO_TOOL


@pytest.fixture
def people(db_session):
    return everybody()


@pytest.fixture
def note(people):
    return note_of_then(people)


def test_a_responder_names_a_clause_that_held_when_it_was_written(people, note):
    rue, stella = people["Rue"], people["Stella"]
    for permission in (Permission.SET_CONTENT_ASIDE, Permission.READ_FIRST_NOTES):
        assert may(Viewer(rue, frozenset({Role.RESPONDER})), permission)
        assert not may(Viewer(stella, frozenset({Role.STEWARD})), permission)
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
    row = {one.name: getattr(state, one.name) for one in ContentState.__table__.columns}
    other = {"id": state.id + 1, "key": "another", "subject_id": state.subject_id + 1}
    with refuses(db_session, promise):
        db_session.execute(insert(ContentState).values(**row | other | values))


def test_another_responder_hears_whoever_wrote_it_and_brings_it_back(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(NoAppeal):
        content_appeals.appeal_content(state, "Again.", now=days(2))
    with pytest.raises(OwnDecision):
        content_appeals.hear(state, Heard.UPHELD, "No.", by=rue, now=days(2))
    content_appeals.hear(state, Heard.BROUGHT_BACK, "You are right.", by=kim, now=days(2))
    second_reading.pass_on(words_that_wait(rue, state.key, "answer", days(3)), by=rue, now=days(3))
    (seen,) = own_content(mia.person_id, days(3))
    assert (seen.answer, seen.stands, note.is_removed) == ("You are right.", False, False)
    with_case(note, kim)
    late = hide(note, rue, now=days(4))
    second_reading.pass_on(words_that_wait(kim, late.key, "reason", days(4)), by=kim, now=days(4))
    with pytest.raises(NoAppeal):
        content_appeals.appeal_content(late, "Too late.", now=days(35))


def test_the_database_lets_nobody_hear_an_appeal_against_themselves(people, note, db_session):
    state = hide(note, people["Rue"])
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    heard = {"outcome": "upheld", "heard_at": days(2), "heard_by_id": people["Rue"].id}
    with refuses(db_session, "heard_by_another"):
        db_session.execute(update(ContentAppeal).values(**heard))


def test_whoever_wrote_it_takes_along_why_and_leaves_nothing_they_asked(people, note, db_session):
    mia, kim = people["Mia"].person_id, people["Kim"]
    with_case(note, kim)
    state = hide(note, people["Rue"])
    second_reading.pass_on(words_that_wait(kim, state.key, "reason", days(1)), by=kim, now=days(1))
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    (told,) = export_content(mia)["what I wrote that was set aside"]
    assert (told["clause"], told["why"]) == (KIND.key, "It is unkind.")
    assert told["my appeal"] == "It was a quotation."
    assert "Rue" not in str(told)
    erase_content(mia, days(2))
    assert db_session.scalars(select(ContentAppeal)).all() == []
    assert (state.why, state.title, note.is_removed) == ("-", "", True)


def test_whoever_reported_it_neither_reads_nor_judges_it(people, note):
    """They know of their report: that others are left out of the case nobody learns here."""
    rue, kim = people["Rue"], people["Kim"]
    report(f"note:{note.key}", by=kim)
    with pytest.raises(PartOfIt) as refused:
        hide(note, kim)
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(NotAsked):
        content_appeals.hear(state, Heard.UPHELD, "No.", by=kim, now=days(2))
    seen, other = (view_of(state, days(2), one) for one in (kim, rue))
    assert (seen.why, seen.text_html, seen.appeal_html) == ("", "", "")
    assert seen.refused == str(refused.value)
    assert (other.why, other.refused) == (HIDDEN.why, "")
    # Whoever set it aside hears no appeal: they see that there is one.
    assert (other.is_appealed, other.appeal_html, other.is_asked) == (True, "", False)


def test_an_appeal_that_waits_is_answered_before_anything_changes(people, note, db_session):
    mia, rue, kim = people["Mia"], people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    with pytest.raises(AppealWaits) as refused:
        hide(note, kim, REMOVED, now=days(2))
    assert "appeal" not in str(refused.value).lower()  # of which not everybody knows
    assert str(refused.value) == PART  # as for whoever has a part in it
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


def test_what_may_be_kept_nowhere_is_purged_though_an_appeal_waits(people, note, db_session):
    rue, kim = people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a quotation.", now=days(1))
    gone = hide(note, kim, PURGED, now=days(2))
    (seen,) = own_content(people["Mia"].person_id, days(6))
    assert (seen.key, seen.state, seen.can_appeal) == (gone.key, "purged", False)
    before = view_of(state, days(6), rue)
    assert (before.stands, before.is_appealed, before.outcome) == (False, True, "")
    assert waiting_for(kim, days(6)).states == []


def test_who_can_hear_an_appeal_gets_a_letter_that_says_nothing_and_no_other_does(people, note):
    lou = make_member("Lou", Role.RESPONDER)
    write(note.thread, NoteText("I was there.", NO_TOOL), by=lou, now=START)
    state = hide(note, people["Rue"])
    db.session.execute(delete(Letter))
    content_appeals.appeal_content(state, "It was a joke.", now=days(1))

    (letter,) = db.session.scalars(select(Letter)).all()
    assert (letter.kind, letter.person_id) == (DISCREET, people["Kim"].person_id)
    assert letter.facts == {"leads": "aside"}
    waits = {name: len(waiting_for(people[name], days(1)).states) for name in ("Kim", "Rue", "Ola")}
    assert waits == {"Kim": 1, "Rue": 0, "Ola": 0}
    assert waiting_for(lou, days(1)).states == []
    write_it = KINDS[0].write
    assert write_it(letter, None, days(1)).values == {
        "leads": "messages",
        "page": absolute("moderation.show_messages"),
    }
    content_appeals.hear(state, Heard.UPHELD, "No.", by=people["Kim"], now=days(2))
    assert write_it(letter, None, days(2)) is None


@pytest.mark.engines("postgresql")
def test_whoever_holds_a_note_and_its_state_holds_the_note_first(people, note, queries):
    rue, kim = people["Rue"], people["Kim"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a joke.", now=days(1))

    def held(act):
        with queries() as sent:
            act()
        tables = [one.split("FROM ")[1].split()[0] for one in sent if "FOR UPDATE" in one]
        return [one for one in tables if one in {"note", "content_state"}][:2]

    orders = [
        held(lambda: content_appeals.hear(state, Heard.UPHELD, "No.", by=kim, now=days(2))),
        held(lambda: hide(note, kim, REMOVED, now=days(3))),
        held(
            lambda: setting_aside.bring_back(
                standing_state(Content.NOTE, note.id), by=kim, now=days(4)
            )
        ),
    ]
    assert orders == [["note", "content_state"]] * 3
