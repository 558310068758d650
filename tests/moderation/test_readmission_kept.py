"""How long what follows a ruling is kept, and who hears of it in a case that is over."""

from sqlalchemy import delete, func, select

from community.moderation import (
    notices,
    readmitting,
    retention,
    talking,
)
from community.moderation.case_queries import reports_of
from community.moderation.deciding import ConditionDraft
from community.moderation.readmission_models import (
    ConditionWord,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from community.moderation.report_queries import told_to_reporter
from community.moderation.retention_queries import cases_to_purge
from tests.moderation.build import refuses
from tests.moderation.test_readmission import ASKED, IN, NOT_YET
from tests.moderation.test_retention import decided, people_of_a_place, then


def test_an_answer_to_a_request_is_kept_for_a_year_and_whoever_reported_can_write(db_session):
    people = people_of_a_place()
    case, ruling = decided(people, 3)
    row = readmitting.ask(ruling, ASKED, now=then(1200))
    for name in ("Lou", "Pat"):
        readmitting.say(row, IN, by=people[name], now=then(1201))
    assert cases_to_purge(then(1202), 9) == []
    assert cases_to_purge(then(1201 + 366), 9) == [case.id]
    (told,) = reports_of(case)
    assert told_to_reporter(told).can_write

    talking.answer_as_reporter(told, "They shout again.", now=then(1210))
    assert cases_to_purge(then(1201 + 366), 9) == []
    assert cases_to_purge(then(1210 + 366), 9) == [case.id]


def test_who_is_back_from_leave_hears_of_a_request_in_a_case_that_is_over(db_session):
    people = people_of_a_place()
    _, ruling = decided(people, 3)
    lou = people["Lou"].person_id
    assert not notices._waits_for(lou, notices._BACK, then(20))

    readmitting.ask(ruling, ASKED, now=then(20))

    assert notices._waits_for(lou, notices._BACK, then(21))
    for name in ("Rue", "Kim"):  # who decided does not hear it
        assert not notices._waits_for(people[name].person_id, notices._BACK, then(21))


def test_what_follows_a_ruling_goes_with_its_case(db_session):
    people = people_of_a_place()
    case, ruling = decided(people, 3, lasts_days=30, conditions=[ConditionDraft("Read.", 5)])
    (condition,) = readmitting.conditions_of(ruling)
    readmitting.say_of_condition(condition, is_met=True, by=people["Rue"], now=then(4))
    row = readmitting.ask(ruling, ASKED, now=then(5))
    for name in ("Lou", "Pat"):
        readmitting.say(row, NOT_YET, by=people[name], now=then(6))
    look = RulingLook(ruling_id=ruling.id, by_id=people["Pat"].id, why="It stands.", at=then(7))
    db_session.add(look)
    db_session.flush()
    tables = RulingCondition, ConditionWord, Readmission, ReadmissionWord, RulingLook
    for table in tables:
        with refuses(db_session, "_stays_on_delete"), db_session.begin_nested():
            db_session.execute(delete(table))
    retention.purge_case(case.id, now=then(3 + 1095))

    left = [db_session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert left == [0, 0, 0, 0, 0]
