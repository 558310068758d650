"""Nudges: the facilitators of a call that has no record are reminded after three and seven days,
and when the time for corrections is over and the record does not publish by itself.

Calls that ended longer ago when they are first looked at are left alone.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from community import work
from community.calls.models import Call
from community.calls.queries import facilitators_of, sittings_of
from community.db import db, transaction
from community.outbox.owing import owe_all

from .list_queries import is_being_corrected, without_record
from .models import Period

NUDGE = "record_nudge"
DAYS = (7, 3)  # after the end of a call
_LATE = timedelta(days=3)  # a nudge that could not be owed for so long is left out
_LONG = timedelta(days=60)  # after so long nobody is reminded any more


def owe_nudges(now: datetime) -> None:
    """Owe the nudges whose time has come, each call in a transaction of its own. Raises
    `community.work.Unfinished`.
    """
    due = {call_id: f"{days} days" for days in sorted(DAYS) for call_id in _due(days, now)}
    corrected = {call_id: f"corrected {period_id}" for call_id, period_id in _corrected(now)}
    due |= corrected
    db.session.rollback()  # reading is over before the writing begins

    def owe(call_id: int) -> None:
        with transaction():
            call = db.session.get_one(Call, call_id)
            ended = max(s.ends_at for s in sittings_of(call) if not s.is_cancelled)
            people = [one.person_id for one in facilitators_of(call)]
            facts = {
                "call": call_id,
                "days": (now - ended).days,
                "corrected": call_id in corrected,
            }
            owe_all(NUDGE, people, about=f"record {call_id} {due[call_id]}", facts=facts, now=now)

    work.each(due, owe, what="nudge")


def is_missing(call: Call, now: datetime) -> bool:
    """Whether a call that has ended is without a record, and nobody is at it."""
    query = without_record(now - _LONG, now).where(Call.id == call.id, ~is_being_corrected(now))
    return db.session.scalar(query) is not None


def _due(days: int, now: datetime) -> list[int]:
    ended = now - timedelta(days=days)
    query = without_record(ended - _LATE, ended).where(~is_being_corrected(now - _LATE))
    return list(db.session.scalars(query.order_by(Call.id)))


def _corrected(now: datetime) -> list[tuple[int, int]]:
    """The calls whose time for corrections has ended of late without a record, and the period."""
    over = Period.ended_at.is_(None), Period.until <= now, Period.until > now - _LATE
    lately = select(Period.call_id).where(*over, ~Period.publishes)
    query = (
        without_record(now - _LONG, now)
        .join(Period, Period.call_id == Call.id)
        .where(Call.id.in_(lately), *over)
        .add_columns(Period.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Call.id))]


JOBS = (work.Job("nudge for records", timedelta(hours=1), owe_nudges),)
