"""Bringing the database to the present shape, one program at a time, with a copy kept before."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Connection, text

from . import clock
from .backups import keeping, tables
from .backups.models import Reason
from .backups.writing import Written
from .config import Settings
from .db import db, migrating, unreferenced
from .errors import trace_of

_LOCK = 7_202_613
_log = logging.getLogger(__name__)


class NotUpgraded(SystemExit):
    """The database could not be brought up to date and is as it was; the text says what to do.

    It ends the program with that sentence, whatever has started it.
    """


def upgrade(app: Flask, settings: Settings) -> Path | None:
    """Run the migrations that are missing; several programs starting at once run them once.

    Where the database holds something a copy of it is kept first; gives its path. Either all
    migrations are run or none. Raises `NotUpgraded`, and what the database says where it does not
    answer.
    """
    with app.app_context(), one_at_a_time(settings):
        with tables.snapshot() as connection:
            here = tables.revision_of(connection)
            if here == newest():
                return None
            is_kept = here is not None and tables.holds_something(connection)
        if here is not None and not knows(here):
            raise NotUpgraded(
                f"The database is of a newer version of the program (revision {here}). Run that "
                "version, or restore a backup from before. Nothing was changed."
            )
        copy = _keep_copy(settings) if is_kept else None
        _migrate_or_explain(copy)
        if copy is not None:
            keeping.note(Reason.UPGRADE, copy)
    return copy.path if copy else None


def migrate(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to `revision` in the transaction of `connection`."""
    config = current_app.extensions["migrate"].migrate.get_config(_folder())
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_present() -> bool:
    """Whether the database has the shape this version of the program knows."""
    table = text("SELECT version_num FROM alembic_version")
    return bool(db.session.scalar(table) == newest())


def newest() -> str | None:
    """The revision of this version of the program."""
    return _scripts(_folder()).get_current_head()


def knows(revision: str) -> bool:
    """Whether this version of the program has a migration that leads to `revision`."""
    return revision in {script.revision for script in _scripts(_folder()).walk_revisions()}


@contextmanager
def one_at_a_time(settings: Settings) -> Iterator[None]:
    """Hold the shape of the database: no other program changes it meanwhile."""
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


def _keep_copy(settings: Settings) -> Written:
    """A copy of the database before it becomes `newest`; without one nothing is begun."""
    try:
        return keeping.keep_copy(settings, f"before-{newest()}", now=clock.now())
    except Exception as error:
        _log.error("No copy of the database could be kept.\n%s", trace_of(error))
        raise NotUpgraded(
            "The database is to be brought up to date, but no copy of it could be kept in "
            f"{settings.instance_path / keeping.COPIES} ({type(error).__name__}). "
            "Nothing was changed."
        ) from error


def _migrate_or_explain(copy: Written | None) -> None:
    try:
        _run()
    except Exception as error:
        _log.error("The database could not be brought up to date.\n%s", trace_of(error))
        kept = f" A copy from before is kept in {copy.path}." if copy else ""
        raise NotUpgraded(
            "The database could not be brought up to date, and is as it was; the log says where "
            f"it failed.{kept} Run the version of the program you had, and tell us."
        ) from error


def _run() -> None:
    with (
        migrating(),
        db.engine.connect() as connection,
        unreferenced(connection),
        connection.begin(),
    ):
        migrate(connection)


def _folder() -> str:
    return str(Path(current_app.root_path) / current_app.extensions["migrate"].migrate.directory)


@lru_cache(maxsize=4)
def _scripts(folder: str) -> ScriptDirectory:
    return ScriptDirectory(folder)
