"""What was done at once stays tied to its report, whom it left out and which steps are done stay,
and the log finds a change beside it.
"""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from community import audit, audit_rows
from community.conduct.emergency_models import Emergency
from community.db import db
from community.moderation import handling
from community.moderation.case_models import Case, CaseCheck, Step
from tests.factories import START
from tests.moderation.build import take
from tests.moderation.shouting import NEW

_TABLES = "emergency_left_out", "emergency_report", "case_check"


@pytest.fixture
def done(scene, do, writing):
    """A link that was changed, from which Max is left out, and a step that Rue ticked."""
    left_out = [str(scene.people["Max"].person_id)]
    assert do("link", sitting=str(scene.sitting_id), url=NEW, left_out=left_out).status_code == 303
    with writing() as session:
        case, rue = session.scalars(select(Case)).unique().one(), scene.people["Rue"]
        take(case, rue)
        handling.check(case, Step.SAFE, is_done=True, by=rue, now=START)
        handling.check(case, Step.CONTEXT, is_done=True, by=rue, now=START)
    return scene


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE emergency_left_out SET person_id = 1",
        "UPDATE emergency_report SET report_id = 7",
        "UPDATE case_check SET at = '2001-01-01'",
        "DELETE FROM emergency_left_out",
        "DELETE FROM emergency_report",
    ],
)
def test_the_database_holds_them(done, writing, change):
    with pytest.raises(IntegrityError, match="_stays_on_"), writing() as session:
        session.execute(text(change))


def test_they_cannot_be_emptied_or_replaced_at_once(done, writing, app):
    with app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    told = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}" if is_sqlite else "TRUNCATE {} CASCADE"
    for table in _TABLES:
        with pytest.raises(IntegrityError, match=f"{table}_stays_on_"), writing() as session:
            session.execute(text(told.format(table)))


def test_the_log_tells_of_them_and_finds_what_was_put_in_or_taken_out_beside(done, writing, app):
    with writing() as session:
        case = session.scalars(select(Case)).unique().one()
        rue = done.people["Rue"]
        handling.check(case, Step.CONTEXT, is_done=False, by=rue, now=START)
    with app.app_context():
        assert audit_rows.compare() == audit_rows.Differences()
        acts = set(db.session.scalars(select(audit.AuditEntry.what)))
        assert {"left out of a join link", "report of an emergency measure made"} <= acts
        assert {"step done", "step done, taken out"} <= acts
    with writing() as session:
        session.execute(delete(CaseCheck))
    with app.app_context():
        assert [one.split()[0] for one in audit_rows.compare().gone] == ["case_check"]


def test_they_go_with_what_was_done(done, writing):
    with writing() as session:
        session.execute(delete(Emergency))
        for table in ("emergency_left_out", "emergency_report"):
            assert session.execute(text(f"SELECT * FROM {table}")).all() == []
