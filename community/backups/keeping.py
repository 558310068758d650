"""Keeping backups: those that are asked for, and copies made before something large is done."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert
from sqlalchemy.exc import SQLAlchemyError

from community.config import Settings
from community.db import db, transaction

from .models import Backup, Reason
from .writing import Written, write

COPIES = "backups"  # the folder of copies, in the instance folder
MOST = 5  # copies kept


def keep(path: Path, settings: Settings, *, now: datetime, with_key: bool = True) -> Written:
    """Write a backup that was asked for, and note that it was made, or that it was not.

    Raises what `community.backups.writing.write` does.
    """
    try:
        written = write(path, settings, now=now, with_key=with_key)
    except Exception as error:
        note_fault(path.name, type(error).__name__, now=now)
        raise
    try:
        note(Reason.ASKED, written)
    except SQLAlchemyError:  # an older shape has no table for it; the backup is there all the same
        db.session.rollback()
    return written


def keep_copy(settings: Settings, name: str, *, now: datetime) -> Written:
    """Write a copy of the database into the instance folder; the last few are kept.

    Raises what `community.backups.writing.write` does.
    """
    folder = settings.instance_path / COPIES
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = write(folder / f"{name}-{now:%Y%m%dT%H%M%SZ}.zip", settings, now=now)
    copies = sorted(folder.glob("before-*.zip"), key=lambda copy: copy.stat().st_mtime_ns)
    for old in copies[:-MOST]:
        old.unlink(missing_ok=True)
    return written


def note(reason: Reason, written: Written) -> None:
    """Note a backup that is there, in a transaction of its own."""
    with transaction():
        note_on(db.session.connection(), reason, written)


def note_on(connection: Connection, reason: Reason, written: Written) -> None:
    """Note a backup that is there, on a connection in whose transaction this happens."""
    connection.execute(
        insert(Backup).values(
            at=written.manifest.made_at,
            reason=reason,
            name=written.path.name[:200],
            size=written.size,
            sha256=written.sha256,
        )
    )


def note_fault(name: str, fault: str, *, now: datetime) -> None:
    """Note that a backup could not be made, if even that can be written."""
    try:
        with transaction():
            db.session.add(Backup(at=now, reason=Reason.ASKED, name=name[:200], fault=fault[:100]))
    except SQLAlchemyError:
        db.session.rollback()
