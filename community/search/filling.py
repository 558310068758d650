"""Filling an index that does not hold everything yet: of a database from before there was one, or
that has just been restored.
"""

from datetime import datetime, timedelta

from community import work
from community.db import db

from . import indexing


def fill_once(now: datetime) -> None:
    """Put in whatever there is, unless that was done."""
    is_whole = indexing.is_whole()
    db.session.rollback()  # reading is over before the writing begins
    if not is_whole:
        indexing.index_all(now=now)


JOBS = (work.Job("fill the index of what can be found", timedelta(minutes=1), fill_once),)
