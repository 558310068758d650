"""What follows a suspension or a ban: conditions, being let in again by others, the yearly look."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update

from community.accounts.models import Role
from community.conduct.content import Effect, Quorum
from community.moderation import (
    answering,
    appealing,
    deciding,
    readmitting,
)
from community.moderation.appeal_models import Outcome
from community.moderation.appealing import TheyDecided, Word
from community.moderation.case_models import Answer, Audience, CaseMessage
from community.moderation.deciding import ConditionDraft
from community.moderation.following_queries import waits_for
from community.moderation.readmission_models import (
    Answered,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from community.moderation.readmitting import CannotAsk, Reply
from community.moderation.statement_queries import statements_for
from community.outbox.models import Letter
from tests.conduct.build import RESTRICTING as LADDER
from tests.conduct.build import publish
from tests.factories import START, make_member
from tests.moderation.build import days, refuses

ASKED = "I have **read** the code, and spoke with Mia."
IN = Reply(Answered.LET_IN, "Welcome back.", "They are here again from today on.")
NOT_YET = Reply(Answered.NOT_YET, "Speak with Mia first.")


@pytest.fixture
def code(people):
    """A code whose upper rungs suspend and ban."""
    rungs = (replace(r, quorum=Quorum.TWO_THIRDS) if r.level == 4 else r for r in LADDER.ladder)
    return publish(make_member("Stella", Role.STEWARD), replace(LADDER, ladder=tuple(rungs)))


@pytest.fixture
def suspend(people, rule):
    """`suspend()` makes a ruling by Rue and Kim that Ada is told of on the first day."""

    def decide(level=3, **given):
        effect = Effect.READING_ONLY if level == 3 else Effect.NO_ACCOUNT
        values = {"level": level, "effects": [effect], "lasts_days": 60 if level == 3 else None}
        ruling = rule(**values | given)
        for name in ("Kim", "Lou") if level == 4 else ("Kim",):
            deciding.agree(ruling, by=people[name], now=START)
        deciding.notify(ruling, by=people["Kim"], now=days(1))
        return ruling

    return decide


def stands(people, now):
    return [one.stands for one in statements_for(people["Ada"].person_id, now)]


def waiting(people, name, now):
    return [(one.what, one.due_at) for one in waits_for(people[name], now)]


def test_who_is_suspended_asks_to_be_let_in_and_others_than_who_decided_answer(
    people, suspend, db_session
):
    ruling = suspend()
    row = readmitting.ask(ruling, ASKED, now=days(5))
    with pytest.raises(CannotAsk, match="already"):
        readmitting.ask(ruling, "Again.", now=days(6))
    asked = select(Letter.person_id).where(Letter.owed_at == days(5)).order_by(Letter.person_id)
    others = [people[name].person_id for name in ("Lou", "Pat")]
    assert db_session.scalars(asked).all() == others  # once each, and nobody who decided
    assert waiting(people, "Lou", days(6)) == [("request", days(19))]
    assert waiting(people, "Rue", days(6)) == [("request", days(19))]  # but does not hear it
    with pytest.raises(TheyDecided):
        readmitting.say(row, IN, by=people["Rue"], now=days(6))
    readmitting.say(row, NOT_YET, by=people["Pat"], now=days(6))
    readmitting.say(row, IN, by=people["Lou"], now=days(7))
    assert (row.outcome, stands(people, days(7))) == (None, [True])
    readmitting.say(row, IN, by=people["Pat"], now=days(8))

    assert (row.outcome, row.answer) == (Answered.LET_IN, "Welcome back.")
    (said,) = statements_for(people["Ada"].person_id, days(8))
    assert (said.stands, said.requests[0].answer) == (False, "Welcome back.")
    told = select(CaseMessage.text_source).where(CaseMessage.audience == Audience.REPORTER)
    assert "They are here again from today on." in db_session.scalars(told).all()
    letters = select(Letter.person_id).where(Letter.owed_at == days(8), Letter.kind == "discreet")
    assert people["Ada"].person_id in db_session.scalars(letters).all()
    assert waiting(people, "Lou", days(9)) == []


def test_who_is_not_let_in_yet_asks_again_after_a_while_and_not_while_an_appeal_waits(
    people, suspend
):
    ruling = suspend()
    appeal = appealing.appeal(ruling, "A joke.", now=days(2))
    with pytest.raises(CannotAsk, match="second look"):
        readmitting.ask(ruling, ASKED, now=days(3))
    for name in ("Lou", "Pat"):
        appealing.hear(appeal, by=people[name], now=days(3))
        word = Word(Outcome.UPHELD, "It stays.")
        appealing.say(appeal, word, by=people[name], now=days(3))
    row = readmitting.ask(ruling, ASKED, now=days(4))
    for name in ("Lou", "Pat"):
        readmitting.say(row, NOT_YET, by=people[name], now=days(5))
    assert stands(people, days(6)) == [True]
    (said,) = statements_for(people["Ada"].person_id, days(6))
    assert said.ask_from == days(35)
    with pytest.raises(CannotAsk, match="from"):
        readmitting.ask(ruling, ASKED, now=days(34))
    assert readmitting.ask(ruling, ASKED, now=days(36)).outcome is None
    with pytest.raises(CannotAsk, match="Nothing"):
        readmitting.ask(ruling, ASKED, now=days(70))  # it is over


def test_limits_are_not_asked_about(told):
    with pytest.raises(CannotAsk, match="Nothing"):
        readmitting.ask(told, ASKED, now=days(3))


def test_conditions_are_a_part_of_what_is_decided_and_somebody_says_whether_they_are_met(
    people, suspend, db_session
):
    ruling = suspend(conditions=[ConditionDraft("Speak with Mia.", 14), ConditionDraft("Read.")])
    first, second = readmitting.conditions_of(ruling)
    (said,) = statements_for(people["Ada"].person_id, days(2))
    assert [(one.words, one.by, one.is_met) for one in said.conditions] == [
        ("Speak with Mia.", days(15), None),
        ("Read.", None, None),
    ]
    assert waiting(people, "Rue", days(14)) == []
    assert waiting(people, "Rue", days(16)) == [("condition", days(15))]
    readmitting.say_of_condition(first, is_met=False, by=people["Rue"], now=days(16))
    readmitting.say_of_condition(first, is_met=True, by=people["Kim"], now=days(17))
    readmitting.say_of_condition(second, is_met=False, by=people["Kim"], now=days(17))
    (said,) = statements_for(people["Ada"].person_id, days(18))
    assert [one.is_met for one in said.conditions] == [True, False]
    assert waiting(people, "Rue", days(18)) == []
    with refuses(db_session, "ruling_condition_stays_on_update"):
        db_session.execute(update(RulingCondition).values(words="Other."))


def test_a_ban_is_looked_at_again_every_year_by_others_than_who_decided(
    people, suspend, case, db_session
):
    ruling = suspend(level=4)
    assert waiting(people, "Pat", days(300)) == []
    assert waiting(people, "Pat", days(340)) == [("look", days(366))]
    with pytest.raises(TheyDecided):
        readmitting.look_again(ruling, "It stays.", by=people["Rue"], now=days(340))
    readmitting.look_again(ruling, "Too early.", by=people["Pat"], now=days(300))
    for _ in range(2):
        readmitting.look_again(ruling, "It stays.", by=people["Pat"], now=days(340))
    assert waiting(people, "Pat", days(400)) == []
    assert waiting(people, "Pat", days(690)) == [("look", days(705))]
    (said,) = statements_for(people["Ada"].person_id, days(341))
    assert said.looked_at == [days(340)]
    answering.answer(case, Answer.CONFLICT, by=people["Pat"], now=days(691))
    assert waiting(people, "Pat", days(692)) == []
    db_session.add(RulingLook(ruling_id=ruling.id, by_id=people["Kim"].id, why="-", at=START))
    with refuses(db_session, "ruling_look_by_another"):
        db_session.flush()


def test_what_holds_no_more_is_not_answered_as_if_it_did(people, suspend):
    row = readmitting.ask(suspend(), ASKED, now=days(5))
    readmitting.say(row, IN, by=people["Lou"], now=days(8))

    with pytest.raises(CannotAsk, match="holds no more"):
        readmitting.say(row, IN, by=people["Pat"], now=days(70))

    assert row.outcome is None


def test_conditions_of_limits_are_judged_too_and_after_their_end(people, rule):
    ruling = rule(conditions=[ConditionDraft("Speak with Mia.", 14)])
    deciding.agree(ruling, by=people["Kim"], now=START)
    deciding.notify(ruling, by=people["Kim"], now=days(1))
    assert waiting(people, "Lou", days(400)) == [("condition", days(15))]
    (condition,) = readmitting.conditions_of(ruling)

    readmitting.say_of_condition(condition, is_met=True, by=people["Lou"], now=days(400))

    assert waiting(people, "Lou", days(401)) == []


@pytest.mark.engines("sqlite")
def test_no_open_request_is_replaced_by_another(people, suspend, db_session):
    row = readmitting.ask(suspend(), ASKED, now=days(5))
    names = ("ruling_id", "person_id", "words_source", "words_html", "at", "answer")
    values = {name: getattr(row, name) for name in names} | {"key": "another"}

    with refuses(db_session, "readmission_one_at_a_time"):
        db_session.execute(insert(Readmission).prefix_with("OR REPLACE").values(**values))


def test_the_database_lets_no_decider_hear_a_request_nor_one_alone_answer_it(
    people, suspend, db_session
):
    row = readmitting.ask(suspend(), ASKED, now=days(5))
    given = {"readmission_id": row.id, "outcome": Answered.LET_IN, "words": "", "at": days(6)}
    with refuses(db_session, "readmission_heard_by_others"), db_session.begin_nested():
        db_session.add(ReadmissionWord(**given, member_id=people["Kim"].id))
    readmitting.say(row, IN, by=people["Lou"], now=days(6))
    with refuses(db_session, "readmission_by_two"), db_session.begin_nested():
        db_session.execute(update(Readmission).values(outcome="let in", answered_at=days(6)))
    with refuses(db_session, "readmission_stays_on_delete"):
        db_session.execute(delete(Readmission))
