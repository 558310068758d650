"""How connections to either database are opened and begun: durable, constrained, and read-only
outside of transactions.
"""

import select
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from .db import is_writing
from .paired import PATIENCE, Pair

_LOOK = 0.0005  # seconds between two looks whether they are done
_PLANNED_AT = 2  # times that PostgreSQL was asked the same before
_PLANS = 200  # that it keeps for a connection: the latest used


def connect_args(url: str) -> dict[str, Any]:
    """Engine options for the database at `url`."""
    quiet = {"hide_parameters": True}  # what people wrote stays out of error messages and logs
    if url.startswith("sqlite"):
        return quiet | {"connect_args": {"factory": Pair}}
    # The connection that was used last knows best how to read what is asked next.
    return quiet | {"pool_size": 5, "max_overflow": 10, "pool_use_lifo": True}


def prepare(engine: Engine) -> None:
    """Make `engine` keep our promises: durable, constrained, read-only outside transactions."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkout", partial(_look_whether_open, engine))
        event.listen(engine, "begin", _begin_postgresql)
        engine.dialect.do_rollback = partial(  # type: ignore[method-assign]
            _end, engine.dialect, engine.dialect.do_rollback
        )


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Acknowledge nothing that a crash could lose, whatever the server is set to; and compile no
    query: what we ask takes milliseconds, and compiling it takes longer. What is asked again is
    planned once: for what we ask that takes ten times as long as finding it.
    """
    connection.prepare_threshold, connection.prepared_max = _PLANNED_AT, _PLANS
    connection.autocommit = True
    connection.execute("SET synchronous_commit = on; SET jit = off")
    connection.autocommit = False


def write_through(engine: Engine) -> None:
    """Empty SQLite's log into its file, so that what was just deleted is in neither. Whoever reads
    meanwhile is waited for, but not for long: the log is written over some time later anyway.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    driver: Any = connection.dbapi_connection
    try:
        driver.turn(is_writing=False)  # it waits for others; a whole checkpoint is no change
        for pragma in ("busy_timeout=2000", "wal_checkpoint(TRUNCATE)", f"busy_timeout={PATIENCE}"):
            driver.execute(f"PRAGMA {pragma}")
    finally:
        connection.close()


def _begin_sqlite(connection: Any) -> None:
    driver = connection.connection.dbapi_connection
    driver.turn(is_writing=is_writing())
    if is_writing():
        _begin_when_free(connection)
    else:
        driver.execute("BEGIN")


def _begin_when_free(connection: Any) -> None:
    """Wait for whoever writes, looking often: SQLite itself looks ever more seldom, and leaves the
    database idle for longer than a transaction takes. Raises what SQLite does, in the end.
    """
    driver, until = connection.connection.dbapi_connection, time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refused:
            if not refused.sqlite_errorname.startswith("SQLITE_BUSY"):
                break
            time.sleep(_LOOK)
        else:
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # what it raises is known to who waits for it


def _look_whether_open(engine: Engine, driver: Any, _record: Any, _proxy: Any) -> None:
    """Leave aside what a server that has gone has closed: something is to be read there then.

    Asking the server each time would cost as much as a query does.
    """
    watch = select.poll()
    try:
        watch.register(driver.fileno(), select.POLLIN)
        is_open = not watch.poll(0)
    except engine.dialect.loaded_dbapi.Error:
        is_open = False
    if not is_open:
        raise InvalidatePoolError("The database has closed the connection.")


def _begin_postgresql(connection: Any) -> None:
    connection.connection.dbapi_connection.read_only = not is_writing()


def _end(dialect: Any, rollback: Callable[[Any], None], driver: Any) -> None:
    """End what only read by a commit, which is the same: after a rollback Psycopg has the server
    forget every plan, since a table might be gone with it.
    """
    is_well = dialect.loaded_dbapi.pq.TransactionStatus.INTRANS
    has_read = driver.read_only and driver.pgconn.transaction_status == is_well
    (dialect.do_commit if has_read else rollback)(driver)
