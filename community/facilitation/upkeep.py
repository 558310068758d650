"""Calls that nobody ended are ended by themselves, so that what they leave over moves on."""

from datetime import datetime, timedelta

from community import work
from community.db import db, transaction

from . import steering
from .leaving_queries import left_on
from .models import Opening


def end_what_was_left_on(now: datetime) -> None:
    """End calls whose sitting is over and at which nothing is done any more, as of when that was,
    each in a transaction of its own; one that fails does not stop the others.

    Raises `community.work.Unfinished`.
    """

    def end(number: int) -> None:
        with transaction():
            over = left_on(now).get(number)  # nobody may have come back to it meanwhile
            if over is not None:
                call = db.session.get_one(Opening, number).call
                steering.end(call, seen=number, by=None, ended_at=over, now=now)

    found = list(left_on(now))
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, end, what="call")


JOBS = (work.Job("end calls that were left on", timedelta(minutes=5), end_what_was_left_on),)
