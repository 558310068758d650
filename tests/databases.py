"""The two databases every test of data runs against, each put back after a test that wrote."""

import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache

from community import schema
from community.config import Settings
from community.db import db, transaction
from tests.compiled import COMPILED
from tests.postgres import Postgres
from tests.watch import has_committed, watch

KEY = "a key for tests, long enough to be taken as one"
Made = TypeVar("Made")


def settings_for(url: str, folder: Path, **changes: Any) -> Settings:
    """Settings with `url` as the database and `folder` as the instance."""
    given: dict[str, Any] = {
        "instance_path": folder,
        "database_url": url,
        "base_url": "http://localhost:8000",
        "secret_key": KEY,
    }
    return Settings(**given | changes)


def make_app(settings: Settings) -> Flask:
    """An application under watch: no template of it may query. No power cut is waited for."""
    app = _create(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        _hurry(db.engine)
        watch(app, db.engine)
    return app


def _hurry(engine: Engine) -> None:
    """Leave it to the system when what is committed to SQLite reaches the disk; let PostgreSQL read
    once what it is asked again; and compile no statement twice, however many the tests send, and
    from whichever application: all of them speak to a database in the same way.
    """
    event.listen(engine, "connect", _HURRY[engine.dialect.name])
    if first := _FIRST.get(engine.dialect.name):
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    assert isinstance(engine._compiled_cache, LRUCache)
    engine._compiled_cache.capacity = 20_000


def _leave_it_to_the_system(connection: Any, _record: Any) -> None:
    for is_writing in (True, False):
        connection.turn(is_writing=is_writing)
        connection.execute("PRAGMA synchronous=OFF")


def _prepare_at_once(connection: Any, _record: Any) -> None:
    connection.prepare_threshold, connection.prepared_max = 1, 10_000


_FIRST: dict[str, Engine] = {}
_HURRY = {"sqlite": _leave_it_to_the_system, "postgresql": _prepare_at_once}


class House:
    """One application on one database; `restore` gives it back as the migrations left it."""

    def __init__(
        self, settings: Settings, put_back: Callable[[], object], file: Path | None = None
    ) -> None:
        self.settings = settings
        self._put_back = put_back
        self._file = file
        self._furnished: dict[Callable[[], Any], tuple[Path, bytes]] = {}
        self._others: dict[tuple[tuple[str, Any], ...], Flask] = {}
        self.app = make_app(settings)
        with self.app.app_context():
            db.engine.connect().close()  # only now is known how to speak to it
            _FIRST.setdefault(db.engine.dialect.name, db.engine)
        self.written_outside = False

    def app_with(self, **changes: Any) -> Flask:
        """A further application on the same database, with settings changed; the same each time."""
        self.written_outside = True
        wanted = tuple(sorted(changes.items()))
        if wanted not in self._others:
            given = settings_for(self.settings.database_url, self.settings.instance_path, **changes)
            self._others[wanted] = make_app(given)
        return self._others[wanted]

    def furnish(self, make: Callable[[], Made]) -> Made:
        """What `make` makes and gives, committed: for rows that many tests begin with.

        On SQLite it runs once; then the database is filled with a copy of what it made.
        """
        if make in self._furnished:
            copy, made = self._furnished[make]
            self._let_go()
            _put(copy, self._file or copy)
            self.written_outside = True
            return pickle.loads(made)
        with self.app.app_context(), transaction():
            db.session().expire_on_commit = False
            given = make()
        if self._file:
            copy = self._file.with_name(f"furnished{len(self._furnished)}.db")
            with (
                closing(sqlite3.connect(self._file)) as database,
                closing(sqlite3.connect(copy)) as kept,
            ):
                database.backup(kept)
            self._furnished[make] = copy, pickle.dumps(given)
        return given

    def close(self) -> None:
        """Let go of the database."""
        self._let_go()

    def restore(self) -> None:
        """Put the database back where anything was committed, and forget the letters written."""
        with self.app.app_context():
            committed = has_committed(db.engine)
        if committed or self.written_outside:
            if self._file:  # which is replaced; what is connected to a server may stay so
                self._let_go()
            self._put_back()
            shutil.rmtree(self.settings.instance_path / "letters", ignore_errors=True)
            (self.settings.instance_path / "erased").unlink(missing_ok=True)
        self.written_outside = False

    def _let_go(self) -> None:
        for app in (self.app, *self._others.values()):
            with app.app_context():
                db.engine.dispose()


def sqlite_house(folder: Path) -> House:
    """A house on a SQLite file in `folder`, copied from one migrated once."""
    template, file = folder / "template.db", folder / "community.db"
    _migrate(settings_for(f"sqlite:///{template}", folder))

    def copy() -> None:
        _put(template, file)

    copy()
    return House(settings_for(f"sqlite:///{file}", folder), copy, file)


def _put(template: Path, file: Path) -> None:
    """Make a database that nobody has open, at `file`, a copy of `template`."""
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    shutil.copyfile(template, file)


def postgresql_house(server: Postgres, folder: Path) -> House:
    """A house on a database of `server`, migrated once and emptied after each test that wrote.

    Emptied is as migrated only while no migration writes rows; one that does fails here.
    """
    name = f"community_{os.getpid()}"
    server.create(name)
    settings = settings_for(server.url(name), folder)
    _migrate(settings)
    erase = server.eraser(name)
    if rows := erase():
        raise RuntimeError(f"A migration writes rows into {rows}: keep them when erasing.")
    return House(settings, erase)


def _migrate(settings: Settings) -> None:
    app = _create(settings)
    schema.upgrade(app, settings)
    with app.app_context():
        db.engine.dispose()


def _create(settings: Settings) -> Flask:
    from app import create_app  # noqa: PLC0415 - tests of pure code load without the application

    return create_app(settings)
