"""Records that were open for correction are published by themselves when their days are over."""

from datetime import datetime, timedelta

from community import work
from community.calls.models import Call
from community.db import db, transaction

from .list_queries import waiting_to_be_published
from .nudging import JOBS as NUDGES
from .publishing import publish_when_due


def publish_what_is_due(now: datetime) -> None:
    """Publish each in a transaction of its own; one that fails does not stop the others. Raises
    `community.work.Unfinished`.
    """

    def publish(call_id: int) -> None:
        with transaction():
            publish_when_due(db.session.get_one(Call, call_id), now=now)

    found = waiting_to_be_published(now)
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, publish, what="record")


JOBS = (work.Job("publish records", timedelta(minutes=5), publish_what_is_due), *NUDGES)
