"""What the database itself refuses of measures, whatever asks it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from community.accounts.models import Person, Role
from community.conduct import imposing
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.conduct.measure_models import Measure, MeasureEffect, MeasureLifting
from community.db import db
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member

WEEK = timedelta(days=7)

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def measure(writing) -> Measure:
    """A week without notes, imposed on a member."""
    with writing():
        make_community()
        code = publish(make_member("Stu", Role.STEWARD), RESTRICTING)
        mia = db.session.get_one(Person, make_member("Mia").person_id)
        given = {"starts_at": START, "ends_at": START + WEEK, "facts": "Written on Monday."}
        draft = MeasureDraft(code.version_id, KIND.key, 2, [Effect.NO_NOTES], **given)
        return imposing.impose(draft, on=mia, now=START)


@pytest.mark.parametrize(
    "change",
    [
        update(Measure).values(level=0),
        update(Measure).values(ends_at=START + timedelta(days=1)),
        update(Measure).values(facts="Something else."),
        update(MeasureEffect).values(effect=Effect.NO_PATTERNS),
        update(MeasureLifting).values(why="Another reason."),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_a_measure(measure, writing, change):
    with writing():
        imposing.lift(db.session.merge(measure), why="Enough.", now=START)
    with pytest.raises(DatabaseError, match="measure"), writing():
        db.session.execute(change)
    with writing():
        db.session.execute(update(Measure).values(facts="", scope="", how_found=""))
    with pytest.raises(DatabaseError, match="measure"), writing():
        db.session.execute(delete(Measure))


def test_the_database_refuses_a_measure_without_a_clause(measure, writing):
    columns = "person_id, version_id, level, starts_at, facts, scope, how_found, made_at"
    for clause in ("NULL", "'no such clause'"):
        with pytest.raises(IntegrityError), writing():
            db.session.execute(
                text(
                    f"INSERT INTO measure (clause_key, {columns}) "
                    f"SELECT {clause}, {columns} FROM measure WHERE id = :id"
                ),
                {"id": measure.id},
            )
