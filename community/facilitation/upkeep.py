"""Calls that nobody ended are ended by themselves, so that what they leave over moves on."""

from datetime import datetime, timedelta

from community import work
from community.db import db, transaction

from . import steering
from .models import Opening
from .queries import left_on
from .timing import LATE


def end_what_was_left_on(now: datetime) -> None:
    """End calls that should have ended two hours ago, each in a transaction of its own; one that
    fails does not stop the others. Raises `community.work.Unfinished`.
    """

    def end(number: int) -> None:
        with transaction():
            call = db.session.get_one(Opening, number).call
            steering.end(call, seen=number, by=None, now=now)

    found = [opening.id for opening in left_on(now - LATE)]
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, end, what="call")


JOBS = (work.Job("end calls that were left on", timedelta(minutes=5), end_what_was_left_on),)
