"""Whether numbers are still the same, read ahead of the application and without a session."""

import json
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, event, union_all

from .db import db

_GAP = re.compile(r"%(?:\((\w+)\)s|%)")  # for a value, or a sign that is doubled for its sake
_STILL = b"numbers still"
_READ_STILL = b"SELECT scope, number FROM revision WHERE scope = ANY($1::text[])"


@dataclass(frozen=True, slots=True)
class Beside:
    """Other names with numbers, to be read along ahead of the application: a statement as the
    database is sent it, and its values in their order.
    """

    sql: str
    given: tuple[int | str, ...]


def beside(asked: Sequence[Select[*tuple[Any, ...]]]) -> Beside:
    """The same as `numbers` reads along, for a `Reader`; of values that are texts and integers."""
    compiled = union_all(*asked).compile(dialect=db.engine.dialect)
    values = compiled.params
    if compiled.positiontup is not None:
        return Beside(str(compiled), tuple(values[name] for name in compiled.positiontup))
    names = list(values)
    places = {name: f"${place}" for place, name in enumerate(names, 2)}  # $1 are the scopes
    sql = _GAP.sub(lambda found: places[found[1]] if found[1] else "%", str(compiled))
    return Beside(sql, tuple(values[name] for name in names))


class Reader:
    """Reads numbers without a session and without a transaction, for what must be quick."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._mine = threading.local()
        self._open: list[Any] = []
        event.listen(engine, "engine_disposed", self._close)

    def are_still(self, known: Mapping[str, int], beside: Beside | None = None) -> bool:
        """Whether each scope of `known` has that number now, and `beside` the names and numbers
        that are in it; one read.
        """
        found = (self._on_sqlite if self._is_sqlite else self._on_postgresql)(known, beside)
        is_same = all(found.get(name, 0) == number for name, number in known.items())
        return is_same and found.keys() <= known.keys()

    def _on_sqlite(self, known: Mapping[str, int], beside: Beside | None) -> dict[str, int]:
        gaps = ",".join("?" * len(known))
        query = f"SELECT scope, number FROM revision WHERE scope IN ({gaps})"  # noqa: S608 - gaps
        given: list[int | str] = list(known)
        if beside is not None:
            query, given = f"{query} UNION ALL {beside.sql}", [*given, *beside.given]
        connection = self._engine.raw_connection()
        try:
            return dict(connection.dbapi_connection.execute(query, given).fetchall())  # type: ignore[union-attr]
        finally:
            connection.close()

    def _on_postgresql(self, known: Mapping[str, int], beside: Beside | None) -> dict[str, int]:
        """On a connection that each thread keeps, and past the cursors of Psycopg: to take one from
        the pool costs as much again as the answer, and a cursor three times as much.
        """
        driver = getattr(self._mine, "driver", None) or self._connect()
        given = [_array(known)]
        if beside is not None:
            given += [str(value).encode() for value in beside.given]
        found = driver.pgconn.exec_prepared(self._prepared(driver, beside), given)
        if not found.ntuples and found.error_message:
            self._mine.driver = None
            driver.close()
            raise ConnectionError(found.get_error_message())
        read = found.get_value
        return {read(row, 0).decode(): int(read(row, 1)) for row in range(found.ntuples)}

    def _prepared(self, driver: Any, beside: Beside | None) -> bytes:
        """The name of what is asked, which each connection is told once."""
        if beside is None:
            return _STILL
        names: dict[str, bytes] = self._mine.names
        if beside.sql not in names:
            name = b"%b %d" % (_STILL, len(names))
            driver.pgconn.prepare(name, _READ_STILL + b" UNION ALL " + beside.sql.encode())
            names[beside.sql] = name
        return names[beside.sql]

    def _connect(self) -> Any:
        connection = self._engine.raw_connection()
        connection.detach()
        driver: Any = connection.dbapi_connection
        driver.autocommit = True  # one way there and back, where a transaction takes three
        driver.pgconn.prepare(_STILL, _READ_STILL)
        self._open.append(driver)
        self._mine.driver, self._mine.names = driver, {}
        return driver

    def _close(self, _engine: Engine) -> None:
        self._mine = threading.local()
        while self._open:
            self._open.pop().close()


def _array(texts: Iterable[str]) -> bytes:
    """Names of scopes as PostgreSQL reads an array of texts (its manual, §8.15.2)."""
    return ("{" + ",".join(json.dumps(text, ensure_ascii=False) for text in texts) + "}").encode()
