"""Files of series between the moment they are put up and the moment they are imported."""

from datetime import datetime

from community import waiting_files
from community.accounts.models import Member
from community.db import db

from .models import SeriesFile

MOST_KEPT = 2


def put_up(content: bytes, *, name: str, by: Member, now: datetime) -> SeriesFile:
    """Keep a file that can be read, until it is forgotten."""
    file: SeriesFile = waiting_files.keep(
        SeriesFile,
        most=MOST_KEPT,
        name=name,
        usual_name="series.zip",
        member_id=by.id,
        content=content,
        made_at=now,
    )
    return file


def file_numbered(number: int) -> SeriesFile | None:
    """The file with this number, whoever put it up."""
    return db.session.get(SeriesFile, number)


JOBS = (waiting_files.forgetting(SeriesFile, "forget files of series"),)
