"""When a page changes by time alone: calls begin and end, offers run out, days pass."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from community.accounts.queries import present_community
from community.attendance.models import Offer
from community.attendance.waiting import LAST_HOURS
from community.calls.times import Sitting
from community.clock import zone
from community.conduct.emergency_queries import first_end
from community.db import db
from community.facilitation.timing import EARLY


def next_change(now: datetime) -> datetime:
    """The first instant after `now` at which any page may look different to a visitor though
    nothing was written: a call comes near, begins, ends, or leaves its free places to whoever
    comes; an offer runs out; what was done at once in a call ends; a day begins in the community's
    zone or in UTC. One read.
    """
    community = present_community()
    begins, ends = func.min(Sitting.starts_at), func.min(Sitting.ends_at)
    row: Sequence[datetime | None] = db.session.execute(
        select(
            select(begins).where(Sitting.starts_at > now).scalar_subquery(),
            select(ends).where(Sitting.ends_at > now).scalar_subquery(),
            select(begins).where(Sitting.starts_at > now + LAST_HOURS).scalar_subquery(),
            select(begins).where(Sitting.starts_at > now + EARLY).scalar_subquery(),
            select(func.min(Offer.expires_at))
            .where(Offer.closed_at.is_(None), Offer.expires_at > now)
            .scalar_subquery(),
            first_end(now),
        )
    ).one()
    begin, end, late, near, runs_out, over = row
    coming = [begin, end, runs_out, over]
    coming += [first - ahead for first, ahead in ((late, LAST_HOURS), (near, EARLY)) if first]
    zones = {zone("UTC"), zone(community.zone if community else "UTC")}
    days = [_midnight(now, each) for each in zones]
    return min(instant for instant in (*coming, *days) if instant is not None)


def _midnight(now: datetime, where: ZoneInfo) -> datetime:
    """When the next day begins there."""
    day = now.astimezone(where).date() + timedelta(days=1)
    return datetime.combine(day, datetime.min.time(), where).astimezone(UTC)
