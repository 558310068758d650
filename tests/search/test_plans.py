"""How PostgreSQL finds what hardly anything says: by the index of words, not by reading it all."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from community.access import VISITOR
from community.db import db
from community.patterns.listing_queries import counts, library, words_in
from community.search.models import Kind
from community.search.queries import find, first
from community.search.words import asked_for
from tests.benchmarks.found import fill_index
from tests.factories import START

NOTES = 4000
LATEST = 100  # that are looked through ahead of the index


@contextmanager
def read() -> Iterator[list[int]]:
    """How many rows of words PostgreSQL looks at for each statement of the block."""
    found: list[int] = []

    def explain(
        connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: Any
    ) -> None:
        if "search_words" in statement:
            driver = connection.connection.dbapi_connection
            rows = driver.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {statement}", given).fetchall()
            plan = "\n".join(row[0] for row in rows)
            kept = re.findall(r"search_words.*actual rows=(\d+)", plan)
            refused = re.findall(r"Rows Removed by Filter: (\d+)", plan)
            found.append(sum(map(int, (*kept, *refused))))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


@pytest.mark.engines("postgresql")
def test_what_nothing_says_is_not_looked_for_everywhere(writing, reading):
    with writing():
        fill_index(0, NOTES, START)
    with writing():
        db.session.execute(text("ANALYZE"))
    with reading():
        with read() as rows:
            assert first(asked_for("xyzzy"), VISITOR, most=3) == []
        assert (len(rows), sum(rows) <= 3 * LATEST) == (2, True)  # and where those begin
        with read() as rows:
            assert find(asked_for("xyzzy"), Kind.NOTE, VISITOR, most=20) == []
        assert (len(rows), sum(rows) < NOTES / 100) == (1, True)
        with read() as rows:
            assert library({}, None, words_in("xyzzy", VISITOR)).rows == []
            assert counts({}, words_in("lic", VISITOR))["stage"] == {}
        assert (len(rows), sum(rows) < NOTES / 100) == (2, True)
        with read() as rows:  # what much says is read from its end, once
            assert len(first(asked_for("licer lic"), VISITOR, most=3)) == 3
            latest = find(asked_for("lic"), Kind.NOTE, VISITOR, most=20)
        assert [one.id for one in latest] == sorted((one.id for one in latest), reverse=True)
        assert sum(rows) < NOTES / 4
