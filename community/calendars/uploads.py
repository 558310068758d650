"""Calendar files between the moment they are put up and the moment they are imported."""

from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.db import db, transaction
from community.text import line
from community.work import Job

from .models import ImportFile

KEPT = timedelta(days=2)
MOST_KEPT = 5
"""Files of one member that wait at the same time; the oldest makes room."""


def put_up(content: bytes, *, name: str, zone: str, by: Member, now: datetime) -> ImportFile:
    """Keep a file that can be read, until it is imported or forgotten."""
    file = ImportFile(
        member_id=by.id,
        name=line(PurePath(name.replace("\\", "/")).name)[:200] or "calendar.ics",
        content=content,
        zone=zone,
        made_at=now,
    )
    db.session.add(file)
    db.session.flush()
    latest = (
        select(ImportFile.id)
        .where(ImportFile.member_id == by.id)
        .order_by(ImportFile.id.desc())
        .limit(MOST_KEPT)
    )
    kept = list(db.session.scalars(latest))
    db.session.execute(
        delete(ImportFile).where(ImportFile.member_id == by.id, ImportFile.id.not_in(kept))
    )
    return file


def file_numbered(number: int) -> ImportFile | None:
    """The file with this number, whoever put it up."""
    return db.session.get(ImportFile, number)


def locked(file: ImportFile) -> ImportFile | None:
    """The file, read again and held until the transaction ends; None where it is forgotten."""
    return db.session.get(ImportFile, file.id, with_for_update=True, populate_existing=True)


def forget_old(now: datetime) -> None:
    """Forget the files put up days ago, imported or not."""
    with transaction():
        db.session.execute(delete(ImportFile).where(ImportFile.made_at < now - KEPT))


JOBS = (Job("forget calendar files", timedelta(hours=12), forget_old),)
