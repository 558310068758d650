"""What comes out the same each time is worked out once: for all applications that tests make."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import Connection, Table, event, text
from werkzeug.routing import Rule

from community import schema
from community.backups import restoring, tables
from tests.compiled import COMPILED

SHAPES = {
    "sqlite": "SELECT group_concat(sql, ';') FROM sqlite_master",
    "postgresql": """
        SELECT string_agg(said, ';' ORDER BY said) FROM (
          SELECT concat_ws(' ', attrelid::regclass, attnum, attname, attnotnull,
                           format_type(atttypid, atttypmod), attidentity, attgenerated) AS said
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
           WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND relkind IN ('r', 'v')
          UNION ALL SELECT concat_ws(' ', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid))
            FROM pg_attrdef
          UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        ) AS all_of_it""",
}
_ASKING = ("SELECT", "PRAGMA MAIN.", "PRAGMA TEMP.")

_sent: dict[tuple[str, str, str], list[tuple[str, Any]]] = {}
_reflected: dict[tuple[str, str], Sequence[Table]] = {}
_builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


@pytest.fixture(autouse=True, scope="session")
def _once_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let templates be compiled once, migrations of an empty database send again what they sent the
    first time, tables of the very same shape be read once, and an address be taken apart once.
    """
    own = tmp_path_factory.getbasetemp()
    COMPILED.folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "compiled"
    COMPILED.folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrate", _migrating(schema.migrate))
        reflecting = _reflecting(tables.all_tables_in)
        for module in (tables, restoring):
            patch.setattr(module, "all_tables_in", reflecting)
        patch.setattr(Rule, "_compile_builder", _building(Rule._compile_builder))
        yield


def _migrating(migrate: Callable[[Connection, str], None]) -> Callable[..., None]:
    @wraps(migrate)
    def again(connection: Connection, revision: str = "head") -> None:
        if tables.revision_of(connection) is not None or _holds_tables(connection):
            migrate(connection, revision)
            return
        folder = str(current_app.extensions["migrate"].migrate.directory)
        key = connection.dialect.name, folder, revision
        if key not in _sent:
            _sent[key] = _heard(connection, lambda: migrate(connection, revision))
            return
        for statement, values in _sent[key]:
            connection.exec_driver_sql(statement, values)

    return again


def _heard(connection: Connection, act: Callable[[], None]) -> list[tuple[str, Any]]:
    """What `act` sends that changes something, in order."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_ASKING):
            heard.append((statement, values or None))

    event.listen(connection, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", hear)
    return heard


def _holds_tables(connection: Connection) -> bool:
    return bool(connection.scalar(text(SHAPES[connection.dialect.name])))


def _reflecting(
    reflect: Callable[[Connection], Sequence[Table]],
) -> Callable[[Connection], Sequence[Table]]:
    @wraps(reflect)
    def again(connection: Connection) -> Sequence[Table]:
        engine = connection.dialect.name
        key = engine, str(connection.scalar(text(SHAPES[engine])))
        if key not in _reflected:
            _reflected[key] = reflect(connection)
        return _reflected[key]

    return again


def _building(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(compile_builder)
    def again(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:
            return compile_builder(self, append_unknown)
        key = self.rule, tuple(self._trace), append_unknown
        if key not in _builders:
            _builders[key] = compile_builder(self, append_unknown)
        return _builders[key]

    return again
