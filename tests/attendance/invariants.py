"""What must hold of places whatever happened: asked of the database, for every sitting at once."""

from datetime import datetime

from sqlalchemy import func, select

from community.attendance.models import Answer, Offer, Rsvp
from community.attendance.queries import to_be_asked
from community.attendance.waiting import LAST_HOURS
from community.calls.times import Sitting
from community.db import db


def taken_at(sitting: Sitting) -> int:
    """People going and places kept, counted without the program's own count."""
    going = select(func.count(Rsvp.id)).where(
        Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.GOING
    )
    kept = (
        select(func.count(Offer.id))
        .join(Rsvp, Rsvp.id == Offer.rsvp_id)
        .where(Rsvp.sitting_id == sitting.id, Offer.closed_at.is_(None))
    )
    return (db.session.scalar(going) or 0) + (db.session.scalar(kept) or 0)


def waiting_unasked(sitting: Sitting) -> int:
    """People who wait, to whom no place is kept and who let none pass."""
    query = select(func.count(Rsvp.id)).where(
        Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.WAITING, to_be_asked()
    )
    return db.session.scalar(query) or 0


def faults(now: datetime, *, most: dict[int, int] | None = None) -> list[str]:
    """What is wrong at `now`. `most` says how many places a sitting had at most, by id, where its
    capacity was lowered and nobody evicted.
    """
    found = []
    for sitting in db.session.scalars(select(Sitting)):
        taken, capacity = taken_at(sitting), sitting.capacity
        allowed = max(capacity or 0, (most or {}).get(sitting.id, 0))
        if capacity is not None and taken > allowed:
            found.append(f"{taken} places are taken of {allowed}")
        far = sitting.starts_at - now >= LAST_HOURS
        free = capacity is None or taken < capacity
        if far and free and not sitting.is_cancelled and waiting_unasked(sitting):
            found.append("somebody waits although a place is free")
    stray = select(func.count(Offer.id)).join(Rsvp, Rsvp.id == Offer.rsvp_id)
    stray = stray.where(Offer.closed_at.is_(None), Rsvp.answer != Answer.WAITING)
    if db.session.scalar(stray):
        found.append("a place is kept for somebody who does not wait")
    return found
