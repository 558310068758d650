"""Which calls were left on, and when each of them was over: a fixed number of queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from community.calls.times import Sitting
from community.db import db

from .models import Hand, Opening, Spell
from .timing import left_at


def left_on(now: datetime) -> Mapping[int, datetime]:
    """By their numbers the openings that end by themselves now, with when they were over. Five
    queries.
    """
    standing = select(Opening).where(Opening.ended_at.is_(None)).order_by(Opening.id)
    openings = db.session.scalars(standing).all()
    if not openings:
        return {}
    sittings = _sittings({opening.call_id for opening in openings})
    done = _done_last([opening.id for opening in openings])
    found: dict[int, datetime] = {}
    for opening in openings:
        last = max([opening.at, *done.get(opening.id, ())])
        over = left_at(sittings.get(opening.call_id, ()), opening.at, last, now)
        if over is not None:
            found[opening.id] = over
    return found


def _sittings(call_ids: set[int]) -> Mapping[int, Sequence[Sitting]]:
    query = select(Sitting).where(Sitting.call_id.in_(call_ids))
    found: dict[int, list[Sitting]] = {}
    for sitting in db.session.scalars(query.order_by(Sitting.starts_at, Sitting.id)).unique():
        found.setdefault(sitting.call_id, []).append(sitting)
    return found


def _done_last(openings: Sequence[int]) -> Mapping[int, Sequence[datetime]]:
    """When something was taken up last, a hand raised, or somebody called."""
    found: dict[int, list[datetime]] = {}
    for model, column in ((Spell, Spell.at), (Hand, Hand.at), (Hand, Hand.called_at)):
        query = select(model.opening_id, func.max(column)).where(
            model.opening_id.in_(openings), column.is_not(None)
        )
        for number, at in db.session.execute(query.group_by(model.opening_id)):
            found.setdefault(number, []).extend([at] if at else [])
    return found
