"""Up to when pages of the library are the same for visitors though nothing was written."""

from datetime import datetime

from sqlalchemy import select

from community.conduct.emergency_queries import first_end
from community.db import db

from .stages import next_hour


def next_change(now: datetime) -> datetime:
    """Sooner than anybody notices that a pattern has become older; and no later than a note that
    was hidden at once in a call, and cites one, is there again by itself. One read.
    """
    ends = db.session.scalar(select(first_end(now)))
    return min(next_hour(now), ends) if ends is not None else next_hour(now)
