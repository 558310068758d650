"""Retention: what is kept no longer goes whole and leaves counts; nothing else is ever deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from app import HOLDINGS
from community import audit, audit_rows
from community.accounts.models import Role
from community.conduct import imposing
from community.conduct.measure_models import Measure
from community.db import Base, db
from community.holdings import erase_all
from community.moderation import appealing, deciding, handling, opening, retention, talking
from community.moderation.appeal_models import Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import State
from community.moderation.counting_queries import counts_of
from community.moderation.deciding import RulingDraft
from community.moderation.half_years import half_year_of
from community.moderation.purge_models import CasePurge, ReportPurge
from community.moderation.report_models import Mode, Report
from community.moderation.retention_queries import cases_to_purge
from community.moderation.ruling_models import Dismissal, Ruling
from community.moderation.statement_queries import statements_for, still_held_against
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import make_community, make_member
from tests.moderation.build import LETTER, case_of, days, refuses, report, take

YEARS = -5 * 365  # the database looks at its own clock too, so what is old here lies years back
DISMISSED = {"dismissal": Dismissal.NO_VIOLATION}
HELD = (
    *("report", "report_copy", "report_person", "conduct_case", "case_state", "case_answer"),
    *("case_message", "case_message_reading", "case_report", "ruling", "ruling_made", "appeal"),
    *("measure", "measure_lifting", "case_purge", "report_purge", "measure_purge"),
)


def then(number):
    return days(YEARS + number)


def people_of_a_place():
    """Ada, who is reported; Mia, who reports; and four who respond."""
    make_community()
    publish(make_member("Stella", Role.STEWARD), SMALL, now=then(0))
    names = {"Ada": (), "Mia": ()} | dict.fromkeys(("Rue", "Kim", "Lou", "Pat"), (Role.RESPONDER,))
    return {name: make_member(name, *roles) for name, roles in names.items()}


def decided(people, level=1, *, lasts_days=None, told=True, **given):
    """A case about Ada that is decided on the second day and closed on the tenth."""
    row, _ = report(f"person:{people['Ada'].handle}", by=people["Mia"], now=then(0))
    case = take(case_of(row), *(people[n] for n in ("Rue", "Kim", "Lou", "Pat")), now=then(0))
    talking.say_to_reporter(case, row, "Thank you.", by=people["Rue"], now=then(1))
    values = {
        "rationale": "It was loud.",
        "person": people["Ada"].person,
        "lasts_days": lasts_days,
    }
    if "dismissal" not in given:
        given |= LETTER | {"level": level, "publication": row.publication, "clauses": [KIND.key]}
    ruling = deciding.draft(case, RulingDraft(**values, **given), by=people["Rue"], now=then(2))
    for name in ("Kim", "Lou"):
        deciding.agree(ruling, by=people[name], now=then(2))
    if told:
        deciding.notify(ruling, by=people["Kim"], now=then(3))
    handling.move_to(case, State.CLOSED, by=people["Rue"], now=then(10))
    db.session.flush()
    return case, ruling


def heard(ruling, *hearers):
    """An appeal against a ruling, made on the fifth day, that these have upheld."""
    row = appealing.appeal(ruling, "It was a joke.", now=then(5))
    for one in hearers:
        appealing.hear(row, by=one, now=then(6))
        appealing.say(row, Word(Outcome.UPHELD, "No."), by=one, now=then(6))
    return row


def held():
    """How many rows there are of what a case holds."""
    tables = {name: Base.metadata.tables[name] for name in HELD}
    found = {
        name: db.session.scalar(select(func.count()).select_from(table))
        for name, table in tables.items()
    }
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (DISMISSED | {"told": False}, 10 + 365),
        ({"level": 1}, 10 + 365),
        ({"level": 1, "lasts_days": None}, 10 + 365),
        ({"level": 1, "lasts_days": 500}, 3 + 500),
        ({"level": 2, "lasts_days": 30}, 3 + 1095),
        ({"level": 4, "lasts_days": None}, None),
    ],
    ids=["no violation", "warning", "one without an end", "as long as it stands", "limits", "ban"],
)
def test_a_case_is_kept_for_as_long_as_the_page_says(db_session, given, kept):
    case, ruling = decided(people_of_a_place(), **{"lasts_days": 0} | given)
    if kept is None:
        assert cases_to_purge(then(1800), 9) == []
        imposing.lift(ruling.measure.measure, why="It was long ago.", now=then(1500))
        kept = 1500
    assert cases_to_purge(then(kept) - timedelta(hours=1), 9) == []
    with refuses(db_session, "case_purge_when_old"), db_session.begin_nested():
        db_session.add(CasePurge(case_id=case.id, at=then(kept - 1)))
        db_session.flush()
    assert cases_to_purge(then(kept), 9) == [case.id]

    retention.purge_case(case.id, now=then(kept))

    assert held() == {}


def test_what_happened_stays_counted_and_the_rest_of_the_place_as_it_was(app, writing):
    with writing():
        people = people_of_a_place()
        case, ruling = decided(people, 2, lasts_days=30)
        heard(ruling, people["Lou"], people["Pat"])
        handling.move_to(case, State.CLOSED, by=people["Rue"], now=then(20))
        other, _ = decided(people, 2, lasts_days=30)
        handling.move_to(other, State.REOPENED, by=people["Rue"], now=then(30))
        numbers = case.id, other.id
    with app.app_context():
        before = [counts_of(half) for half in _halves()]
        assert sum(sum(one.values()) for one in before) == 8
    for _ in range(2):  # another worker, or the same again
        with app.app_context():
            retention.purge_what_is_old(then(1200))
    with writing():
        for number in numbers:  # what another worker found before
            retention.purge_case(number, now=then(1200))
    with app.app_context():
        assert [counts_of(half) for half in _halves()] == before
        left = held()
        assert (left["conduct_case"], left["ruling"], left["measure"]) == (1, 1, 1)
        assert "appeal" not in left
        assert not {"case_purge", "report_purge", "measure_purge"} & set(left)
        verdict, rows = audit.verify(), audit_rows.compare()
        assert (verdict.broken, rows.changed, rows.gone, rows.untold) == (None, [], [], 0)


@pytest.mark.parametrize("why", ["an appeal waits", "a report came"])
def test_nothing_goes_while_somebody_waits_for_an_answer_in_it(db_session, why):
    people = people_of_a_place()
    case, ruling = decided(people, lasts_days=0)
    if why == "an appeal waits":
        row = heard(ruling)
        handling.move_to(case, State.CLOSED, by=people["Rue"], now=then(10))
    else:
        row, _ = report(person=people["Kim"].person, mode=Mode.ESCROWED, now=then(300))
        opening.take_in(case, row, now=then(300))
    assert cases_to_purge(then(400), 9) == []
    with refuses(db_session, "case_purge_when_old"):
        db_session.execute(insert(CasePurge).values(case_id=case.id, at=then(400)))


def _halves():
    half = half_year_of(then(0))
    return [half, half.next, half.next.next]


def test_what_lay_in_escrow_goes_after_three_years(db_session):
    people = people_of_a_place()
    row, _ = report(person=people["Ada"].person, mode=Mode.ESCROWED, now=then(0))
    with refuses(db_session, "report_purge_when_old"), db_session.begin_nested():
        db_session.add(ReportPurge(report_id=row.id, at=then(1094)))
        db_session.flush()
    before = counts_of(half_year_of(then(0)))
    retention.purge_report(row.id, now=then(1095))
    assert db_session.scalars(select(Report.id)).all() == []
    assert counts_of(half_year_of(then(0))) == before != {}


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        *(
            (f"DELETE FROM {table}", f"{table}_stays_on_delete")
            for table in ("report_copy", "case_answer", "case_message", "measure", "case_state")
        ),
        ("UPDATE case_message SET text_source = ''", "case_message_stays_on_update"),
        ("UPDATE report_copy SET text_html = 'other'", "report_copy_stays_on_update"),
        (
            "INSERT INTO case_purge (case_id, at) SELECT id, '2199-01-01' FROM conduct_case",
            "case_purge_when_old",
        ),
        (
            "INSERT INTO measure_purge (measure_id, at) SELECT id, '2199-01-01' FROM measure",
            "measure_purge_when_old",
        ),
    ],
)
def test_nothing_is_deleted_or_changed_before_its_time(db_session, change, promise):
    decided(people_of_a_place(), 2, lasts_days=30)
    with pytest.raises(IntegrityError, match=promise):
        db_session.execute(text(change))


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("table", ["ruling", "measure", "report", "case_message", "ruling_made"])
def test_sqlite_puts_no_other_row_in_the_place_of_one(db_session, table):
    decided(people_of_a_place(), 2, lasts_days=30)
    with pytest.raises(IntegrityError, match=f"{table}_stays_on_replace"):
        db_session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("table", ["ruling", "audit_entry", "case_message", "measure"])
def test_postgresql_empties_no_table_at_once(db_session, table):
    with pytest.raises(IntegrityError, match="_stays_on_truncate"):
        db_session.execute(text(f"TRUNCATE {table} CASCADE"))


def test_who_leaves_takes_no_case_along_and_the_case_goes_when_its_time_is_over(app, writing):
    """The page of how this place is run promises both."""
    with writing():
        people = people_of_a_place()
        case, _ = decided(people, 2, lasts_days=30)
        number = case.id
    with writing():
        for name in ("Ada", "Mia"):
            erase_all(HOLDINGS, people[name].person_id, now=then(40))
    with app.app_context():
        (row,) = db.session.scalars(select(Report)).unique()
        assert (row.reporter_id, row.words_source) == (None, "It hurt.")
        assert db.session.scalars(select(Measure.facts)).all() == [""]
        assert db.session.scalars(select(Ruling.behaviour)).all() == ["You shouted."]
        assert audit_rows.compare().changed == []
    with writing():
        retention.purge_case(number, now=then(1100))
    with app.app_context():
        assert held() == {}


def test_a_warning_is_held_against_nobody_after_a_year(db_session):
    people = people_of_a_place()
    decided(people, 1)
    said = statements_for(people["Ada"].person_id, then(300))
    assert still_held_against(said, then(300)) == said != []
    assert still_held_against(said, then(3 + 365)) == []
