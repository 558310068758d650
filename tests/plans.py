"""How SQLite finds what a block asks for: the tables it reads whole, row after row."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def read_whole() -> Iterator[set[str]]:
    """The names of the tables that the SELECT statements of the block read from end to end."""
    found: set[str] = set()

    def explain(
        connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: Any
    ) -> None:
        if statement.lstrip().startswith("SELECT"):
            driver = connection.connection.dbapi_connection
            plan = driver.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
            found.update(_tables(statement, [row[3] for row in plan]))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def _tables(statement: str, steps: list[str]) -> Iterator[str]:
    for name in re.findall(r"^SCAN (\w+)", "\n".join(steps), re.MULTILINE):
        named = re.search(rf'"?(\w+)"? AS {name}\b', statement)
        yield named[1] if named else name
