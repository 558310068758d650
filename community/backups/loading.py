"""Putting rows into empty tables as they were, though rules forbid some of them to be made anew.

A sitting may hold more people than its capacity since that was lowered; rows may refer to rows that
come after them. So what watches new rows is put aside, and every reference is checked at the end.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    DateTime,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.sql.elements import quoted_name

from community.db import refuse_lost_references

from .values import Kind, kind_of

_AT_ONCE = 200  # rows sent together


def load(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert `rows`, whose values stand in the order of `columns`."""
    targets = [table.columns[name] for name in columns]
    zoned = [isinstance(c.type, DateTime) and c.type.timezone for c in targets]
    names = [f"value_{number}" for number in range(len(columns))]
    is_postgresql = connection.dialect.name == "postgresql"
    given: dict[str, Any] = {}
    for column, name in zip(targets, names, strict=True):
        is_document = kind_of(column.type) is Kind.DOCUMENT
        value: BindParameter[Any] = bindparam(name, type_=Text() if is_document else column.type)
        given[column.name] = cast(value, column.type) if is_document and is_postgresql else value
    statement = insert(table).values(given)
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        connection.execute(
            statement, [dict(zip(names, _in_zone(r, zoned), strict=True)) for r in some]
        )


@contextmanager
def unwatched(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """Put triggers and references aside while rows are loaded. Raises what the database says where
    a row refers to one that is not there.
    """
    postgresql = connection.dialect.name == "postgresql"
    with _postgresql(connection, tables) if postgresql else _sqlite(connection):
        yield


def count_on(connection: Connection, tables: Sequence[Table]) -> None:
    """Let the next numbers of rows be new ones; SQLite sees to that itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, Integer):
                name = func.pg_get_serial_sequence(_quoted(connection, table.name), column.name)
                counter = connection.scalar(select(name))
                if counter is not None:
                    highest = func.coalesce(func.max(column), 0) + 1
                    connection.execute(select(func.setval(counter, highest, False)))  # noqa: FBT003


def clear(connection: Connection, tables: Sequence[Table]) -> None:
    """Drop every table and what hangs on them."""
    for table in tables:
        how = " CASCADE" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TABLE {_quoted(connection, table.name)}{how}"))
    if connection.dialect.name == "postgresql":
        for (signature,) in connection.execute(text(_TRIGGER_FUNCTIONS)).all():
            connection.execute(text(f"DROP FUNCTION {signature}"))


@contextmanager
def _postgresql(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """References wait until all rows are there. Dropped and made anew, which is faster, they would
    take thousands of locks more, and the server has only so many.
    """
    names = [_quoted(connection, table.name) for table in tables]
    references = connection.execute(text(_REFERENCES)).all()
    for table, name in references:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE"))
    for table in names:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table in names:
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    for table, name in references:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))


@contextmanager
def _sqlite(connection: Connection) -> Iterator[None]:
    """References are off while the connection is without them: `community.db.unreferenced`."""
    triggers = connection.execute(text(_TRIGGERS)).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {_quoted(connection, name)}"))
    yield
    for _, definition in triggers:
        connection.exec_driver_sql(definition)
    refuse_lost_references(connection)


def _in_zone(row: Sequence[Any], zoned: Sequence[bool]) -> Iterator[Any]:
    for value, is_zoned in zip(row, zoned, strict=True):
        yield value.replace(tzinfo=UTC) if is_zoned and isinstance(value, datetime) else value


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(quoted_name(name, quote=True))


_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
_REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname)
      FROM pg_constraint
     WHERE contype = 'f' AND NOT condeferrable
       AND connamespace = current_schema()::regnamespace
     ORDER BY 1, 2
"""
_TRIGGER_FUNCTIONS = """
    SELECT p.oid::regprocedure::text
      FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace
       AND p.prorettype = 'trigger'::regtype
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
