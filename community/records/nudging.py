"""Nudges: the facilitators of a call that has no record are reminded after three and seven days.

Calls that ended longer ago when they are first looked at are left alone.
"""

from datetime import datetime, timedelta

from community import work
from community.calls.models import Call
from community.calls.queries import facilitators_of
from community.db import db, transaction
from community.outbox.owing import owe_all

from .list_queries import is_being_corrected, without_record

NUDGE = "record_nudge"
DAYS = (7, 3)  # after the end of a call
_LATE = timedelta(days=3)  # a nudge that could not be owed for so long is left out


def owe_nudges(now: datetime) -> None:
    """Owe the nudges whose time has come, each call in a transaction of its own. Raises
    `community.work.Unfinished`.
    """
    due = {call_id: days for days in sorted(DAYS) for call_id in _due(days, now)}
    db.session.rollback()  # reading is over before the writing begins

    def owe(call_id: int) -> None:
        with transaction():
            days = due[call_id]
            people = [one.person_id for one in facilitators_of(db.session.get_one(Call, call_id))]
            facts = {"call": call_id, "days": days}
            owe_all(NUDGE, people, about=f"record {call_id} {days} days", facts=facts, now=now)

    work.each(due, owe, what="nudge")


def is_missing(call: Call, now: datetime) -> bool:
    """Whether a call that has ended is without a record, and nobody is at it."""
    query = without_record(now - timedelta(days=60), now).where(
        Call.id == call.id, ~is_being_corrected(now)
    )
    return db.session.scalar(query) is not None


def _due(days: int, now: datetime) -> list[int]:
    ended = now - timedelta(days=days)
    query = without_record(ended - _LATE, ended).where(~is_being_corrected(now))
    return list(db.session.scalars(query.order_by(Call.id)))


JOBS = (work.Job("nudge for records", timedelta(hours=1), owe_nudges),)
