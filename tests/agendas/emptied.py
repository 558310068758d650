"""Series that cancel what is empty, and what became of it."""

from datetime import timedelta

from sqlalchemy import select

from community.agendas import emptying
from community.calls.queries import sittings_of, sittings_of_series
from community.db import db
from community.outbox.models import Letter
from tests.calls.build import begin, times
from tests.factories import START

HOUR = timedelta(hours=1)
NOTHING = "Nothing was on the agenda 24 hours before, so this call was cancelled by itself."


def ruled(ola, hours=24):
    """The first call of a weekly series that cancels what is empty, and when that begins."""
    series = begin(ola, times("FREQ=WEEKLY;COUNT=2", "2026-01-20"))
    emptying.set_rule(series, hours=hours, by=ola, now=START)
    first, _ = sittings_of_series(series, START)
    return first.call, first.starts_at


def reasons(call) -> list[str]:
    return [s.cancellation.reason for s in sittings_of(call) if s.cancellation is not None]


def letters(kind: str) -> list[int]:
    query = select(Letter.person_id).where(Letter.kind == kind).order_by(Letter.person_id)
    return list(db.session.scalars(query))
