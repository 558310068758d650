"""What the author of something that is set aside is told is read by a second responder before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from community.access import Viewer, may
from community.accounts.models import Role
from community.conduct.holdings import erase_content, export_content
from community.conduct.state_models import ContentReading, ContentState, Heard, Went
from community.db import db
from community.moderation import content_appeals, second_reading, setting_aside
from community.moderation.case_models import Case
from community.moderation.content_appeals import may_be_appealed
from community.moderation.content_parts import PartOfIt
from community.moderation.content_waiting import waiting_for
from community.moderation.notices import KINDS
from community.moderation.policies import Permission
from community.moderation.second_readers import UNREAD_AFTER, words_that_wait
from community.moderation.seen_content import own_content, view_of
from community.moderation.talking import OwnWords
from community.notes.subject_queries import subject_of
from community.outbox.models import Letter
from tests.factories import START, make_member
from tests.moderation.aside import HIDDEN, REMOVED, hide, people_and_note, with_case
from tests.moderation.build import case_of, days, refuses, report, take
from tests.notes.saying import say


@pytest.fixture
def scene(db_session):
    return people_and_note()


@pytest.fixture
def people(scene):
    return scene[0]


@pytest.fixture
def note(scene):
    return scene[1]


def _told(state):
    """What its author reads: why, and what became of an appeal."""
    (seen,) = own_content(state.author_id, days(20))
    return seen.why, seen.outcome, seen.answer


def _taken_along(member):
    (told,) = export_content(member.person_id)["what I wrote that was set aside"]
    return told


def _letters(db_session):
    return [one.person_id for one in db_session.scalars(select(Letter).order_by(Letter.id))]


def _letters_sent_to(*members):
    """Those that are written where they are due, of those that are owed."""
    ids = [one.person_id for one in members]
    owed = select(Letter).where(Letter.person_id.in_(ids)).order_by(Letter.id)
    return [one for one in db.session.scalars(owed) if KINDS[0].write(one, None, START)]


def _waiting(state, who, said="reason"):
    return words_that_wait(who, state.key, said, days(20))


def test_why_something_is_set_aside_goes_once_another_responder_has_read_it(
    people, note, db_session
):
    rue, kim, mia = people["Rue"], people["Kim"], people["Mia"]
    responder = Viewer(kim, frozenset({Role.RESPONDER}))
    assert may(responder, Permission.READ_BEFORE_OTHERS)
    assert not may(Viewer(kim, frozenset({Role.STEWARD})), Permission.READ_BEFORE_OTHERS)
    with_case(note, kim)
    db_session.execute(delete(Letter))
    state = hide(note, rue)
    assert _letters(db_session) == [kim.person_id]
    letter = db_session.scalars(select(Letter)).one()
    assert KINDS[0].write(letter, None, START) is not None
    assert (
        _told(state)[0],
        _taken_along(mia)["why"],
    ) == ("", None)
    assert (
        [one.state for one in waiting_for(kim, days(1)).readings],
        waiting_for(rue, days(1)).readings,
    ) == (
        [state],
        [],
    )
    row = _waiting(state, kim)
    with pytest.raises(OwnWords):
        second_reading.pass_on(row, by=rue, now=days(1))
    for _twice in range(2):
        second_reading.pass_on(row, by=kim, now=days(1))
    assert _told(state)[0] == HIDDEN.why
    assert _letters(db_session) == [kim.person_id, mia.person_id]
    assert (row.outcome, row.read_by_id, row.ended_at) == (Went.PASSED, kim.id, days(1))
    assert (waiting_for(kim, days(1)).readings, KINDS[0].write(letter, None, START)) == ([], None)
    # the thirty days begin when they are told, and end with the last of them
    assert may_be_appealed(state, row.ended_at, days(31) + timedelta(hours=1))
    assert not may_be_appealed(state, row.ended_at, days(32) + timedelta(hours=1))


def test_whoever_writes_it_anew_is_who_wrote_it_and_another_reads_it(people, note, db_session):
    rue, kim = people["Rue"], people["Kim"]
    with_case(note, rue, kim)
    state = hide(note, rue)
    second_reading.write_anew(_waiting(state, rue), "Ola says so.", by=rue, now=START)
    first = _waiting(state, kim)
    second_reading.write_anew(first, "It hurts.", by=kim, now=days(1))
    row = _waiting(state, rue)
    assert (first.outcome, first.read_by_id, row.written_by_id) == (Went.CHANGED, kim.id, kim.id)
    assert (_told(state)[0], view_of(state, days(1), rue).why) == ("", "It hurts.")
    with pytest.raises(OwnWords):
        second_reading.pass_on(row, by=kim, now=days(1))
    anew = update(ContentReading).where(ContentReading.id == row.id)
    with refuses(db_session, "read_by_another"), db_session.begin_nested():
        wrong = {"read_by_id": kim.id, "outcome": Went.PASSED, "ended_at": days(2)}
        db_session.execute(anew.values(wrong))
    second_reading.pass_on(row, by=rue, now=days(2))
    second_reading.write_anew(row, "Too late.", by=kim, now=days(3))
    assert _told(state)[0] == "It hurts."
    for change in ({"words": "Ola told."}, {"ended_at": None, "outcome": None, "read_by_id": None}):
        with refuses(db_session, "content_reading_stays_on_update"), db_session.begin_nested():
            db_session.execute(anew.values(change))
    with refuses(db_session, "content_reading_stays_on_delete"), db_session.begin_nested():
        db_session.execute(delete(ContentReading).where(ContentReading.id == row.id))


@pytest.mark.parametrize("outcome", Heard)
def test_an_answer_to_an_appeal_waits_for_a_reader_too(people, note, outcome):
    rue, kim, mia = people["Rue"], people["Kim"], people["Mia"]
    state = hide(note, rue)
    content_appeals.appeal_content(state, "It was a joke.", now=days(1))
    content_appeals.hear(state, outcome, "Rue knows.", by=kim, now=days(2))
    is_back = outcome is Heard.BROUGHT_BACK
    assert _told(state) == ("", outcome.value if is_back else "", "")
    assert view_of(state, days(2), rue).answer == "Rue knows."
    second_reading.pass_on(_waiting(state, rue, "answer"), by=rue, now=days(3))
    assert _told(state) == ("", outcome.value, "Rue knows.")
    told = _taken_along(mia)
    assert (told["why"], told["answer"]) == (None, "Rue knows.")


def test_who_has_a_part_in_it_learns_nothing_and_lets_nothing_go(people, note, db_session):
    kim, lou = people["Kim"], make_member("Lou", Role.RESPONDER)
    take(case_of(report(f"note:{note.key}", by=kim)[0]), lou)
    db_session.execute(delete(Letter))
    state = hide(note, people["Rue"])
    [letter] = _letters_sent_to(kim, lou)
    assert letter.person_id == lou.person_id
    assert (
        waiting_for(kim, days(1)).readings,
        _waiting(state, kim),
        view_of(state, START, kim).to_read,
    ) == (
        [],
        None,
        (),
    )
    with pytest.raises(PartOfIt):
        second_reading.pass_on(_waiting(state, lou), by=kim, now=START)
    assert _waiting(state, lou) is not None


def test_what_nobody_else_can_read_goes_after_two_days_and_that_is_kept(app, writing, reading):
    with writing():
        people, note = people_and_note()
        kim, mia = people["Kim"], people["Mia"].person_id
        alone = hide(note, people["Rue"])
        case_of(report(f"note:{note.key}", by=kim)[0])  # it ties Kim to it
        told = say(subject_of(note.thread).call, people["Ola"])
        case_of(report(f"note:{told.key}", by=make_member("Tess"))[0])  # which Kim could take
        other = hide(told, people["Rue"])
        numbers = [alone.id, other.id]

    def outcomes(now):
        with app.app_context():
            second_reading.let_go_unread(now)
        with reading() as session:
            rows = select(ContentReading.outcome).where(ContentReading.state_id.in_(numbers))
            letters = session.scalars(select(Letter.person_id)).all()
            found = session.scalars(rows.order_by(ContentReading.state_id)).all()
            return found, letters.count(mia)

    early = START + UNREAD_AFTER - timedelta(minutes=1)
    assert outcomes(early) == ([None, None], 0)
    for _twice in range(2):
        assert outcomes(START + UNREAD_AFTER) == ([Went.UNREAD, None], 1)


def test_what_is_back_or_changed_before_needs_no_reason_more(people, note, db_session):
    rue, mia = people["Rue"], people["Mia"]
    state = hide(note, rue)
    further = hide(note, rue, REMOVED, now=days(1))
    assert db_session.scalars(
        select(ContentReading.outcome).where(ContentReading.state_id == state.id)
    ).all() == [Went.NOT_NEEDED]
    setting_aside.bring_back(further, by=rue, now=days(2))
    assert waiting_for(people["Kim"], days(1)).readings == []
    again = hide(note, rue, now=days(3))
    second_reading.write_anew(_waiting(again, rue), "Ola says so.", by=rue, now=days(3))
    erase_content(mia.person_id, days(4))
    assert _waiting(again, people["Kim"]) is None
    assert set(db_session.scalars(select(ContentReading.words))) == {""}


def test_among_few_nobody_is_drawn_so_that_nobody_learns_by_it_of_a_case(app, writing, reading):
    with writing():
        people, note = people_and_note()
        rue, kim, ola = people["Rue"], people["Kim"], people["Ola"]
        call = subject_of(note.thread).call
        of_none, of_kim, of_rue = note, *(say(call, people[one]) for one in ("Mia", "Ola"))
        asked = case_of(report(f"note:{of_kim.key}", by=ola)[0]).id
        told, _ = report(f"note:{of_rue.key}", by=make_member("Tess"), excluded=[kim])
        take(case_of(told), rue)
        states = [hide(one, rue) for one in (of_none, of_kim, of_rue)]
        seen = [view_of(one, days(1), kim) for one in states]
        assert [(one.is_closed, one.why, one.to_read) for one in seen] == [(True, "", [])] * 3
        assert [_waiting(one, kim) for one in states] == [None] * 3
        numbers = [one.id for one in states]

    def outcomes():
        with app.app_context():
            second_reading.let_go_unread(days(3))
        with reading() as session:
            rows = select(ContentReading.outcome).where(ContentReading.state_id.in_(numbers))
            return session.scalars(rows.order_by(ContentReading.state_id)).all()

    assert outcomes() == [Went.UNREAD, None, Went.UNREAD]
    with writing():
        state, kim = db.session.get_one(ContentState, numbers[1]), db.session.merge(kim)
        take(db.session.get_one(Case, asked), kim)
        row = _waiting(state, kim)
        second_reading.pass_on(row, by=kim, now=days(4))
        assert row.outcome is Went.PASSED
