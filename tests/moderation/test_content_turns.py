"""Whose turn it is to read, or to hear, what is said about content; and what tells them of it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.state_models import REASON_GONE, ContentReading, Heard
from community.db import db
from community.moderation import answering, content_appeals, naming, second_reading
from community.moderation.case_models import Answer
from community.moderation.content_appeals import NotAsked
from community.moderation.content_asked import ONE_MORE_EACH
from community.moderation.content_hearers import hearers_of
from community.moderation.content_notices import ASIDE
from community.moderation.notices import KINDS
from community.moderation.second_reading import NotTheirTurn
from community.moderation.seen_content import view_of
from community.outbox.models import Letter, Outcome
from tests.conduct.build import KIND
from tests.factories import START, make_call, make_member
from tests.moderation.aside import everybody, hide, note_of_then, readers_of
from tests.moderation.build import case_of, days, report, take
from tests.notes.saying import say

pytestmark = pytest.mark.engines("sqlite")

HOUR = timedelta(hours=1)


@pytest.fixture
def people(db_session):
    return everybody() | {name: make_member(name, Role.RESPONDER) for name in ("Lou", "Pat")}


@pytest.fixture
def note(people):
    return note_of_then(people)


@pytest.fixture
def row(people, note, db_session):
    """Why Rue hid it, which waits for Kim, Lou or Pat."""
    db_session.execute(delete(Letter))
    return _reading(hide(note, people["Rue"]))


def _reading(state):
    query = select(ContentReading).where(ContentReading.state_id == state.id)
    return db.session.scalars(query.order_by(ContentReading.id.desc()).limit(1)).one()


def _turns(row, now=START):
    return [(turn.member.id, turn.at - START) for turn in readers_of(row, now)]


def _letters(member):
    """What leads to content, by when it is due."""
    query = select(Letter).where(Letter.person_id == member.person_id)
    query = query.where(Letter.facts["leads"].as_string() == ASIDE)
    return db.session.scalars(query.order_by(Letter.due_at, Letter.id)).all()


def test_who_is_back_before_their_turn_or_takes_the_case_has_a_letter(people, note, db_session):
    kim, rue, _una = people["Kim"], people["Rue"], make_member("Una", Role.RESPONDER)
    answering.be_away(kim, START - HOUR, START + HOUR, now=START - HOUR)
    row = _reading(hide(note, rue))
    [letter] = _letters(kim)
    assert letter.due_at == START + 3 * ONE_MORE_EACH
    assert KINDS[0].write(letter, None, letter.due_at) is not None
    case = case_of(report(f"note:{note.key}", by=people["Ola"])[0])
    *_, last = (turn.member for turn in readers_of(row, START + 2 * HOUR))
    desk = select(func.count()).where(
        Letter.person_id == last.person_id, Letter.facts["leads"].as_string() == "desk"
    )
    before = db_session.scalar(desk)
    for _twice in range(2):
        answering.answer(case, Answer.CAN, by=last, now=START + 2 * HOUR)
        assert db_session.scalar(desk) == before + 1
    answering.answer(case, Answer.CAN, by=rue, now=START + 2 * HOUR)  # who wrote it
    told = select(func.count()).where(Letter.person_id == rue.person_id, Letter.due_at > START)
    assert db_session.scalar(told.where(Letter.due_at == START + 2 * HOUR)) == 0


def test_whoever_comes_later_takes_no_turn_from_others(people, note, db_session):
    kim, _una = people["Kim"], make_member("Una", Role.RESPONDER)
    leave = answering.be_away(kim, START - HOUR, days(9), now=START - HOUR)
    row = _reading(hide(note, people["Rue"]))
    before = _turns(row)
    assert [at for _, at in before] == [n * ONE_MORE_EACH for n in range(3)]
    assert _letters(kim) == []
    answering.be_back(leave, now=START + HOUR)
    assert [one.due_at for one in _letters(kim)] == [START + 3 * ONE_MORE_EACH]
    sam = make_member("Sam", Role.RESPONDER)
    grant = db_session.scalars(select(RoleGrant).where(RoleGrant.member_id == sam.id)).one()
    grant.granted_at = START + HOUR
    db_session.flush()
    found = _turns(row, START + HOUR)
    assert found[:3] == before
    assert {number for number, _ in found[3:]} == {kim.id, sam.id}
    assert [at for _, at in found] == [n * ONE_MORE_EACH for n in range(5)]
    away = db_session.get_one(Member, before[0][0])
    answering.be_away(away, START + HOUR, days(9), now=START + HOUR)
    assert _turns(row, START + 2 * HOUR) == found[1:]


def test_who_is_left_out_of_a_case_about_its_author_is_not_asked(people, note, db_session):
    ola, mia = people["Ola"], people["Mia"]
    report(f"person:{mia.handle}", by=ola, excluded=[people["Kim"]])
    call = make_call(ola)
    in_call, _ = report(f"call:{call.slug}", words="She shouted.")
    case = take(case_of(in_call), people["Rue"])
    naming.name_person(case, in_call, mia.person, by=people["Rue"], now=START)
    answering.answer(case, Answer.CONFLICT, by=people["Lou"], now=START)
    report(f"person:{ola.handle}", excluded=[people["Pat"]])  # about somebody else
    state = hide(note, people["Rue"])
    assert _turns(_reading(state)) == [(people["Pat"].id, timedelta())]
    content_appeals.appeal_content(state, "It was a joke.", now=START)
    assert [turn.member for turn in hearers_of(state, START)] == [people["Pat"]]


def test_whose_turn_it_is_not_is_told_so_whether_an_appeal_waits_or_not(people, note):
    rue, kim = people["Rue"], people["Kim"]
    report(f"note:{note.key}", by=kim)  # they have a part in it
    state = hide(note, rue)
    said = []
    for _ in range(2):
        with pytest.raises(NotAsked) as refused:
            content_appeals.hear(state, Heard.UPHELD, "It hurts.", by=kim, now=START)
        said.append(str(refused.value))
        if state.appeal is None:
            content_appeals.appeal_content(state, "It was a joke.", now=START)
    first, second = hearers_of(state, START)
    with pytest.raises(NotAsked):
        content_appeals.hear(state, Heard.UPHELD, "It hurts.", by=second.member, now=START)
    for _twice in range(2):
        content_appeals.hear(state, Heard.UPHELD, "It hurts.", by=first.member, now=START)
    with pytest.raises(NotAsked) as refused:
        content_appeals.hear(state, Heard.UPHELD, "It hurts.", by=second.member, now=days(1))
    assert {*said, str(refused.value)} == {said[0]}


def test_whose_turn_it_is_is_asked_again_as_words_go(people, row):
    first, second = (turn.member for turn in readers_of(row, START)[:2])
    with pytest.raises(NotTheirTurn):
        second_reading.pass_on(row, by=second, now=START)
    with pytest.raises(NotTheirTurn):
        second_reading.write_anew(row, "It hurts.", by=second, now=START)
    answering.be_away(first, START + HOUR, days(2), now=START + HOUR)
    with pytest.raises(NotTheirTurn):
        second_reading.pass_on(row, by=first, now=START + HOUR)
    second_reading.pass_on(row, by=second, now=START + ONE_MORE_EACH)
    assert row.read_by_id == second.id


def test_who_writes_their_own_words_anew_takes_nobodys_turn(people, row):
    before = _turns(row)
    second_reading.write_anew(row, "It hurts.", by=people["Rue"], now=START + 13 * HOUR)
    assert (row.words, _turns(row, START + 13 * HOUR)) == ("It hurts.", before)


def test_a_letter_goes_where_something_about_content_waits_and_was_not_told(
    people, row, db_session
):
    write = KINDS[0].write
    first, second, _third = (turn.member for turn in readers_of(row, START))
    closed, _ = report("", by=people["Ola"], words="It was loud.")
    take(case_of(closed), second, people["Rue"])  # a case they have is another thing

    def letters(member):
        query = select(Letter).where(
            Letter.person_id == member.person_id, Letter.due_at >= START + HOUR
        )
        return db_session.scalars(query.order_by(Letter.due_at)).all()

    [old] = letters(second)
    assert (old.due_at, write(old, None, old.due_at) is None) == (START + ONE_MORE_EACH, False)
    second_reading.write_anew(row, "It hurts.", by=first, now=START + HOUR)
    anew = _reading(row.state)
    told = next(turn for turn in readers_of(anew, START + HOUR) if turn.member.id == second.id)
    new = next(one for one in letters(second) if one.due_at == told.at and one is not old)
    at = max(told.at, old.due_at)
    assert write(new, None, told.at) is not None
    new.outcome, new.tried_at, new.closed_at = Outcome.SENT, told.at, told.at
    db_session.flush()
    assert write(old, None, at) is None  # they know of it
    old.due_at = at
    second_reading.pass_on(anew, by=second, now=at)
    new.outcome = new.tried_at = new.closed_at = None
    db_session.flush()
    assert write(new, None, at) is None  # nothing waits, though they have a case


def test_what_is_out_of_sight_is_listed_in_as_many_queries_however_much_it_is(
    writing, signed_in, queries
):
    with writing():
        people = everybody()
        hide(note_of_then(people), people["Rue"])
    counts = []
    for _ in range(2):
        client = signed_in(people["Kim"])
        client.get("/desk/content")
        with queries() as sent:
            assert client.get("/desk/content").status_code == 200
        counts.append(len(sent))
        with writing():
            for _more in range(3):
                hide(say(make_call(people["Ola"]), people["Mia"], "You again."), people["Rue"])
    assert counts[0] == counts[1]


def test_why_is_for_who_set_it_aside_no_longer_than_for_its_author(people, note, db_session):
    state = hide(note, people["Rue"])
    state.why = REASON_GONE
    _reading(state).forget(days(399))
    db_session.flush()
    seen = view_of(state, days(400), people["Rue"])
    assert (seen.why, seen.is_own, KIND.key) == ("", True, seen.clause_key)
