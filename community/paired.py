"""SQLite with two connections as one: the first can only read, the second writes."""

import sqlite3
from typing import Any

PATIENCE = 15_000  # milliseconds to wait for whoever writes
_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",  # what REPLACE puts another in the place of counts as deleted
    "secure_delete=ON",  # what is deleted is overwritten: a former member is in no free page
)
_KEPT = 200  # statements of each that stay prepared: more than are asked again and again


class Pair(sqlite3.Connection):
    """A connection that can only read, and beside it one that writes, opened when it is needed;
    `turn` says which of the two is meant for a transaction. Both are durable and constrained.

    One alone, told by `PRAGMA query_only` what it may do, would prepare every statement anew after
    each turn (SQLite drops what it has prepared when a flag changes), and to prepare what a request
    asks takes several times as long as to answer it.
    """

    def __init__(self, database: str, **given: Any) -> None:
        given |= {"cached_statements": _KEPT, "timeout": PATIENCE / 1000}
        self._given = (database, given)
        self._writer: sqlite3.Connection | None = None
        self._is_writing = False
        super().__init__(self._given[0], **self._given[1])
        _prepare(self, "query_only=ON")

    def turn(self, *, is_writing: bool) -> None:
        """Mean the one that writes, or the one that cannot, up to the end of the transaction that
        is to begin. Neither may have anything open.
        """
        if is_writing and self._writer is None:
            self._writer = sqlite3.Connection(self._given[0], **self._given[1])
            _prepare(self._writer, "busy_timeout=0")  # whoever begins waits, and looks more often
        self._is_writing = is_writing

    @property
    def _meant(self) -> Any:
        return self._writer if self._is_writing else super()

    def cursor(self, *given: Any) -> Any:
        """A cursor of the connection that is meant."""
        return self._meant.cursor(*given)

    def execute(self, *given: Any) -> Any:
        """Ask the connection that is meant."""
        return self._meant.execute(*given)

    def commit(self) -> None:
        """Commit what was written; then the one that cannot write is meant."""
        self._meant.commit()
        self._is_writing = False

    def rollback(self) -> None:
        """Take back what was written; then the one that cannot write is meant."""
        self._meant.rollback()
        self._is_writing = False

    def close(self) -> None:
        """Close both."""
        if self._writer is not None:
            self._writer.close()
        super().close()


def _prepare(connection: sqlite3.Connection, last: str) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (*_PRAGMAS, last):
        connection.execute(f"PRAGMA {pragma}")
