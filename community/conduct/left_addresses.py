"""By which address somebody comes back who left while a measure stood: no table holds it, only a
digest with the key of the place, and no longer than something stands.
"""

import hmac
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, or_, select

from community.accounts.models import Member
from community.accounts.queries import addresses_of
from community.db import db, transaction

from .measure_models import LeftAddress, Measure, MeasureLifting
from .standing import is_limited


def keep(person_id: int, *, now: datetime) -> None:
    """Keep the addresses of a person who is about to be erased, where anything stands against them
    that does something. Doing it again, when they have none any more, changes nothing.
    """
    erased = select(Member.id).where(Member.person_id == person_id, Member.erased_at.is_not(None))
    if db.session.scalar(erased) is not None or not db.session.scalar(
        select(is_limited(person_id, now))
    ):
        return
    known = set(_digests_of(person_id))
    for key in db.session.scalars(addresses_of(person_id)):
        if (digest := _digest(key)) not in known:
            known.add(digest)
            db.session.add(LeftAddress(person_id=person_id, digest=digest))
    db.session.flush()


def who_left(email_key: str, now: datetime) -> list[int]:
    """The people who left with this address and against whom something stands, in order."""
    query = select(LeftAddress.person_id).where(LeftAddress.digest == _digest(email_key))
    query = query.where(is_limited(LeftAddress.person_id, now))
    return list(db.session.scalars(query.order_by(LeftAddress.person_id)))


def forget(person_id: int) -> None:
    """Let go of the addresses of a person: nothing stands any more, or they are back."""
    gone = delete(LeftAddress).where(LeftAddress.person_id == person_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


def forget_old(now: datetime) -> None:
    """Let go of those of everybody against whom nothing stands, in a transaction of its own."""
    with transaction():
        forget_where_nothing_stands(now)


def forget_where_nothing_stands(now: datetime, person_id: int | None = None) -> None:
    """The same within a transaction, of everybody or of one."""
    lifted = select(MeasureLifting.measure_id).where(MeasureLifting.at <= now)
    holds = select(Measure.person_id).where(
        or_(Measure.ends_at.is_(None), Measure.ends_at > now), Measure.id.not_in(lifted)
    )
    gone = delete(LeftAddress).where(LeftAddress.person_id.not_in(holds))
    if person_id is not None:
        gone = gone.where(LeftAddress.person_id == person_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


def _digests_of(person_id: int) -> list[str]:
    query = select(LeftAddress.digest).where(LeftAddress.person_id == person_id)
    return list(db.session.scalars(query))


def _digest(email_key: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, b"address of who left:" + email_key.encode(), "sha256").hex()
