"""Background work: places whose time to accept is over go to the next in line."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from community import work
from community.calls.call_queries import is_gone
from community.calls.models import Call
from community.calls.times import Cancellation, Sitting
from community.conduct.coming import may_not_come
from community.db import db, transaction

from . import places
from .models import Answer, Offer, Rsvp
from .queries import to_be_asked
from .waiting import LAST_HOURS


def expire_offers(now: datetime) -> None:
    """Pass on what ran out by `now`, and offer every place that is free although somebody waits.

    Each sitting in a transaction of its own; one that fails does not stop the others. Raises
    `community.work.Unfinished`.
    """

    def settle(sitting_id: int) -> None:
        with transaction():
            sitting = db.session.get_one(Sitting, sitting_id)
            places.settle(places.lock(sitting), now=now)

    work.each(_unsettled(now), settle, what="sitting")


def _unsettled(now: datetime) -> list[int]:
    ran_out = (
        select(Rsvp.sitting_id)
        .join(Offer, Offer.rsvp_id == Rsvp.id)
        .where(Offer.closed_at.is_(None), Offer.expires_at <= now)
    )
    going = (
        select(func.count())
        .select_from(Rsvp)
        .where(Rsvp.sitting_id == Sitting.id, Rsvp.answer == Answer.GOING)
        .correlate(Sitting)
        .scalar_subquery()
    )
    kept = (
        select(func.count())
        .select_from(Offer)
        .join(Rsvp, Rsvp.id == Offer.rsvp_id)
        .where(Rsvp.sitting_id == Sitting.id, Offer.closed_at.is_(None))
        .correlate(Sitting)
        .scalar_subquery()
    )
    kept_away = may_not_come(Rsvp.person_id, Call.series_id, Call.id, now)
    waits = select(Rsvp.sitting_id).where(Rsvp.answer == Answer.WAITING, to_be_asked())
    of_call = waits.join(Sitting, Sitting.id == Rsvp.sitting_id)
    somebody_waits = of_call.join(Call, Call.id == Sitting.call_id).where(~kept_away)
    called_off = select(Cancellation.sitting_id).where(Cancellation.withdrawn_at.is_(None))
    open_calls = select(Sitting.id).join(Sitting.call).where(~is_gone())
    free = open_calls.where(
        Sitting.starts_at >= now + LAST_HOURS,
        Sitting.id.in_(somebody_waits),
        Sitting.id.not_in(called_off),
        or_(Sitting.capacity.is_(None), going + kept < Sitting.capacity),
    )
    found = sorted({*db.session.scalars(ran_out), *db.session.scalars(free)})
    db.session.rollback()  # reading is over before the writing begins
    return found


JOBS = (work.Job("pass free places on", timedelta(minutes=1), expire_offers),)
