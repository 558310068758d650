"""Files of series between the moment they are put up and the moment they are imported."""

from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.db import db, transaction
from community.text import line
from community.work import Job

from .models import SeriesFile

KEPT = timedelta(days=2)
MOST_KEPT = 2
"""Files of one member that wait at the same time; the oldest makes room."""


def put_up(content: bytes, *, name: str, by: Member, now: datetime) -> SeriesFile:
    """Keep a file that can be read, until it is forgotten."""
    file = SeriesFile(
        member_id=by.id,
        name=line(PurePath(name.replace("\\", "/")).name)[:200] or "series.zip",
        content=content,
        made_at=now,
    )
    db.session.add(file)
    db.session.flush()
    latest = (
        select(SeriesFile.id)
        .where(SeriesFile.member_id == by.id)
        .order_by(SeriesFile.id.desc())
        .limit(MOST_KEPT)
    )
    kept = list(db.session.scalars(latest))
    db.session.execute(
        delete(SeriesFile).where(SeriesFile.member_id == by.id, SeriesFile.id.not_in(kept))
    )
    return file


def file_numbered(number: int) -> SeriesFile | None:
    """The file with this number, whoever put it up."""
    return db.session.get(SeriesFile, number)


def forget_old(now: datetime) -> None:
    """Forget the files put up days ago, imported or not."""
    with transaction():
        db.session.execute(delete(SeriesFile).where(SeriesFile.made_at < now - KEPT))


JOBS = (Job("forget files of series", timedelta(hours=12), forget_old),)
