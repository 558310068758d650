"""Who reads, writes, changes and takes out notes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.access import VISITOR, Viewer, may, may_see
from community.accounts.models import Role
from community.agendas import claiming
from community.agendas.call_roles import CallRole
from community.calls.models import Visibility
from community.facilitation import steering
from community.notes import removing, sorting
from community.notes.blocks import block_of
from community.notes.carried import CarriedAction
from community.notes.models import Kind, Note
from community.notes.policies import Permission
from community.notes.queries import page_of_thread
from community.notes.sorting import SortedMeanwhile
from community.notes.subject_queries import subject_of_call
from community.notes.tasks import Action
from community.records.publishing import say_there_is_none
from tests.facilitation.build import EVENING, opened
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.notes.saying import say
from tests.records.build import OVER, publish
from tests.records.build import opened as open_record


@pytest.fixture
def scene(db_session):
    ola, mia, leo = make_member("Ola"), make_member("Mia"), make_member("Leo")
    call = make_call(ola)
    note = say(call, mia, kind=Kind.ACTION, owner=leo)
    return call, note, {"ola": ola, "mia": mia, "leo": leo, "other": make_member("Noa")}


def who_may(permission, subject, people):
    allowed = {name for name, member in people.items() if may(Viewer(member), permission, subject)}
    steward = Viewer(make_member("Stu"), frozenset({Role.STEWARD.value}))
    allowed |= {"steward"} if may(steward, permission, subject) else set()
    return allowed | ({"visitor"} if may(VISITOR, permission, subject) else set())


EVERYBODY = {"ola", "mia", "leo", "other", "steward", "visitor"}
MEMBERS = EVERYBODY - {"visitor"}


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (Permission.READ_NOTES, EVERYBODY),
        (Permission.WRITE_NOTE, MEMBERS),
        (Permission.EDIT_NOTE, {"mia", "ola"}),
        (Permission.SORT_NOTE, {"mia", "ola"}),
        (Permission.REMOVE_NOTE, {"mia", "ola", "steward"}),
        (Permission.REDACT_NOTE, {"ola", "steward"}),
        (Permission.PUT_NOTE_BACK, {"mia", "ola", "steward"}),
        (Permission.MUTE_THREAD, MEMBERS),
        (Permission.SEE_MY_ACTIONS, MEMBERS),
    ],
)
def test_a_note_is_its_authors_and_of_who_leads_the_call(scene, permission, allowed):
    _, note, people = scene
    subject = note.thread if permission is Permission.MUTE_THREAD else note

    assert who_may(permission, subject, people) == allowed


def test_who_takes_the_notes_of_a_call_sorts_what_others_wrote_there(scene, at):
    call, action, people = scene
    note, asked = (say(call, people["mia"], kind=kind) for kind in (Kind.NOTE, Kind.QUESTION))
    elsewhere = say(make_call(people["ola"]), people["mia"])
    make_sitting(call)
    claiming.claim(call, CallRole.NOTES, by=people["other"], now=START)
    claiming.claim(call, CallRole.WELCOME, by=people["leo"], now=START)
    assert who_may(Permission.SORT_NOTE, note, people) == {"mia", "ola"}  # it is not on yet
    steering.start(call, by=people["ola"], now=EVENING)

    with at(OVER):
        assert who_may(Permission.SORT_NOTE, note, people) == {"mia", "ola", "other"}
        assert who_may(Permission.SORT_NOTE, asked, people) == {"mia", "ola", "other"}
        assert who_may(Permission.SORT_NOTE, action, people) == {"mia", "ola"}
        assert who_may(Permission.EDIT_NOTE, note, people) == {"mia", "ola"}
        assert who_may(Permission.SORT_NOTE, elsewhere, people) == {"mia", "ola"}
        page = page_of_thread(note.thread)
        blocks = {
            name: block_of(note.thread, subject_of_call(call), page, Viewer(member), OVER)
            for name, member in people.items()
        }
        assert {name for name, block in blocks.items() if block.takes_notes} == {"ola", "other"}
        assert {name for name, block in blocks.items() if block.may_sort} == {"ola"}
        steering.end(call, seen=opened(call).id, by=people["ola"], now=OVER)
        assert who_may(Permission.SORT_NOTE, note, people) == {"mia", "ola", "other"}
        publish(call, people["ola"])
        assert who_may(Permission.SORT_NOTE, note, people) == {"mia", "ola"}


@pytest.mark.engines("sqlite")
def test_who_takes_the_notes_sorts_them_no_more_two_weeks_later_or_without_a_record(scene, at):
    call, _, people = scene
    note = say(call, people["mia"])
    make_sitting(call)
    make_sitting(call, position=1).ends_at = OVER + timedelta(days=1)
    claiming.claim(call, CallRole.NOTES, by=people["other"], now=START)
    steering.start(call, by=people["ola"], now=EVENING)
    steering.end(call, seen=opened(call).id, by=people["ola"], now=OVER)

    def sorts(days):
        with at(OVER + timedelta(days=days)):
            return "other" in who_may(Permission.SORT_NOTE, note, people)

    assert [sorts(days) for days in (1, 14.9, 15)] == [True, True, False]
    open_record(call, people["ola"], days=20)
    assert [sorts(days) for days in (15, 19.9, 20)] == [True, True, False]
    say_there_is_none(call, why="", by=people["ola"], now=OVER)
    assert not sorts(1)


@pytest.mark.engines("sqlite")
def test_who_takes_the_notes_makes_a_decision_or_an_action_of_a_note_and_no_more(
    writing, reading, signed_in, at
):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_call(ola)
        make_sitting(call)
        claiming.claim(call, CallRole.NOTES, by=mia, now=START)
        steering.start(call, by=ola, now=EVENING)
        one, other = say(call, ola, "We meet."), say(call, ola, "Who?", kind=Kind.QUESTION)
    taker = signed_in(mia)

    with at(OVER):
        answers = [
            taker.post(f"/notes/{note.key}/kind", data={"kind": kind}).status_code
            for note, kind in (
                (one, "question"),
                (one, "decision"),
                (one, "note"),
                (other, "action"),
            )
        ]

    assert answers == [422, 303, 403, 303]
    with reading() as session:
        kinds = session.scalars(select(Note.kind).order_by(Note.id)).all()
        with pytest.raises(SortedMeanwhile):
            sorting.unsorted(session.get_one(Note, one.id))
    assert kinds == [Kind.DECISION, Kind.ACTION]


def test_an_action_is_finished_by_who_does_it_too(scene, db_session):
    _, note, people = scene
    action = db_session.get(Action, note.id)

    assert who_may(Permission.FINISH_ACTION, action, people) == {"leo", "mia", "ola"}


def test_what_was_taken_out_is_not_changed(scene):
    _, note, people = scene
    removing.remove(note, by=people["mia"], now=START)

    assert who_may(Permission.EDIT_NOTE, note, people) == set()


@pytest.mark.parametrize(
    ("taker", "allowed"),
    [
        ("mia", {"mia", "ola", "steward"}),
        ("ola", {"ola", "steward"}),
        ("leo", {"leo", "ola", "steward"}),
    ],
)
def test_an_author_puts_back_only_what_they_took_out_themselves(scene, taker, allowed):
    _, note, people = scene
    removing.remove(note, by=people[taker], now=START)

    assert who_may(Permission.PUT_NOTE_BACK, note, people) == allowed


def test_notes_of_a_call_for_members_are_for_members(scene, db_session):
    call, note, people = scene
    call.own_visibility = Visibility.MEMBERS
    action = db_session.get(Action, note.id)

    for subject in (note, note.thread, action):
        assert not may_see(VISITOR, subject)
        assert may_see(Viewer(people["other"]), subject)


def test_an_action_is_taken_off_the_list_of_a_call_by_who_leads_that_call(scene, db_session):
    call, note, people = scene
    there = make_call(people["other"])
    row = CarriedAction(note_id=note.id, from_call_id=call.id, to_call_id=there.id, at=START)
    db_session.add(row)
    db_session.flush()

    assert who_may(Permission.LEAVE_ACTION_OUT, row, people) == {"other"}
    there.own_visibility = Visibility.MEMBERS
    assert (may_see(VISITOR, row), may_see(Viewer(people["mia"]), row)) == (False, True)
