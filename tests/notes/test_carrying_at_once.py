"""What holds while a worker carries over what calls leave, and how it finds them."""

import pytest
from sqlalchemy import event

from community.agendas import carrying as agendas_carrying
from community.calls.queries import sittings_of_series
from community.db import db
from community.notes.models import Kind
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

WEEKLY = times("FREQ=WEEKLY;COUNT=2", "2026-01-20")


@pytest.mark.engines("postgresql")
def test_an_action_is_made_while_nothing_moves_on_from_its_call(db_session, queries):
    make_community()
    ola = make_member("Ola")
    first, *_ = (s.call for s in sittings_of_series(begin(ola, WEEKLY), START))
    with queries() as sent:
        say(first, ola, kind=Kind.ACTION)

    held = [one for one in map(str, sent) if "FROM agenda " in one and "FOR UPDATE" in one]
    asked = next(place for place, one in enumerate(map(str, sent)) if "carried_over" in one)
    last = max(place for place, one in enumerate(map(str, sent)) if "carried_over" in one)
    assert len(held) == 1
    assert asked < list(map(str, sent)).index(held[0]) < last


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
    agendas_carrying.carry_over_all(START)
    event.remove(db.engine, "before_cursor_execute", explain)

    assert [one for one in found if "ix_sitting_ends_at" in one]
    assert [one for one in found if one.startswith("SCAN")] == []
