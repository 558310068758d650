"""Restoring a backup: all of it is read first, then all of it takes the place of what is there.

The tables are made at the revision of the backup, the rows put in, and the migrations since then
run: one transaction, so that whatever fails leaves the database as it was.
"""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, delete
from sqlalchemy.exc import IntegrityError, OperationalError

from community import schema
from community.config import Settings
from community.db import LostReference, db, migrating, unreferenced

from . import keeping
from .archive import Damaged, Manifest, Reader
from .archive import Table as Kept
from .loading import clear, count_on, load, unwatched
from .models import Reason
from .tables import all_tables_in, holds_something, kinds_of, revision_of, snapshot, tables_in
from .writing import KEY_FILE, LETTERS, Written, mark_of, read_back

_UNCHANGED = "Nothing was changed."
_NO_ROOM_FOR_LOCKS = "53200"  # out of shared memory
_LETTER = re.compile(r"letters/[A-Za-z0-9_-]{1,80}\.eml")


class NotRestored(Exception):
    """Nothing was changed; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `copy` is the backup of what was there before, None where nothing was;
    `is_same_key` says whether the key now in use is the one of the backup.
    """

    manifest: Manifest
    copy: Path | None
    is_same_key: bool


def examine(path: Path) -> tuple[Manifest, str]:
    """Read all of a backup; gives what it says of itself and its digest. Raises `NotRestored`."""
    try:
        digest = read_back(path)
        with Reader(path) as backup:
            manifest = backup.manifest
    except Damaged as damage:
        raise NotRestored(f"{path.name} cannot be restored: {damage} {_UNCHANGED}") from damage
    if not schema.knows(manifest.revision):
        raise NotRestored(
            f"{path.name} was made by a newer version of the program (revision "
            f"{manifest.revision}). Restore it with that version. Nothing was changed."
        )
    return manifest, digest


def restore(path: Path, settings: Settings, *, replace: bool, now: datetime) -> Restored:
    """Make the database, the key and the letters those of a backup.

    Where the database holds something it is refused unless `replace`, and then a copy of it is
    kept first. Raises `NotRestored`, which says so where anything was changed, `OSError` and what
    the database says.
    """
    manifest, digest = examine(path)
    origin = Written(path, manifest, path.stat().st_size, digest)
    with schema.one_at_a_time(settings), Reader(path) as backup:
        copy = _keep_what_is_there(settings, replace=replace, now=now)
        try:
            _replace(backup, [(Reason.ASKED, origin), *([(Reason.RESTORE, copy)] if copy else [])])
        except (Damaged, LostReference) as wrong:
            raise NotRestored(f"{path.name} cannot be restored: {wrong} {_UNCHANGED}") from wrong
        except IntegrityError as wrong:
            raise NotRestored(
                f"{path.name} cannot be restored: its rows do not fit together. {_UNCHANGED}"
            ) from wrong
        except OperationalError as wrong:
            if getattr(wrong.orig, "sqlstate", None) != _NO_ROOM_FOR_LOCKS:
                raise
            raise NotRestored(
                f"{path.name} cannot be restored: it changes every table at once, and PostgreSQL "
                "has no room for so many locks. Raise its max_locks_per_transaction (256 is "
                f"plenty), start it anew and restore again. {_UNCHANGED}"
            ) from wrong
        try:
            is_same_key = _put_key_back(backup, settings)
            _put_letters_back(backup, settings)
        except OSError as wrong:
            raise NotRestored(
                f"The database is that of {path.name} now, but its secret key and letters could"
                f" not be written ({wrong.strerror}). Make {settings.instance_path} writable and"
                " restore once more, with --replace."
            ) from wrong
    return Restored(manifest, copy.path if copy else None, is_same_key)


def _replace(backup: Reader, notes: Sequence[tuple[Reason, Written]]) -> None:
    with (
        migrating(),
        db.engine.connect() as connection,
        unreferenced(connection),
        connection.begin(),
    ):
        _fill(connection, backup)
        schema.migrate(connection)
        for reason, written in notes:
            keeping.note_on(connection, reason, written)


def _keep_what_is_there(settings: Settings, *, replace: bool, now: datetime) -> Written | None:
    with snapshot() as connection:
        there, revision = holds_something(connection), revision_of(connection)
    if not there:
        return None
    if not replace:
        raise NotRestored(
            "The database holds something already. With --replace the backup takes its place, "
            "and a copy of what is there is kept first. Nothing was changed."
        )
    return keeping.keep_copy(settings, f"before-restore-of-{revision}", now=now)


def _fill(connection: Connection, backup: Reader) -> None:
    """Make the tables as they were when the backup was made, and put its rows in."""
    clear(connection, all_tables_in(connection))
    schema.migrate(connection, backup.manifest.revision)
    tables = {table.name: table for table in tables_in(connection)}
    with unwatched(connection, list(tables.values())):
        for table in tables.values():
            connection.execute(delete(table))  # what a migration has written
        for kept in backup.manifest.tables:
            _load(connection, backup, kept, tables)
    count_on(connection, list(tables.values()))


def _load(connection: Connection, backup: Reader, kept: Kept, tables: Mapping[str, Table]) -> None:
    table = tables.get(kept.name)
    if table is None or kinds_of(table) != kept.columns:
        raise Damaged(
            f"its table “{kept.name}” is not the one of revision {backup.manifest.revision}."
        )
    load(connection, table, list(kept.columns), backup.rows(kept))


def _put_key_back(backup: Reader, settings: Settings) -> bool:
    """Whether the key in use from now on is the one the backup was made with."""
    kept = next((f for f in backup.manifest.files if f.name == KEY_FILE), None)
    if kept is None or settings.is_key_given:
        return mark_of(settings.secret_key) == backup.manifest.key
    content = backup.read_file(kept)
    _write(settings.instance_path / KEY_FILE, content)
    return mark_of(content.decode().strip()) == backup.manifest.key


def _put_letters_back(backup: Reader, settings: Settings) -> None:
    """The letters of the backup, and no others: their numbers belong to what was there before."""
    kept = [file for file in backup.manifest.files if _LETTER.fullmatch(file.name)]
    names = {Path(file.name).name for file in kept}
    for letter in (settings.instance_path / LETTERS).glob("letter-*"):
        if letter.name not in names:
            letter.unlink(missing_ok=True)
    for file in kept:
        _write(settings.instance_path / file.name, backup.read_file(file))


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole, for its owner's eyes alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, made = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(made).replace(path)
