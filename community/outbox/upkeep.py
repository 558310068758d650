"""What the worker does for letters beside posting them: forgetting those that ended long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from community.db import db, transaction
from community.work import Job

from . import files
from .models import Letter

KEPT = timedelta(days=30)  # after its end: what was owed once is not owed again meanwhile


def forget_old(now: datetime) -> None:
    """Delete letters that ended a month ago, and the files of letters that are no more."""
    with transaction():
        db.session.execute(delete(Letter).where(Letter.closed_at < now - KEPT))
    files.forget_files()


JOBS = (Job("forget old letters", timedelta(hours=1), forget_old),)
