"""Actions that are made while a worker carries over what their call leaves, and how it looks."""

from threading import Thread

import pytest
from sqlalchemy import event, text

from community.agendas import carrying as agendas_carrying
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.notes.left_queries import left_open
from community.notes.models import Kind
from tests.attendance.crowd import in_a_transaction
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


@pytest.mark.engines("postgresql")
def test_what_is_made_while_a_worker_carries_over_is_carried_too(writing, reading, app):
    with writing():
        make_community()
        ola = make_member("Ola")
        first, second, *_ = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
        (sitting,) = sittings_of(first)
    carry = in_a_transaction(
        app, lambda: agendas_carrying.carry_over(first.id, now=sitting.ends_at)
    )
    worker = Thread(target=carry)

    with writing():
        words = {"kind": Kind.ACTION}
        key = say(db.session.merge(first), db.session.merge(ola), "Late.", **words).key
        worker.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while worker.is_alive() and not db.session.scalar(waiting):
            pass
    worker.join()

    with reading():
        assert [one.line.key for one in left_open(db.session.merge(second), None).actions] == [key]


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("db_session")
def test_the_job_looks_at_what_ended_of_late_alone():
    found: list[str] = []

    def explain(connection, _cursor, statement, given, *_):
        rows = connection.connection.dbapi_connection.execute(
            f"EXPLAIN QUERY PLAN {statement}", given
        )
        found.extend(row[-1] for row in rows)

    event.listen(db.engine, "before_cursor_execute", explain)
    agendas_carrying._ended(START)
    event.remove(db.engine, "before_cursor_execute", explain)

    assert [one for one in found if "ix_sitting_ends_at" in one]
    assert [one for one in found if one.startswith("SCAN")] == []
