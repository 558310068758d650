"""Two cases that are one, and taken apart again: nobody gains sight, nothing is lost."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Role
from community.db import db
from community.moderation import answering, deciding, merging, merging_queries, retention, talking
from community.moderation.case_models import OVER, Answer, Case, State
from community.moderation.case_queries import reports_of, view_of
from community.moderation.deciding import RulingDraft
from community.moderation.desk_queries import case_open_to, desk_of
from community.moderation.events import RespondersAsked
from community.moderation.handling import move_to
from community.moderation.merging_models import CaseKin, CaseMerging
from community.moderation.report_queries import told_to_reporter
from community.moderation.retention_queries import cases_to_purge
from community.moderation.ruling_models import Dismissal
from community.moderation.sight_queries import who_can
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import make_community, make_member
from tests.moderation.build import LETTER, case_of, days, report, take

WHY = "The same evening."
DISMISSED = RulingDraft(rationale="No.", dismissal=Dismissal.NOT_ENOUGH)


@pytest.fixture
def people(db_session):
    """Ada and Bo are reported; Stu is a steward; five respond."""
    make_community()
    return {
        **{name: make_member(name) for name in ("Ada", "Bo")},
        **{name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", "Lou", "Pat", "Sam")},
        "Stu": make_member("Stu", Role.STEWARD),
    }


@pytest.fixture
def two(people):
    """A case about Ada and a later one about Bo. Rue, Kim and Pat have both, Lou the second; of the
    first Lou is the reporter, in the second Sam has a conflict.
    """
    first, _ = report(by=people["Lou"], person=people["Ada"].person, words="Ada shouted.")
    second, _ = report(person=people["Bo"].person, words="Bo did.", now=days(1))
    cases = case_of(first), case_of(second)
    for case in cases:
        take(case, *(people[name] for name in ("Rue", "Kim", "Pat")), now=days(1))
    take(cases[1], people["Lou"], now=days(1))
    answering.answer(cases[1], Answer.CONFLICT, by=people["Sam"], now=days(1))
    return first, second, *cases


def sees(member, at=2):
    """What a member finds of cases: names at the desk and what they are asked about."""
    desk = desk_of(member, days(at))
    return {line.name for line in desk.lines}, {one.name for one in desk.asked}


def joined(db_session, people, two):
    lead = merging.merge(two[2], two[3], by=people["Rue"], why=WHY, now=days(2))
    return lead, db_session.scalars(select(CaseMerging)).one()


def test_who_is_left_out_of_either_has_neither_for_good(people, two, db_session):
    _, _, first, second = two
    assert sees(people["Lou"]) == ({second.name}, set())
    assert sees(people["Sam"]) == (set(), {first.name})

    lead, row = joined(db_session, people, two)

    assert lead is first
    for name in ("Lou", "Sam"):
        assert sees(people[name]) == (set(), set())
        assert case_open_to(people[name], first.key, days(2)) is None
        assert case_open_to(people[name], second.key, days(2)) is None
    assert [one.name for one in who_can(second, days(2))] == ["Rue", "Kim", "Pat"]
    # One line, at both addresses.
    assert sees(people["Kim"]) == ({first.name}, set())
    assert case_open_to(people["Kim"], second.key, days(2)) is first
    # Whoever is left out of one afterwards, too.
    answering.answer(first, Answer.CONFLICT, by=people["Pat"], now=days(2))

    for _ in range(2):
        merging.take_apart(row, by=people["Rue"], why="Two evenings.", now=days(3))

    assert sees(people["Kim"], 3) == ({first.name, second.name}, set())
    assert case_open_to(people["Kim"], second.key, days(3)) is second
    for name in ("Lou", "Sam", "Pat"):
        assert sees(people[name], 3) == (set(), set())
    assert [(one.why, one.ended_why) for one in merging_queries.joinings_of(second)] == [
        (WHY, "Two evenings.")
    ]


def test_each_reporter_hears_what_is_said_to_them_and_both_dues_hold(people, two, db_session):
    first_report, second_report, first, second = two
    rue = people["Rue"]
    talking.say_to_reporter(first, first_report, "Thank you, Lou.", by=rue, now=days(1))
    lead, row = joined(db_session, people, two)

    # The later report is due an answer, whatever was said about the first.
    (line,) = desk_of(rue, days(2)).lines
    assert (line.due, line.due_at) == ("answer", days(3))
    told = told_to_reporter(second_report)
    assert (told.stands, told.answer_by, told.messages) == ("received", days(3), [])
    talking.say_to_reporter(lead, second_report, "Thank you, Vera.", by=rue, now=days(2))
    talking.answer_as_reporter(second_report, "It was late.", now=days(2))
    talking.say_to_person(lead, people["Bo"].person_id, "What happened?", by=rue, now=days(2))
    talking.say_among_responders(lead, "One evening.", by=rue, now=days(2))

    said = [[one.text_html for one in told_to_reporter(r).messages] for r in two[:2]]
    assert [len(one) for one in said] == [1, 2]
    assert ("Lou" in said[0][0], "Vera" in said[1][0]) == (True, True)
    view = view_of(lead, days(2))
    assert [(one.number, one.came_as) for one in view.reports] == [(1, ""), (2, second.name)]
    assert [name for _, name in view.people] == ["Ada", "Bo"]
    assert len(view.messages) == 5
    assert [one.state for one in view.events][-1] == "joined"
    assert desk_of(rue, days(2)).lines[0].due_at == days(8)  # the first was written to before

    merging.take_apart(row, by=rue, why="", now=days(3))

    assert [len(view_of(one, days(3)).messages) for one in (first, second)] == [2, 3]
    assert [reports_of(one) for one in (first, second)] == [[first_report], [second_report]]
    assert len(told_to_reporter(second_report).messages) == 2


def test_what_would_leave_too_few_or_is_decided_in_both_stays_apart(people, two):
    _, _, first, second = two
    lone = case_of(report(about_words="Kim, Pat and Sam")[0])
    take(lone, people["Rue"], people["Lou"])
    with pytest.raises(merging.StayApart, match="Too few"):
        merging.merge(first, lone, by=people["Rue"], why="", now=days(2))

    def dismiss(case):
        off = deciding.draft(case, DISMISSED, by=people["Rue"], now=days(2))
        deciding.agree(off, by=people["Kim"], now=days(2))

    third = take(case_of(report(words="Again.")[0]), people["Rue"], people["Kim"])
    for state in OVER:  # a fresh case would be lost from sight in one that is over
        move_to(third, state, by=people["Rue"], now=days(2))
        for pair in ((first, third), (third, first)):
            with pytest.raises(merging.StayApart, match="over"):
                merging.merge(*pair, by=people["Rue"], why="", now=days(2))
        offered = merging_queries.others_to_join(first, people["Rue"], days(2))
        assert {key for key, _ in offered} == {lone.key, second.key}
        assert merging_queries.others_to_join(third, people["Rue"], days(2)) == []
    move_to(third, State.REOPENED, by=people["Rue"], now=days(2))
    dismiss(second)  # so the other goes on in it
    assert merging.merge(first, second, by=people["Rue"], why="", now=days(2)) is second
    assert merging.merge(first, second, by=people["Rue"], why="", now=days(2)) is second
    dismiss(third)
    with pytest.raises(merging.StayApart, match="decided"):
        merging.merge(first, third, by=people["Rue"], why="", now=days(2))


def merging_of(part):
    """How a case goes on in another."""
    return db.session.scalars(select(CaseMerging).where(CaseMerging.case_id == part.id)).one()


def test_a_ruling_of_one_case_is_by_the_code_of_any_of_its_reports(people, monkeypatch):
    asked: list[RespondersAsked] = []
    monkeypatch.setattr(merging, "announce", asked.append)
    stu, responders = people["Stu"], [people[name] for name in ("Rue", "Kim")]
    old = take(case_of(report(words="Before there was a code.")[0]), *responders)
    code = publish(stu, SMALL, now=days(1))
    new = take(case_of(report(person=people["Ada"].person, now=days(2))[0]), *responders)
    move_to(new, State.TRIAGE, by=responders[0], now=days(2))
    lead = merging.merge(old, new, by=responders[0], why="", now=days(2))

    given = {"publication": code, "level": 1, "clauses": [KIND.key], **LETTER}
    draft = RulingDraft(rationale="Loud.", person=people["Ada"].person, **given)
    ruling = deciding.draft(lead, draft, by=responders[0], now=days(3))
    assert ruling.made is not None
    assert {one.standing.state for one in (old, new)} == {State.DECIDED}  # what goes on follows

    asked.clear()
    merging.take_apart(merging_of(new), by=responders[0], why="Two.", now=days(4))

    # What was decided stays, and the other is open again: who has not answered is asked.
    assert [one.standing.state for one in (old, new)] == [State.DECIDED, State.REOPENED]
    (event,) = asked
    assert (event.case, [one.name for one in event.members]) == (new, ["Lou", "Pat", "Sam"])


def test_what_is_proposed_by_the_code_of_a_part_alone_keeps_it_there(people):
    rue, kim = people["Rue"], people["Kim"]
    old = take(case_of(report(words="Before there was a code.")[0]), rue, kim)
    code = publish(people["Stu"], SMALL, now=days(1))
    new = take(case_of(report(person=people["Ada"].person, now=days(2))[0]), rue, kim)
    lead = merging.merge(old, new, by=rue, why="", now=days(2))
    given = {"publication": code, "level": 3, "clauses": [KIND.key], **LETTER}
    draft = RulingDraft(rationale="Loud.", person=people["Ada"].person, **given)
    ruling = deciding.draft(lead, draft, by=rue, now=days(3))
    assert ruling.made is None
    with pytest.raises(merging.StayTogether, match="code"), db.session.begin_nested():
        merging.take_apart(merging_of(new), by=rue, why="", now=days(4))
    deciding.discard(ruling, by=people["Rue"])
    merging.take_apart(merging_of(new), by=rue, why="", now=days(4))


def test_the_database_lets_none_go_on_in_itself_or_in_a_ring_nor_forget_it(people, two, db_session):
    _, row = joined(db_session, people, two)
    third = case_of(report(words="Again.")[0])
    one = f"{people['Rue'].id}, '', '2026-01-01', NULL, NULL, '')"
    columns = "(case_id, into_id, by_id, why, at, ended_at, ended_by_id, ended_why)"
    lead, part = row.into_id, row.case_id
    kin = f"INSERT INTO case_kin (case_id, other_id) VALUES ({third.id}, {lead})"
    for ends in ((third.id, part), (part, third.id)):
        db_session.add(CaseKin(case_id=ends[0], other_id=ends[1]))
    db_session.flush()
    for statement, promise in {
        f"INSERT INTO case_merging {columns} VALUES ({third.id}, {third.id}, {one}": "case_merging",
        f"INSERT INTO case_merging {columns} VALUES ({lead}, {part}, {one}": "in_no_ring",
        f"INSERT INTO case_merging {columns} VALUES ({third.id}, {part}, {one}": "in_no_ring",
        f"INSERT INTO case_merging {columns} VALUES ({third.id}, {lead}, {one}": "of_kin",
        f"UPDATE case_merging SET into_id = {third.id}": "case_merging_stays_on_update",
        "DELETE FROM case_merging": "case_merging_stays_on_delete",
        "DELETE FROM case_kin": "case_kin_stays_on_delete",
        f"UPDATE case_kin SET other_id = {third.id}": "case_kin_stays_on_update",
        kin.replace(str(third.id), str(lead)): "of_another",
    }.items():
        with pytest.raises(IntegrityError, match=promise), db_session.begin_nested():
            db_session.execute(text(statement))


def test_cases_that_were_one_are_kept_for_as_long_as_either_and_go_together(people, db_session):
    def then(number):
        return days(number - 5 * 365)

    rue, kim = people["Rue"], people["Kim"]
    cases = [case_of(report(words=words, now=then(0))[0]) for words in ("One.", "Two.")]
    for case in cases:
        take(case, rue, kim, now=then(1))
    lead = merging.merge(*cases, by=rue, why="", now=then(2))
    merging.take_apart(db_session.scalars(select(CaseMerging)).one(), by=rue, why="", now=then(3))
    move_to(cases[0], State.CLOSED, by=rue, now=then(4))
    assert cases_to_purge(then(4 + 365), 9) == []
    move_to(cases[0], State.REOPENED, by=rue, now=then(5))
    lead = merging.merge(*cases, by=rue, why="", now=then(5))
    talking.say_among_responders(lead, "One.", by=rue, now=then(5))
    move_to(lead, State.CLOSED, by=rue, now=then(7))

    retention.purge_case(cases[1].id, now=then(7 + 365))

    assert db_session.scalars(select(Case.id)).all() == []
    assert db_session.scalars(select(CaseMerging.id)).all() == []
