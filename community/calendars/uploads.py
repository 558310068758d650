"""Calendar files between the moment they are put up and the moment they are imported."""

from datetime import datetime

from community import waiting_files
from community.accounts.models import Member
from community.db import db

from .models import ImportFile

MOST_KEPT = 5


def put_up(content: bytes, *, name: str, zone: str, by: Member, now: datetime) -> ImportFile:
    """Keep a file that can be read, until it is imported or forgotten."""
    file: ImportFile = waiting_files.keep(
        ImportFile,
        most=MOST_KEPT,
        name=name,
        usual_name="calendar.ics",
        member_id=by.id,
        content=content,
        zone=zone,
        made_at=now,
    )
    return file


def file_numbered(number: int) -> ImportFile | None:
    """The file with this number, whoever put it up."""
    return db.session.get(ImportFile, number)


def locked(file: ImportFile) -> ImportFile | None:
    """The file, read again and held until the transaction ends; None where it is forgotten."""
    return db.session.get(ImportFile, file.id, with_for_update=True, populate_existing=True)


JOBS = (waiting_files.forgetting(ImportFile, "forget calendar files"),)
