"""The two databases every test of data runs against, each put back after a test that wrote."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from community import schema
from community.config import Settings
from community.db import db
from tests.postgres import Postgres
from tests.watch import has_committed, watch

KEY = "a key for tests, long enough to be taken as one"


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
    """An application under watch: no template of it may query."""
    app = _create(settings)
    app.testing = True
    with app.app_context():
        watch(app, db.engine)
    return app


class House:
    """One application on one database; `restore` gives it back as the migrations left it."""

    def __init__(self, settings: Settings, put_back: Callable[[], object]) -> None:
        self.settings = settings
        self._put_back = put_back
        self.app = make_app(settings)
        self.written_outside = False

    def restore(self) -> None:
        """Put the database back where anything was committed."""
        with self.app.app_context():
            committed = has_committed(db.engine)
            if committed or self.written_outside:
                db.engine.dispose()
                self._put_back()
        self.written_outside = False


def sqlite_house(folder: Path) -> House:
    """A house on a SQLite file in `folder`, copied from one migrated once."""
    template, file = folder / "template.db", folder / "community.db"
    _migrate(settings_for(f"sqlite:///{template}", folder))

    def copy() -> None:
        for leftover in folder.glob("community.db*"):
            leftover.unlink()
        shutil.copyfile(template, file)

    copy()
    return House(settings_for(f"sqlite:///{file}", folder), copy)


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
