"""Bringing the database to the present shape, one program at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import flask_migrate
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import text

from .config import Settings
from .db import db, migrating

_LOCK = 7_202_613


def upgrade(app: Flask, settings: Settings) -> None:
    """Run the migrations that are missing; several programs starting at once run them once."""
    with app.app_context(), _one_at_a_time(settings), migrating():
        flask_migrate.upgrade(directory=str(Path(app.root_path) / "migrations"))


def is_present() -> bool:
    """Whether the database has the shape this version of the program knows."""
    table = text("SELECT version_num FROM alembic_version")
    newest = _newest(str(Path(current_app.root_path) / "migrations"))
    return bool(db.session.scalar(table) == newest)


@lru_cache(maxsize=4)
def _newest(folder: str) -> str | None:
    return ScriptDirectory(folder).get_current_head()


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    if settings.is_sqlite:
        settings.instance_path.mkdir(parents=True, exist_ok=True)
        with (settings.instance_path / "migrating.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
