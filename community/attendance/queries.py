"""Reads about answers: who comes, who waits, what one has answered, ready to render."""

from datetime import datetime

from sqlalchemy import func, select

from community.calls.models import Call, Series
from community.calls.times import Recurrence, Sitting, Slot
from community.db import db


def positions_of(series: Series, now: datetime) -> set[int]:
    """The times of day (from 0) of a series: those of its dates to come and of its present rule."""
    coming = (
        select(Sitting.position)
        .join(Sitting.call)
        .where(Call.series_id == series.id, Sitting.starts_at > now)
    )
    last = (
        select(func.max(Recurrence.starts_on)).where(Recurrence.series_id == series.id)
    ).scalar_subquery()
    ruled = (
        select(Slot.position)
        .join(Slot.recurrence)
        .where(Recurrence.series_id == series.id, Recurrence.starts_on == last)
    )
    return set(db.session.scalars(coming.union(ruled)))
