"""What is done behind the scenes so that nothing of what was taken out stays in the files of the
database: on SQLite its log still holds the pages as they were.
"""

from datetime import datetime, timedelta

from . import engines, work
from .db import db

EVERY = timedelta(minutes=10)


def write_through(_now: datetime) -> None:
    """Empty the log into the file, in which what is deleted is overwritten."""
    db.session.rollback()  # nobody reads here meanwhile
    engines.write_through(db.engine)


JOBS = (work.Job("write the log of the database through", EVERY, write_through),)
