"""Rulings: clauses of the code that held, as many deciders as the rung asks for, never changed; and
appeals that others hear.
"""

from contextlib import nullcontext
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from community.accounts import stewardship
from community.accounts.models import Role
from community.moderation import answering, deciding, merging, naming, opening
from community.moderation.appeal_models import Appeal
from community.moderation.case_models import Answer, State
from community.moderation.case_queries import reports_of
from community.moderation.deciding import NotAsItWas
from community.moderation.report_models import Mode
from community.moderation.reporting import Draft, Reporter, keep
from community.moderation.ruling_models import (
    Dismissal,
    Ruling,
    RulingClause,
    RulingDecider,
    RulingMade,
)
from community.moderation.statement_queries import own_ruling, statements_for
from community.moderation.talking import OwnWords
from community.outbox.models import Letter
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import START, make_member, make_series
from tests.moderation.build import case_of, days, refuses, report, take

NOTHING: dict[str, object] = {"level": None, "publication": None, "clauses": [], "effects": []}


def test_a_ruling_is_made_by_as_many_as_its_rung_asks_for(people, rule, db_session):
    ruling = rule()
    assert (ruling.made, ruling.case.standing.state) == (None, State.PROPOSED)
    deciding.agree(ruling, by=people["Rue"], now=START)  # twice is once
    assert ruling.made is None
    deciding.agree(ruling, by=people["Kim"], now=START)
    assert (ruling.made is not None, ruling.case.standing.state) == (True, State.DECIDED)

    ban = rule(level=4, lasts_days=None)
    for name in ("Rue", "Kim"):
        deciding.agree(ban, by=people[name], now=START)
    assert ban.made is None  # two of four are not two thirds
    deciding.agree(ban, by=people["Lou"], now=START)
    assert ban.made is not None
    assert rule(level=1).made is not None
    off = rule(**NOTHING, dismissal=Dismissal.NO_VIOLATION)
    assert off.made is None
    deciding.agree(off, by=people["Lou"], now=START)
    assert off.made is not None


@pytest.mark.parametrize(
    ("given", "able", "promise"),
    [
        ({"level": 2}, 4, "ruling_by_enough"),
        ({"level": 4}, 1, "ruling_by_enough"),
        (NOTHING | {"dismissal": Dismissal.SETTLED}, 4, "ruling_dismissed_by_two"),
        ({"level": 2, "clauses": []}, 4, "ruling_"),
    ],
    ids=[
        "one of two",
        "fewer said to be able than there are",
        "one that nothing follows",
        "no clause",
    ],
)
def test_the_database_counts_deciders_itself(rule, db_session, given, able, promise):
    ruling = rule(**given)
    db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=able, at=START))

    with refuses(db_session, promise):
        db_session.flush()


@pytest.mark.parametrize("how", ["conflict", "resigned"])
def test_the_database_counts_nobody_who_was_left_out_since(people, rule, db_session, how):
    ruling, rue = rule(), people["Rue"]
    if how == "conflict":
        answering.answer(ruling.case, Answer.CONFLICT, by=rue, now=START)
    else:
        stewardship.revoke_role(rue, Role.RESPONDER, by=people["Kim"], now=START)
    for name, is_made in (("Kim", False), ("Lou", True)):
        row = {"ruling_id": ruling.id, "member_id": people[name].id, "at": START}
        db_session.add(RulingDecider(**row))
        db_session.flush()
        refused = nullcontext() if is_made else refuses(db_session, "ruling_by_enough")
        with refused, db_session.begin_nested():
            db_session.add(RulingMade(ruling_id=ruling.id, without_conflict=3, at=START))
            db_session.flush()


def test_a_ruling_without_a_clause_or_by_another_code_is_refused(people, case, rule, db_session):
    with refuses(db_session, "ruling_names_a_clause"), db_session.begin_nested():
        rule(level=1, clauses=[])
    stella = make_member("Sol", Role.STEWARD)
    later = publish(stella, replace(SMALL, intro="We meet."), now=days(1))
    with refuses(db_session, "ruling_by_the_code_then"), db_session.begin_nested():
        rule(level=1, publication=later)
    with refuses(db_session, "fk_ruling_clause_clause|FOREIGN KEY"), db_session.begin_nested():
        rule(level=1, clauses=["no-such-clause"])
    outsider = make_member("Ole", Role.RESPONDER)
    ruling = rule()
    db_session.add(RulingDecider(ruling_id=ruling.id, member_id=outsider.id, at=START))
    with refuses(db_session, "ruling_decider_can"):
        db_session.flush()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ruling SET rationale = 'other'",
        "UPDATE ruling_clause SET clause_key = 'expected-2'",
        "DELETE FROM ruling_effect",
        "DELETE FROM ruling_decider",
        "UPDATE ruling_made SET without_conflict = 9",
        "UPDATE ruling_notice SET read_by_id = read_by_id",
        "UPDATE measure SET ends_at = NULL",
        "DELETE FROM ruling_measure",
        "DELETE FROM ruling_notice",
    ],
)
def test_what_is_decided_is_never_changed(told, db_session, change):
    with pytest.raises(IntegrityError, match=r"_stays_on_|measure_"):
        db_session.execute(text(change))


def test_the_person_is_told_by_somebody_who_did_not_write_it_before_it_bites(
    people, rule, db_session
):
    ada, ruling = people["Ada"], rule()
    with pytest.raises(NotAsItWas):
        deciding.notify(ruling, by=people["Kim"], now=START)
    deciding.agree(ruling, by=people["Kim"], now=START)
    with pytest.raises(OwnWords):
        deciding.notify(ruling, by=people["Rue"], now=START)
    assert (statements_for(ada.person_id, START), ruling.measure) == ([], None)

    deciding.notify(ruling, by=people["Lou"], now=days(1))

    (said,) = statements_for(ada.person_id, days(2))
    assert (said.rung, said.effects, said.behaviour) == ("Step 2", ["no notes"], "You shouted.")
    assert [key for key, _ in said.clauses] == [KIND.key]
    assert (said.stands, said.ends_at, said.appeal_by) == (True, days(31), days(31))
    assert ruling.measure.measure.starts_at == days(1)
    (late,) = statements_for(ada.person_id, days(31))
    assert not late.stands  # no job has run
    assert own_ruling(people["Rue"].person_id, ruling.key) is None
    with pytest.raises(NotAsItWas):
        deciding.discard(ruling, by=people["Rue"])


def test_another_ruling_takes_the_place_of_one_by_as_many(people, told, rule, db_session):
    why = {"consequence": "It was not you.", "for_reporter": "It was withdrawn."}
    given = NOTHING | why | {"dismissal": Dismissal.SETTLED}
    again = rule(**given, replaces=told, now=days(3))
    assert (again.made, told.end) == (None, None)  # two made it, so one does not unmake it
    deciding.agree(again, by=people["Lou"], now=days(3))
    db_session.refresh(told)

    assert told.end.replaced_by_id == again.id
    assert told.measure.measure.stands(days(4))  # until Ada is told of what takes its place
    assert [one.stands for one in statements_for(people["Ada"].person_id, days(4))] == [True]
    deciding.notify(again, by=people["Kim"], now=days(5))
    assert told.measure.measure.lifting.at == days(5)
    (said,) = statements_for(people["Ada"].person_id, days(6))
    assert (said.stands, said.withdrawn) == (False, "It was not you.")
    # Ada and whoever reported are told, as they were told of the ruling.
    letters = select(Letter.person_id, Letter.address).where(Letter.owed_at == days(5))
    owed = {tuple(row) for row in db_session.execute(letters)}
    assert {(people["Ada"].person_id, None), (None, "vera@example.org")} <= owed


def test_who_has_found_a_conflict_since_no_longer_counts(people, case, rule):
    ruling = rule()
    answering.answer(case, Answer.CONFLICT, by=people["Rue"], now=START)
    deciding.agree(ruling, by=people["Kim"], now=START)
    assert ruling.made is None
    deciding.agree(ruling, by=people["Lou"], now=START)
    assert ruling.made is not None


@pytest.mark.parametrize("how", ["named", "reported", "joined"])
def test_where_fewer_can_decide_what_is_proposed_is_counted_again(people, case, rule, how):
    pat, rue = people["Pat"], people["Rue"]
    ban = rule(level=4, lasts_days=None, effects=[])
    deciding.agree(ban, by=people["Kim"], now=START)
    assert ban.made is None  # three of four
    if how == "named":
        naming.name_person(case, reports_of(case)[0], pat.person, by=rue, now=START)
    elif how == "reported":
        draft = Draft(mode=Mode.NAMED, words="Her too.", happened_at=START)
        row, _ = keep(draft, by=Reporter(person=pat.person), now=START)
        opening.take_in(case, row, now=START)
    else:
        other = take(case_of(report(words="Again.", excluded=[pat])[0]), rue)
        merging.merge(case, other, by=rue, why="The same.", now=START)
    assert ban.made is not None  # two of three


def test_what_another_replaced_is_not_told_and_imposes_nothing(people, rule, db_session):
    first = rule()
    deciding.agree(first, by=people["Kim"], now=START)
    again = rule(**NOTHING, dismissal=Dismissal.SETTLED, replaces=first)
    deciding.agree(again, by=people["Lou"], now=START)
    db_session.refresh(first)
    with pytest.raises(NotAsItWas):
        deciding.notify(first, by=people["Kim"], now=START)
    assert (first.notice, first.measure) == (None, None)


def test_a_draft_can_be_thrown_away(rule, people, db_session):
    ruling = rule()
    deciding.discard(ruling, by=people["Rue"])

    assert db_session.scalars(select(Ruling.id)).all() == []
    assert db_session.scalars(select(RulingClause.ruling_id)).all() == []
    assert db_session.scalars(select(Appeal.id)).all() == []


def test_the_database_refuses_what_could_not_be_told_and_a_second_in_one_place(
    people, told, rule, db_session
):
    with refuses(db_session, "ruling_one_scope"), db_session.begin_nested():
        rule(series=make_series(), other_person=people["Rue"].person)
    first, second = (rule(replaces=told, lasts_days=n) for n in (7, 60))
    for one in (first, second):
        given = {"member_id": people["Lou"].id, "at": START}
        db_session.add(RulingDecider(ruling_id=one.id, **given))
    db_session.add(RulingMade(ruling_id=first.id, without_conflict=4, at=START))
    db_session.flush()
    db_session.add(RulingMade(ruling_id=second.id, without_conflict=4, at=START))
    with refuses(db_session, "ruling_replaces_once"):
        db_session.flush()


def test_where_fewer_can_decide_what_enough_agreed_to_is_decided(people, rule, case):
    ban = rule(level=4, lasts_days=None)
    deciding.agree(ban, by=people["Kim"], now=START)
    assert ban.made is None  # two of four

    answering.answer(case, Answer.CONFLICT, by=people["Lou"], now=days(1))

    assert ban.made is not None  # two of three
