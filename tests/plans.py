"""How the database would find what a block asks for, and which tables SQLite reads whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def explained(how: str = "EXPLAIN") -> Iterator[list[tuple[str, list[Any]]]]:
    """Each SELECT statement of the block, with the rows in which the database explains it."""
    found: list[tuple[str, list[Any]]] = []

    def explain(
        connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: Any
    ) -> None:
        if statement.lstrip().startswith("SELECT"):
            driver = connection.connection.dbapi_connection
            found.append((statement, driver.execute(f"{how} {statement}", given).fetchall()))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


@contextmanager
def read_whole() -> Iterator[set[str]]:
    """The names of the tables that the block made SQLite read from end to end, at its end."""
    names: set[str] = set()
    with explained("EXPLAIN QUERY PLAN") as found:
        yield names
    for statement, rows in found:
        names.update(_tables(statement, [row[3] for row in rows]))


def _tables(statement: str, steps: list[str]) -> Iterator[str]:
    for name in re.findall(r"^SCAN (\w+)", "\n".join(steps), re.MULTILINE):
        named = re.search(rf'"?(\w+)"? AS {name}\b', statement)
        yield named[1] if named else name
