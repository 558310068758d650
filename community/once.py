"""A form sent twice acts once: each opened form carries a key, kept with where it led."""

import re
import secrets
from datetime import datetime, timedelta
from urllib.parse import unquote_plus

from flask import g
from sqlalchemy import String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from .db import Base, db, transaction
from .work import Job

KEPT = timedelta(days=2)
_AS_IT_IS = {"synchronize_session": False}  # no such row is at hand


class Submission(Base):
    """A form that was sent, and the address it led to."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    location: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]


def new_key() -> str:
    """The key for a form that is being opened."""
    key: str = g.setdefault("once", secrets.token_urlsafe(18))
    return key


def known(key: str, *, by_id: int) -> str | None:
    """Where the form `key` led, if it was sent before and that has ended. Only reads."""
    return db.session.scalar(
        select(Submission.location).where(Submission.key == _whole(key, by_id))
    )


def was_sent(key: str, *, by_id: int) -> bool:
    """Whether a form that was opened with this key has been sent, whatever was in it."""
    begins = Submission.key.startswith(f"{_whole(key, by_id)}:", autoescape=True)
    return (
        bool(key) and db.session.scalar(select(Submission.key).where(begins).limit(1)) is not None
    )


def earlier(key: str, *, by_id: int, now: datetime) -> str | None:
    """Where the form `key` of a member led when it was sent before; None for the first time.

    Called first in the transaction: a second one waits here until the first has ended.
    """
    if not key:
        return None
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    claim = (
        kind.insert(Submission)
        .values(key=_whole(key, by_id), location="", at=now)
        .on_conflict_do_nothing()
        .returning(Submission.key)
    )
    if db.session.execute(claim).first() is not None:
        return None
    query = select(Submission.location).where(Submission.key == _whole(key, by_id))
    return db.session.scalars(query).one()


def led_to(key: str, location: str, *, by_id: int) -> None:
    """Remember where the form `key` led; one without a key acts each time it is sent."""
    if not key:
        return
    mine = update(Submission).where(Submission.key == _whole(key, by_id))
    db.session.execute(mine.values(location=location), execution_options=_AS_IT_IS)


def forget_naming(slug: str) -> None:
    """Forget the forms that led to an address with `slug` in it, as a whole, wherever it stands
    there; not those that led to one that only begins alike.
    """
    whole = re.compile(rf"(?<![\w-]){re.escape(slug)}(?![\w-])")
    query = select(Submission.key, Submission.location)
    rows = db.session.execute(query.where(Submission.location.contains(slug, autoescape=True)))
    keys = [row.key for row in rows if whole.search(unquote_plus(row.location))]
    if keys:
        db.session.execute(delete(Submission).where(Submission.key.in_(keys)))


def forget_old(now: datetime) -> None:
    """Forget forms sent days ago."""
    with transaction():
        db.session.execute(delete(Submission).where(Submission.at < now - KEPT))


def _whole(key: str, by_id: int) -> str:
    return f"{by_id}:{key[:60]}"


JOBS = (Job("forget sent forms", timedelta(days=1), forget_old),)
