"""What is in the database at one moment, read by reflection: it may be older than the program."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    TableClause,
    Text,
    cast,
    inspect,
    select,
    text,
)

from community.db import db

from .values import Kind, kind_of

VERSION = "alembic_version"
_OF_MACHINES = {VERSION, "attempt", "backup", "revision", "set_up_address", "submission", "turn"}
"""Tables whose rows nobody would miss: what the program writes before there is a community."""
_DERIVED = "search_"  # the index of what can be found is written anew from what is kept
_BESIDE = "search_words_"  # what SQLite keeps beside its index, and makes and drops by itself
_AT_ONCE = 200  # rows held in memory


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment of the database, whatever others write meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # SQLite never sees more than one moment
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def tables_in(connection: Connection) -> Sequence[Table]:
    """Every table there is, but for the one that holds the revision, and the index."""
    return [
        table
        for table in all_tables_in(connection)
        if table.name != VERSION and not table.name.startswith(_DERIVED)
    ]


def all_tables_in(connection: Connection) -> Sequence[Table]:
    """Every table there is, but for those that another drops along with itself."""
    found = MetaData()
    found.reflect(bind=connection, only=lambda name, _: not name.startswith(_BESIDE))
    return [table for _, table in sorted(found.tables.items())]


def revision_of(connection: Connection) -> str | None:
    """The revision of the database; None where it has no tables yet."""
    if not inspect(connection).has_table(VERSION):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION}"))  # noqa: S608
    return found


def holds_something(connection: Connection) -> bool:
    """Whether there is a row that somebody would miss."""
    return any(
        connection.execute(select(1).select_from(TableClause(name)).limit(1)).first() is not None
        for name in inspect(connection).get_table_names()
        if name not in _OF_MACHINES and not name.startswith(_DERIVED)
    )


def kinds_of(table: Table) -> dict[str, Kind]:
    """The columns of a table with their kinds. Raises `UnknownType`."""
    return {column.name: kind_of(column.type) for column in table.columns}


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """Every row, by its key, a few at a time."""
    query = select(*map(_read, table.columns)).order_by(*table.primary_key.columns)
    options = {"stream_results": True, "yield_per": _AT_ONCE}
    yield from connection.execution_options(**options).execute(query)


def _read(column: Column[Any]) -> ColumnElement[Any]:
    """A document is read as the text it is kept as: no value and an empty one stay apart."""
    return cast(column, Text) if kind_of(column.type) is Kind.DOCUMENT else column
