"""What the database holds against rows that are moved or added by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from community.conduct.content import Effect
from community.conduct.measure_models import MeasureEffect
from community.moderation import appealing, deciding, handling
from community.moderation.appeal_models import AppealHearer, AppealOutcome, Outcome
from community.moderation.appealing import TheyDecided, Word
from community.moderation.case_models import CaseHolder, CaseReport, CaseState, State
from community.moderation.deciding import ConditionDraft, NotTheirs, RulingDraft
from community.moderation.quorum_queries import able_to_hear, deciders_of
from community.moderation.readmission_models import Answered, Readmission, RulingCondition
from community.moderation.report_models import Report
from community.moderation.ruling_models import (
    Ruling,
    RulingClause,
    RulingDecider,
    RulingEffect,
    RulingMade,
)
from community.moderation.ruling_queries import rulings_of
from tests.conduct.build import KIND
from tests.factories import START, make_call, make_member
from tests.moderation.build import LETTER, case_of, days, refuses, report, take
from tests.notes.saying import say


def _made(session, ruling):
    session.execute(insert(RulingMade).values(ruling_id=ruling.id, without_conflict=4, at=START))


def test_nothing_is_moved_into_a_ruling_that_is_made(people, told, rule, db_session):
    draft = rule(
        by="Lou",
        clauses=[KIND.key, "expected-2"],
        effects=[Effect.NO_PROPOSALS],
        conditions=[ConditionDraft("Read."), ConditionDraft("Write.")],
    )
    db_session.execute(
        text("DELETE FROM ruling_clause WHERE ruling_id = :id AND clause_key = :key"),
        {"id": draft.id, "key": KIND.key},
    )
    for table in (RulingClause, RulingEffect, RulingDecider, RulingCondition):
        moved = update(table).where(table.ruling_id == draft.id)
        with refuses(db_session, "_stays_on_move"), db_session.begin_nested():
            db_session.execute(moved.values(ruling_id=told.id))
    swapped = update(RulingDecider).where(RulingDecider.ruling_id == draft.id)
    with refuses(db_session, "ruling_decider_stays_on_move"), db_session.begin_nested():
        db_session.execute(swapped.values(member_id=people["Ada"].id))
    effect = {"measure_id": told.measure.measure_id, "effect": Effect.NO_ACCOUNT}
    with refuses(db_session, "measure_effect_stays_on_insert"), db_session.begin_nested():
        db_session.execute(insert(MeasureEffect).values(**effect))


def test_what_is_proposed_stays_as_those_read_it_who_agree_to_it(people, told, rule, db_session):
    draft = rule(replaces=told, lasts_days=7)
    changes = [
        *({"is_on_appeal": True}, {"replaces_id": None}, {"by_id": people["Lou"].id}),
        *({"rationale": "Another."}, {"lasts_days": 30}, {"person_id": people["Lou"].person_id}),
    ]
    for change in changes:
        with refuses(db_session, "ruling_proposed_stays_on_update"), db_session.begin_nested():
            db_session.execute(update(Ruling).where(Ruling.id == draft.id).values(**change))
    deciding.discard(draft, by=people["Rue"])


def _refuse_to_undo(db_session, early, more):
    """The database does, also where enough agree who could: one who decided is among them."""
    with refuses(db_session, "ruling_undoes_no_appeal"), db_session.begin_nested():
        for one in more:
            given = {"ruling_id": early.id, "member_id": one.id, "at": START}
            db_session.execute(insert(RulingDecider).values(**given))
        _made(db_session, early)


@pytest.mark.parametrize("outcome", [Outcome.REDUCED, Outcome.WITHDRAWN])
def test_who_decided_does_not_undo_the_appeal_against_it(people, told, rule, db_session, outcome):
    early = rule(lasts_days=60)  # Rue agreed before the appeal
    row = appealing.appeal(told, "Please.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(3))
    less = None
    if outcome is Outcome.REDUCED:
        less = rule(by="Lou", is_on_appeal=True, replaces=told, lasts_days=7, now=days(4))
        deciding.agree(less, by=people["Pat"], now=days(4))
        deciding.notify(less, by=people["Pat"], now=days(4))
    else:
        for name in ("Lou", "Pat"):
            appealing.say(row, Word(outcome, "No.", "No."), by=people[name], now=days(4))
    assert db_session.get_one(AppealOutcome, row.id).outcome is outcome
    with pytest.raises(NotTheirs), db_session.begin_nested():
        rule(by="Rue", replaces=less, now=days(5))
    with pytest.raises(NotTheirs), db_session.begin_nested():
        deciding.agree(early, by=people["Kim"], now=days(5))
    deciding.agree(early, by=people["Lou"], now=days(5))  # no word of what was elsewhere
    assert early.made is None
    _refuse_to_undo(db_session, early, [people["Kim"], people["Pat"]])

    again = rule(by="Lou", replaces=less, level=4, lasts_days=None, effects=[], now=days(6))
    deciding.agree(again, by=people["Pat"], now=days(6))
    assert again.made is not None  # two of the two who can decide by now, though four have the case


def _two_cases(people, abouts):
    """Two reports about what Ada wrote, or about her, each of them with all four responders."""
    ada, names = people["Ada"], ("Rue", "Kim", "Lou", "Pat")
    note = say(make_call(make_member("Ola")), ada, "Speak properly.", now=START)
    four = [people[name] for name in names]
    hours = START + timedelta(hours=20)  # another reporter knows no more than the day
    found = [
        report(about.format(note.key), person=ada.person, words=words, happened_at=at)[0]
        for about, words, at in zip(abouts, ("Rude.", "Rude again."), (START, hours), strict=True)
    ]
    return [take(case_of(one), *four) for one in found]


@pytest.mark.parametrize(
    "abouts", [("note:{}", "note:{}"), ("", ""), ("note:{}", "")], ids=["thing", "person", "both"]
)
def test_who_decided_does_not_undo_the_appeal_in_another_case_about_the_same(
    people, code, db_session, abouts
):
    ada, cases = people["Ada"], _two_cases(people, abouts)
    given = {"person": ada.person, "publication": code, "clauses": [KIND.key], "lasts_days": 30}
    draft = RulingDraft(rationale="Loud.", level=2, effects=[Effect.NO_NOTES], **LETTER, **given)
    first = deciding.draft(cases[0], draft, by=people["Rue"], now=START)
    early = deciding.draft(cases[1], draft, by=people["Rue"], now=START)
    deciding.agree(first, by=people["Kim"], now=START)
    deciding.notify(first, by=people["Kim"], now=START)
    row = appealing.appeal(first, "Please.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(3))
        word = Word(Outcome.WITHDRAWN, "No.", "No.")
        appealing.say(row, word, by=people[name], now=days(4))
    with pytest.raises(NotTheirs), db_session.begin_nested():
        deciding.agree(early, by=people["Kim"], now=days(5))
    _refuse_to_undo(db_session, early, [people[name] for name in ("Kim", "Lou", "Pat")])
    # Whoever is left out of the first case finds no trace of it in the second: who decided there
    # counts as little as whoever has found a conflict since, and as many are needed as before.
    rows = rulings_of(cases[1], days(5))
    more = replace(draft, level=4, lasts_days=None, effects=[])
    ban = deciding.draft(cases[1], more, by=people["Lou"], now=days(5))
    assert [one.needed for one in rulings_of(cases[1], days(5))] == [rows[0].needed, 3]
    deciding.discard(ban, by=people["Lou"])
    deciding.agree(early, by=people["Lou"], now=days(6))
    assert early.made is None
    deciding.agree(early, by=people["Pat"], now=days(6))
    assert early.made is not None
    assert deciders_of(early.id) == {people["Lou"].id, people["Pat"].id}
    assert people["Rue"].id not in able_to_hear(early, days(6))  # who wrote it
    late = report(person=ada.person, words="Late.", happened_at=days(3), now=days(3))[0]
    other = take(case_of(late), people["Rue"], people["Kim"])
    deciding.agree(
        deciding.draft(other, draft, by=people["Rue"], now=days(7)), by=people["Kim"], now=days(7)
    )  # of something else they decide as before


def test_who_agreed_and_did_not_count_hears_no_appeal_against_it(people, code, db_session):
    ada, cases = people["Ada"], _two_cases(people, ("", ""))
    given = {"person": ada.person, "publication": code, "clauses": [KIND.key], "lasts_days": 30}
    draft = RulingDraft(rationale="Loud.", level=2, effects=[Effect.NO_NOTES], **LETTER, **given)
    ban = replace(draft, level=4, lasts_days=None, effects=[])
    first = deciding.draft(cases[0], draft, by=people["Rue"], now=START)
    late = deciding.draft(cases[1], ban, by=people["Lou"], now=START)
    for one in (first, late):
        deciding.agree(one, by=people["Kim"], now=START)
    deciding.notify(first, by=people["Kim"], now=START)
    row = appealing.appeal(first, "Please.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(row, by=people[name], now=days(3))
        appealing.say(row, Word(Outcome.WITHDRAWN, "No.", "No."), by=people[name], now=days(4))
    deciding.agree(late, by=people["Pat"], now=days(5))
    assert deciders_of(late.id) == {people["Lou"].id, people["Pat"].id}
    deciding.notify(late, by=people["Pat"], now=days(5))
    row = appealing.appeal(late, "Please.", now=days(6))
    assert able_to_hear(late, days(6)) == {people["Rue"].id}
    (shown,) = rulings_of(cases[1], days(6))
    assert shown.part_in == {people[name].id for name in ("Kim", "Lou", "Pat")}
    with pytest.raises(TheyDecided):
        appealing.hear(row, by=people["Kim"], now=days(6))
    for name in ("Kim", "Lou"):  # who agreed, and who wrote it
        given = {"appeal_id": row.id, "member_id": people[name].id, "at": START}
        with refuses(db_session, "appeal_heard_by_others"), db_session.begin_nested():
            db_session.execute(insert(AppealHearer).values(**given))
    for change in ("UPDATE {} SET at = '2001-01-01'", "DELETE FROM {}"):
        with refuses(db_session, "ruling_uncounted_stays_on_"), db_session.begin_nested():
            db_session.execute(text(change.format("ruling_uncounted")))


def test_nobody_is_let_in_again_unasked(people, told, db_session):
    given = {"key": "k" * 16, "words_source": "", "words_html": "", "answer": "", "at": START}
    answered = {"outcome": Answered.LET_IN, "answered_at": START}
    asked = {"ruling_id": told.id, "person_id": people["Ada"].person_id}
    with refuses(db_session, "readmission_answered_later"):
        db_session.execute(insert(Readmission).values(**asked, **given, **answered))


@pytest.mark.parametrize("table", [CaseReport, CaseHolder])
def test_which_report_is_in_which_case_and_who_had_it_stays(told, db_session, table):
    for change in ("UPDATE {} SET at = '2001-01-01'", "DELETE FROM {}"):
        with refuses(db_session, f"{table.__tablename__}_stays_on_"), db_session.begin_nested():
            db_session.execute(text(change.format(table.__tablename__)))


@pytest.mark.parametrize("table", [CaseState, Report])
def test_the_dates_that_a_purge_goes_by_stay(told, db_session, table):
    with refuses(db_session, f"{table.__tablename__}_stays_on_update"):
        db_session.execute(update(table).values(at=days(-400)))


def test_who_let_a_case_stand_where_it_stands_and_why_stays(people, case, db_session):
    handling.move_to(case, State.TRIAGE, by=people["Rue"], now=days(1), why="It is loud.")
    handling.move_to(case, State.CLOSED, by=people["Rue"], now=days(2), why="It is over.")
    rows = update(CaseState).where(CaseState.case_id == case.id, CaseState.at == days(1))
    for change in ({"why": "Other."}, {"why": ""}, {"by_id": None}, {"ended_at": days(3)}):
        with refuses(db_session, "case_state_stays_on_update"), db_session.begin_nested():
            db_session.execute(rows.values(**change))


def test_what_was_reported_and_when_it_happened_stays_but_for_emptying_it(case, db_session):
    changes = [
        *(
            "happened_at = '2001-01-01 00:00:00'",
            "publication_id = NULL",
            "words_source = 'Other.'",
        ),
        *("words_html = 'Other.'", "hope = 'Other.'", "about = 'call'", "about_id = 9"),
        *("mode = 'named'", "code_hash = 'x'"),
    ]
    for change in changes:
        with refuses(db_session, "report_stays_on_update"), db_session.begin_nested():
            db_session.execute(text(f"UPDATE report SET {change}"))
    db_session.execute(text("UPDATE report SET words_source = '', words_html = '', hope = ''"))


@pytest.mark.engines("sqlite")
def test_nothing_is_replaced_by_an_update(people, told, db_session):
    with pytest.raises(IntegrityError, match="case_answer_stays_on_delete"):
        db_session.execute(
            text("UPDATE OR REPLACE case_answer SET member_id = :to WHERE member_id = :of"),
            {"to": people["Kim"].id, "of": people["Rue"].id},
        )
