"""What is counted of a half-year, and what a report says of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from community.moderation import appealing, deciding, talking
from community.moderation.appeal_models import Outcome
from community.moderation.case_queries import reports_of
from community.moderation.counting_queries import acts_of_case, acts_of_report, counts_of
from community.moderation.half_years import HalfYear, half_year_at, half_year_of
from community.moderation.report_models import Mode
from community.moderation.ruling_models import Dismissal
from community.transparency.figures import fields_of
from community.transparency.suppressing import KEPT_BACK, Figure
from tests.moderation.build import case_of, days, report

FIRST = HalfYear(2026, 1)


def test_half_years_begin_in_january_and_july():
    assert half_year_of(datetime(2026, 6, 30, 23, 59, tzinfo=UTC)) == FIRST
    assert half_year_of(FIRST.ends) == HalfYear(2026, 2) == half_year_at("2026-2")
    assert (FIRST.begins.month, FIRST.ends.month, HalfYear(2026, 2).ends.year) == (1, 7, 2027)
    assert (FIRST.label, half_year_at("2026-3"), half_year_at("26-1")) == ("2026-1", None, None)


@pytest.fixture
def reduced(people, case, told, rule):
    """A ruling that was made less on appeal, answered on the fourth day."""
    talking.say_to_reporter(case, reports_of(case)[0], "Thanks.", by=people["Rue"], now=days(3))
    appeal = appealing.appeal(told, "It was a joke.", now=days(2))
    for name in ("Lou", "Pat"):
        appealing.hear(appeal, by=people[name], now=days(3))
    given = {"replaces": told, "is_on_appeal": True, "lasts_days": 7, "by": "Lou"}
    deciding.agree(rule(now=days(4), **given), by=people["Pat"], now=days(4))
    assert appeal.outcome.outcome is Outcome.REDUCED


def test_each_act_counts_where_it_falls(people, case, reduced, rule):
    """One case, from its report to the end of an appeal, beside a report kept in escrow."""
    row, _ = report(person=people["Kim"].person, by=people["Ada"], mode=Mode.ESCROWED)
    nothing: dict[str, object] = {"level": None, "publication": None, "clauses": [], "effects": []}
    off = rule(by="Lou", **nothing, now=FIRST.ends, dismissal=Dismissal.NO_VIOLATION)
    deciding.agree(off, by=people["Pat"], now=FIRST.ends)
    counts = {
        ("received confidential", 0): 1,
        ("received escrowed", 0): 1,
        ("answered in time", 24): 1,  # with what was told, a day after
        ("rung 2", 0): 1,
        ("appeal", 0): 1,
        ("appeal reduced", 2): 1,
    }
    assert counts_of(FIRST) == counts
    assert [what for what, _ in counts_of(HalfYear(2026, 2))] == ["dismissed no violation"]
    acts = [*acts_of_case(case.id), *acts_of_report(row.id)]  # what retention keeps is the same
    kept = Counter((one.what, one.took) for one in acts if half_year_of(one.at) == FIRST)
    assert kept == counts


def test_a_report_says_numbers_and_medians_only_of_three_or_more():
    counts = {
        ("received named", 0): 5,
        ("received escrowed", 0): 1,
        ("answered in time", 10): 3,
        ("answered in time", 40): 2,
        ("answered late", 90): 2,
        ("rung 1", 4): 2,
        ("appeal", 0): 2,
        ("appeal upheld", 9): 3,
    }
    said = {field.name: field.figure for field in fields_of(counts)}
    assert said["received named"] == Figure(5, 5)
    assert said["received escrowed"] == said["appeal"] == KEPT_BACK
    assert said["received"] == Figure(5, 11)
    assert said["answered"] == Figure(5, 7)
    assert said["hours to a first answer"] == Figure(40, 40)
    assert said["days to a decision"] is None  # two would say it of one of them
    assert said["days to the end of an appeal"] == Figure(9, 9)
    assert said["decisions"] == Figure(0, 18)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_nothing_is_said_of_a_half_year_in_which_nearly_nothing_was(number):
    counts = {("received named", 0): number, ("answered in time", 3): number}
    assert {field.figure for field in fields_of(counts)} == {
        field.figure for field in fields_of({})
    }


def test_a_report_that_nobody_answers_counts_where_its_time_ran_out(people, code):
    before = FIRST.ends - timedelta(hours=47)
    for now in (before, before - timedelta(hours=2)):
        assert case_of(report(person=people["Ada"].person, now=now)[0]) is not None
    assert counts_of(FIRST)["unanswered", 0] == 1
    assert counts_of(HalfYear(2026, 2))["unanswered", 0] == 1
