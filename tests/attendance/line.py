"""Shorthands for tests of the waiting list."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer, Offer, Rsvp
from community.calls.times import Sitting
from community.db import db
from tests.factories import make_person

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)  # the sitting starts on 13 March at 16:00 UTC
START = datetime(2026, 3, 13, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


def going(sitting: Sitting, name: str, now: datetime = NOW) -> Rsvp:
    """A new person says going."""
    return rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=now)


def offered(now: datetime = NOW) -> list[str]:
    """The names of those a place is kept for, in the order of the offers."""
    offers = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None)).order_by(Offer.id))
    return [offer.rsvp.person.name for offer in offers if offer.is_open(now)]
