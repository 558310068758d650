"""Until when decisions are open: at a call of several sittings until the last of them ends, so that
whoever comes to another one can still have a say.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select

from community.calls.times import Cancellation, Sitting
from community.db import db


def open_at(sittings: Sequence[Sitting], now: datetime) -> datetime | None:
    """When the last sitting of a call ends whose decisions are open at `now`; None where they are
    not.
    """
    ends = [sitting.ends_at for sitting in sittings if not sitting.is_cancelled]
    return max(ends) if len(ends) > 1 and now < max(ends) else None


def open_until(call_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Of these calls, those whose decisions are open at `now`, with when the last sitting ends. One
    query, none where there are no calls.
    """
    if not call_ids:
        return {}
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    last = func.max(Sitting.ends_at)
    query = (
        select(Sitting.call_id, last)
        .where(Sitting.call_id.in_(call_ids), ~off)
        .group_by(Sitting.call_id)
        .having(func.count() > 1, last > now)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
