"""Notes are written in threads, name people, and are what they are."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from community.calls.removing import remove_call
from community.disclosures.wording import Degree, Said
from community.errors import TooMany
from community.notes import finishing, removing, sorting, writing
from community.notes.models import Kind, NoteMention, Thread
from community.notes.queries import end_of_thread, page_of_branch, page_of_thread, place_of
from community.notes.tasks import Action, Decision
from community.notes.writing import A_WHILE, MOST_NOTES, ThreadIsClosed
from tests.factories import START, make_call, make_member
from tests.notes.saying import say

LATER = START + timedelta(days=3)


@pytest.fixture
def ada(db_session):
    return make_member("Ada")


@pytest.fixture
def call(ada):
    return make_call(ada)


def texts(page):
    return [(line.text_html, line.depth) for line in page.lines]


def test_a_call_has_one_thread(call, ada, db_session):
    first, second = say(call, ada), say(call, ada)

    assert first.thread is second.thread
    assert db_session.scalars(select(Thread)).all() == [first.thread]


def test_a_thread_is_read_in_branches(call, ada):
    one = say(call, ada, "one")
    two = say(call, ada, "two")
    answer = say(call, ada, "answer", parent=one)
    say(call, ada, "deeper", parent=answer)
    say(call, ada, "to two", parent=two)

    assert texts(page_of_thread(one.thread)) == [
        ("<p>one</p>\n", 0),
        ("<p>answer</p>\n", 1),
        ("<p>deeper</p>\n", 2),
        ("<p>two</p>\n", 0),
        ("<p>to two</p>\n", 1),
    ]


def test_a_line_says_who_when_what_and_whether_a_tool_was_involved(call, ada):
    bo = make_member("Bo")
    note = say(
        call,
        ada,
        kind=Kind.ACTION,
        said=Said(Degree.WORDING),
        owner=bo,
        due_on=date(2026, 3, 1),
    )

    [line] = page_of_thread(note.thread).lines

    assert (line.by, line.made_at, line.kind) == ("Ada", START, "action")
    assert (line.owner, line.due_on, line.is_done) == ("Bo", date(2026, 3, 1), False)
    assert line.disclosed == "Wording helped by a tool"


@pytest.mark.engines("sqlite")
def test_a_page_of_notes_is_one_statement_however_many_there_are(call, ada, queries):
    one = say(call, ada)
    with queries() as few:
        page_of_thread(one.thread)
    for n in range(29):
        say(call, ada, f"{n}", parent=one if n % 2 else None)

    with queries() as many:
        page_of_thread(one.thread)

    assert len(few) == len(many) == 1


def test_long_threads_come_in_pages_and_long_branches_fold(call, ada, monkeypatch):
    monkeypatch.setattr("community.notes.queries.BRANCHES", 2)
    monkeypatch.setattr("community.notes.queries.IN_BRANCH", 3)
    monkeypatch.setattr("community.notes.queries.IN_PART", 4)
    heads = [say(call, ada, f"head {n}") for n in range(5)]
    answers = [say(call, ada, f"answer {n}", parent=heads[0]) for n in range(6)]

    first = page_of_thread(heads[0].thread)
    second = page_of_thread(heads[0].thread, first.next)
    third = page_of_thread(heads[0].thread, second.next)

    assert [line.key for line in first.lines] == [
        *(note.key for note in (heads[0], *answers[:2])),
        heads[1].key,
    ]
    assert [line.more for line in first.lines] == [0, 0, 4, 0]
    assert [line.key for line in second.lines] == [heads[2].key, heads[3].key]
    assert ([line.key for line in third.lines], third.next) == ([heads[4].key], None)
    rest = page_of_branch(heads[0], 2)
    assert [line.key for line in rest.lines] == [note.key for note in answers[3:]]
    assert {line.answers_to for line in rest.lines} == {heads[0].key}
    assert place_of(answers[1]) is None
    assert place_of(answers[5]) == (heads[0].key, 2)
    assert place_of(heads[4]) == (heads[4].key, 1)


def test_a_long_thread_is_read_from_its_end_as_well(call, ada, monkeypatch, queries):
    monkeypatch.setattr("community.notes.queries.BRANCHES", 2)
    heads = [say(call, ada, f"head {n}") for n in range(5)]
    answer = say(call, ada, "answer", parent=heads[4])
    thread = heads[0].thread

    with queries() as asked:
        last = end_of_thread(thread)
    middle = end_of_thread(thread, last.previous)
    first = end_of_thread(thread, middle.previous)

    assert len(asked) == 1
    assert [line.key for line in last.lines] == [heads[3].key, heads[4].key, answer.key]
    assert (last.previous, last.next) == (heads[3].key, None)
    assert [line.key for line in middle.lines] == [heads[1].key, heads[2].key]
    assert page_of_thread(thread, middle.next).lines[0].key == heads[3].key
    assert ([line.key for line in first.lines], first.previous) == ([heads[0].key], None)


def test_a_note_names_members_and_no_more_than_it_may(call, ada, db_session):
    ada.joined_at = START - timedelta(days=30)
    people = [make_member(f"P{n}") for n in range(12)]

    note = say(call, ada, " ".join(f"@{one.handle}" for one in people) + " @nobody-here")

    named = db_session.scalars(select(NoteMention.member_id)).all()
    assert sorted(named) == [one.id for one in people[:10]]
    assert note.text_html.count("/people/") == 10


def test_who_is_new_names_two(call, ada, db_session):
    people = [make_member(f"P{n}") for n in range(4)]

    say(call, ada, " ".join(f"@{one.handle}" for one in people))

    assert len(db_session.scalars(select(NoteMention)).all()) == 2


def test_nobody_floods_a_thread(call, ada):
    for _ in range(MOST_NOTES):
        say(call, ada)

    with pytest.raises(TooMany):
        say(call, ada)
    assert say(call, ada, now=START + A_WHILE).by_id == ada.id


def test_nothing_is_said_about_a_call_that_is_gone(call, ada, db_session):
    thread = writing.thread_for(call, now=START)
    remove_call(call, by=ada, reason="", now=START)
    db_session.expire_all()

    with pytest.raises(ThreadIsClosed):
        writing.write(thread, writing.NoteText("x", Said(Degree.NONE)), by=ada, now=START)


def test_a_note_becomes_a_decision_or_an_action_and_back(call, ada, db_session):
    note = say(call, ada)

    sorting.sort(note, Kind.DECISION, by=ada, now=LATER)
    sorting.sort(note, Kind.ACTION, owner_id=ada.id, due_on=date(2026, 3, 1), by=ada, now=LATER)
    sorting.sort(note, Kind.ACTION, owner_id=ada.id, due_on=date(2026, 3, 1), by=ada, now=LATER)

    assert (note.kind, note.version) == (Kind.ACTION, 3)
    assert db_session.get(Decision, note.id).call_id == call.id
    action = db_session.get(Action, note.id)
    assert (action.call_id, action.owner_id, action.due_on) == (call.id, ada.id, date(2026, 3, 1))
    sorting.sort(note, Kind.NOTE, base=3, by=ada, now=LATER)
    sorting.sort(note, Kind.ACTION, by=ada, now=LATER)  # with one tap
    assert (action.owner_id, action.due_on) == (ada.id, date(2026, 3, 1))
    sorting.sort(note, Kind.NOTE, base=5, by=ada, now=LATER)
    sorting.sort(note, Kind.ACTION, base=6, by=ada, now=LATER)  # by who saw that nobody does it
    assert (action.owner_id, action.due_on) == (None, None)


def test_an_action_is_done_with_a_word_on_how_and_open_again(call, ada, db_session):
    note = say(call, ada, kind=Kind.ACTION)
    action = db_session.get(Action, note.id)

    finishing.finish(action, how="Sent it.", by=ada, now=LATER)
    finishing.finish(action, how="Again.", by=ada, now=LATER)
    assert action.completion.how == "Sent it."
    finishing.reopen(action, by=ada, now=LATER)
    finishing.reopen(action, by=ada, now=LATER)

    assert not action.is_done


def test_what_was_done_and_is_made_an_action_anew_is_to_be_done(call, ada, db_session):
    note = say(call, ada, kind=Kind.ACTION, owner=ada)
    action = db_session.get(Action, note.id)
    finishing.finish(action, how="Sent it.", by=ada, now=LATER)

    sorting.sort(note, Kind.ACTION, by=ada, now=LATER)  # it is one
    assert action.is_done
    sorting.sort(note, Kind.NOTE, by=ada, now=LATER)
    sorting.sort(note, Kind.ACTION, by=ada, now=LATER)  # with one tap

    assert (action.is_done, action.owner_id) == (False, ada.id)
    finishing.finish(action, how="Really.", by=ada, now=LATER)
    assert action.completion.how == "Really."


def test_what_is_taken_out_leaves_its_place_and_can_be_put_back(call, ada):
    one = say(call, ada, "secret words")
    say(call, ada, "answer", parent=one)

    removing.remove(one, by=ada, reason="Wrong call.", now=LATER)
    removing.remove(one, by=ada, now=LATER)
    assert texts(page_of_thread(one.thread)) == [(None, 0), ("<p>answer</p>\n", 1)]

    removing.put_back(one, by=ada, now=LATER)
    removing.put_back(one, by=ada, now=LATER)
    assert texts(page_of_thread(one.thread))[0] == ("<p>secret words</p>\n", 0)
