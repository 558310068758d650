"""The database: column types, named constraints, and the one transaction that commits."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Enum,
    Executable,
    MetaData,
    inspect,
    select,
)
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from .text import reading_ahead

Row = TypeVar("Row", bound="Base")
# For `innerjoin` of what is always there: behind something that may be missing it is an outer join
# beside the others. Nested into that one, SQLite would read the whole of both tables for a row.
UNNESTED: Any = "unnested"
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class LostReference(Exception):
    """A row refers to one that is not there."""


class Instant(TypeDecorator[datetime]):
    """An instant, always aware and in UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware value into UTC; SQLite stores it without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give an aware UTC value back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallClock(TypeDecorator[datetime]):
    """A date and time as read from a clock on a wall, without a zone; an aware value is refused."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse what carries a zone."""
        if value is not None and value.tzinfo is not None:
            raise ValueError("A wall-clock time has no time zone.")
        return value


class Base(DeclarativeBase):
    """What every model grows from. `datetime` columns are instants unless they say otherwise."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Instant()},
    )


db = SQLAlchemy(metadata=Base.metadata)


def choice(kind: type[StrEnum], *, name: str | None = None) -> Enum:
    """A column that holds one of the values of `kind`, as text, held by a named check. Where a
    table has two of one kind, each has a `name` of its own.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=20,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class ChoiceOf(TypeDecorator[StrEnum]):
    """The same of the values of several kinds; all of them are texts of their own."""

    impl = Enum
    cache_ok = True

    def __init__(self, kinds: tuple[type[StrEnum], ...], name: str) -> None:
        values = [one.value for kind in kinds for one in kind]
        super().__init__(*values, native_enum=False, create_constraint=True, length=20, name=name)
        self.kinds = kinds

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Give the member back."""
        return next((one for kind in self.kinds for one in kind if one == value), None)


def locked(model: type[Row], row_id: int) -> Row:
    """The row, held until the transaction ends and read again with what is joined to it.

    Two statements: what is joined to a row that was waited for would be read as it was before.
    Raises `sqlalchemy.exc.NoResultFound` where there is none.
    """
    key = inspect(model).primary_key[0]
    db.session.execute(select(key).where(key == row_id).with_for_update())
    return db.session.get_one(model, row_id, populate_existing=True)


def plainly(statement: Executable, given: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Send a statement that asks for columns, or writes, within the transaction of the session: a
    fifth of what it costs through the session, which makes objects. What waits is written first.
    """
    db.session.flush()
    return db.session.connection().execute(statement, given)


def number_of(row: "Base") -> int:
    """The primary key of a row that was read before: known without reading it again."""
    known = inspect(row).identity
    return int(known[0] if known else row.id)  # type: ignore[attr-defined]


@contextmanager
def transaction(texts: Iterable[str] = ()) -> Iterator[None]:
    """All of it happens or none. What was read before is read again inside. `texts` are rendered
    before it begins, so that nobody waits for a long one.

    Outside of it the database is read-only. On SQLite it begins IMMEDIATE, so that reading and
    then writing never meets a lock it cannot wait for.
    """
    if _writing.get():
        raise RuntimeError("A transaction is already open.")
    db.session.rollback()
    with reading_ahead(texts):
        yield from _writing_all_or_nothing()


def _writing_all_or_nothing() -> Iterator[None]:
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Whether what is begun now may write."""
    return _writing.get()


@contextmanager
def migrating() -> Iterator[None]:
    """Let connections write outside of a transaction of ours: for migrations alone."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unreferenced(connection: Connection) -> Iterator[None]:
    """Let tables be made anew on SQLite, which would take what refers to them along: a migration
    that changes a table puts another in its place. To be opened before the transaction begins.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    plain: Any = connection.connection.dbapi_connection
    plain.turn(is_writing=True)
    plain.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()  # within a transaction SQLite would not listen
        plain.turn(is_writing=True)
        plain.execute("PRAGMA foreign_keys=ON")
        plain.turn(is_writing=False)


def refuse_lost_references(connection: Connection) -> None:
    """Raise `LostReference` where SQLite, told not to look, has let a row refer to nothing."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise LostReference(
                f"a row of “{lost[0]}” refers to one of “{lost[2]}” that is not there"
            )
