"""The audit log: one chain, without texts, in which a change shows."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import HOLDINGS
from community import audit, audit_rows
from community.accounts import stewardship
from community.accounts.models import Role
from community.audit import AuditEntry
from community.conduct import imposing
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.db import db
from community.holdings import erase_all
from community.moderation import appealing, deciding
from community.moderation.appeal_models import Outcome
from community.moderation.appealing import Word
from community.moderation.deciding import RulingDraft
from tests.conduct.build import KIND, publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import LETTER, case_of, report, take

SECRET = "What was said in the kitchen."


@pytest.fixture
def chain(writing):
    """A measure imposed and lifted, on somebody with a name."""
    with writing():
        make_community()
        code = publish(make_member("Stu", Role.STEWARD))
        draft = MeasureDraft(
            *(code.version_id, KIND.key, 2, (Effect.NO_NOTES,)),
            *(START, START + timedelta(days=7), SECRET),
        )
        one = imposing.impose(draft, on=make_member("Mia Unmistakable").person, now=START)
    with writing():
        imposing.lift(db.session.merge(one), why="It was another.", now=START)
    return one


@pytest.fixture
def tampering(app, engine):
    """A block that changes what triggers refuse, as whoever runs the database can."""

    def change(statement, table="audit_entry"):
        with app.app_context(), db.engine.begin() as connection:
            if engine == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only=OFF")
                found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                kept = connection.exec_driver_sql(f"{found} AND tbl_name = '{table}'").all()
                before = [f"DROP TRIGGER {name}" for name, _ in kept]
                after = [sql for _, sql in kept]
            else:
                connection.exec_driver_sql("SET TRANSACTION READ WRITE")
                before = [f"ALTER TABLE {table} DISABLE TRIGGER ALL"]
                after = [f"ALTER TABLE {table} ENABLE TRIGGER ALL"]
            for each in (*before, statement, *after):
                connection.exec_driver_sql(each)

    return change


def test_each_act_is_an_entry_that_follows_from_the_one_before(app, chain):
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        assert [one.what for one in entries][-2:] == ["measure imposed", "measure lifted"]
        assert [one.number for one in entries] == list(range(1, len(entries) + 1))
        assert entries[-1].previous == entries[-2].hash
        assert audit.verify() == audit.Verdict(len(entries), entries[-1].hash)
        assert audit.holds(entries[-2].hash)
        told = " ".join(str(vars(one)) for one in entries)
        assert SECRET not in told
        assert "Unmistakable" not in told


def test_what_is_rolled_back_is_not_written_down(app, writing, chain):
    with app.app_context():
        before = audit.verify().sound
    with pytest.raises(ZeroDivisionError):
        _lift_and_fail(writing, chain)
    with app.app_context():
        assert audit.verify().sound == before


def _lift_and_fail(writing, one):
    with writing():
        db.session.merge(one).facts = ""
        db.session.flush()
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET what = 'nothing'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_change_the_log(writing, chain, change):
    with pytest.raises(DatabaseError, match="audit_entry"), writing():
        db.session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET what = 'nothing' WHERE number = 1",
        "UPDATE audit_entry SET key = '99' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 1",
    ],
)
def test_a_change_is_found(app, chain, tampering, change):
    runner = app.test_cli_runner()
    with app.app_context():
        head = audit.verify().head
    assert head in runner.invoke(args=["audit", "verify"]).output
    tampering(change)
    found = runner.invoke(args=["audit", "verify"])
    assert found.exit_code == 1
    assert "does not follow" in found.output


def test_a_log_that_was_cut_is_found_by_what_was_noted(app, chain, tampering):
    runner = app.test_cli_runner()
    with app.app_context():
        whole = audit.verify()
    tampering(f"DELETE FROM audit_entry WHERE number = {whole.sound}")
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    assert runner.invoke(args=["audit", "verify", "--head", whole.head]).exit_code == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE measure SET ends_at = '2026-06-01'", "changed: measure {id}"),
        ("DELETE FROM measure_lifting", "gone: measure_lifting {id}"),
        ("INSERT INTO measure_lifting (measure_id, at, why) VALUES ({id}, '2026-01-01', '')", ""),
    ],
    ids=["changed", "gone", "put in beside"],
)
def test_a_row_that_is_not_what_the_log_says_is_found(app, chain, tampering, change, said):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    if not said:
        tampering("DELETE FROM measure_lifting", "measure_lifting")
        tampering(change.format(id=chain.id), "measure_lifting")
        said = "changed: measure_lifting {id}"
    else:
        tampering(change, change.split()[1 if change.startswith("UPDATE") else 2])
    found = runner.invoke(args=["audit", "verify"])
    assert found.exit_code == 1
    assert said.format(id=chain.id) in found.output


def test_who_has_a_case_or_is_left_out_and_what_was_said_on_an_appeal_is_in_the_log(
    app, writing, tampering
):
    with writing():
        make_community()
        code = publish(make_member("Stu", Role.STEWARD))
        rue, lou, kim = (make_member(name, Role.RESPONDER) for name in ("Rue", "Lou", "Kim"))
        row, _ = report(person=make_member("Ada").person, excluded=[kim])
        case = take(case_of(row), rue, lou)
        given = RulingDraft(
            **LETTER,
            rationale=SECRET,
            person=row.person,
            publication=code,
            level=1,
            clauses=[KIND.key],
            lasts_days=30,
        )
        ruling = deciding.draft(case, given, by=rue, now=START)
        deciding.notify(ruling, by=lou, now=START)
        appeal = appealing.appeal(ruling, SECRET, now=START)
        appealing.hear(appeal, by=lou, now=START)
        appealing.say(appeal, Word(Outcome.UPHELD, SECRET), by=lou, now=START)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    for table, change, said in (
        ("case_report", "UPDATE case_report SET at = '2001-01-01 00:00:00'", "changed"),
        ("case_holder", "UPDATE case_holder SET at = '2001-01-01 00:00:00'", "changed"),
        ("report_exclusion", "UPDATE report_exclusion SET member_id = member_id - 1", "gone"),
        ("appeal_word", "UPDATE appeal_word SET words = 'Other.'", "changed"),
    ):
        tampering(change, table)
        found = runner.invoke(args=["audit", "verify"])
        line = next(one for one in found.output.splitlines() if f"were {said}:" in one)
        assert f"{table} " in line
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry))
        assert SECRET not in " ".join(str(vars(one)) for one in entries)


def test_roles_given_and_withdrawn_are_in_the_log(app, writing):
    with writing():
        make_community()
        stu, rue = make_member("Stu", Role.STEWARD), make_member("Rue Unmistakable")
        stewardship.grant_role(rue, Role.RESPONDER, by=stu, now=START)
    with writing():
        stewardship.revoke_role(db.session.merge(rue), Role.RESPONDER, by=stu, now=START)
    with writing():
        make_member("Kim", Role.STEWARD)
        erase_all(HOLDINGS, stu.person_id, now=START)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        told = [(one.what, one.key) for one in entries if one.subject == "role_grant"]
        given, first, other, again, last = told
        assert [what for what, _ in (given, first, again)] == ["role given"] * 3
        assert (other, last) == (("role withdrawn", first[1]), ("role withdrawn", given[1]))
        assert "Unmistakable" not in " ".join(str(vars(one)) for one in entries)
        assert audit_rows.compare() == audit_rows.Differences()
