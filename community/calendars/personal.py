"""The secret addresses of personal feeds: made, found again, replaced, and when last fetched."""

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select

from community.accounts.events import AddressTakenBack
from community.accounts.models import Member
from community.db import db

from . import revisions
from .models import FeedSecret

_BYTES = 24  # 192 bits
_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
NOTED_EVERY = timedelta(hours=1)
_PROGRAMS = (
    ("Google-Calendar", "Google Calendar"),
    ("Microsoft", "Outlook"),
    ("Outlook", "Outlook"),
    ("Thunderbird", "Thunderbird"),
    ("ICSx5", "ICSx⁵"),
    ("DAVx5", "DAVx⁵"),
    ("dataaccessd", "Apple Calendar on an iPhone or iPad"),
    ("CalendarAgent", "Apple Calendar on a Mac"),
    ("macOS", "Apple Calendar on a Mac"),
    ("iOS", "Apple Calendar on an iPhone or iPad"),
    ("Nextcloud", "Nextcloud"),
    ("Evolution", "Evolution"),
    ("Yahoo", "Yahoo"),
    ("Mozilla", "a web browser"),
)


def standing(member: Member) -> FeedSecret | None:
    """The secret of a member's personal feed that is valid now."""
    query = select(FeedSecret).where(
        FeedSecret.member_id == member.id, FeedSecret.revoked_at.is_(None)
    )
    return db.session.scalar(query)


def make(member: Member, *, key: str, now: datetime) -> FeedSecret:
    """The member's standing secret, made if there is none. `key` is that of the installation."""
    _lock(member)
    return standing(member) or _next(member, key, now)


def rotate(member: Member, *, key: str, now: datetime) -> FeedSecret:
    """A new secret; the one before it never works again."""
    _lock(member)
    revoke(member, now=now)
    return _next(member, key, now)


def revoke(member: Member, *, now: datetime) -> None:
    """End the member's standing secret. Doing it twice changes nothing."""
    secret = standing(member)
    if secret is not None:
        secret.revoked_at = now
        revisions.bump(revisions.of_person(member.person_id))
        db.session.flush()


def address_taken_back(event: AddressTakenBack) -> None:
    """End the secret: whoever had the account in hand may have read it."""
    revoke(event.member, now=event.at)


def text_of(secret: FeedSecret, *, key: str) -> str | None:
    """The secret as it stands in the address; None where the installation's key is another than
    when it was made, so that only a new one can be shown.
    """
    text = _text(secret.member_id, secret.generation, key)
    return text if hmac.compare_digest(_hash(text), secret.secret_hash) else None


def secret_called(text: str) -> FeedSecret | None:
    """The valid secret with this text, with its member; an unknown and a revoked one are alike."""
    if not _SECRET.fullmatch(text):
        return None
    query = select(FeedSecret).where(
        FeedSecret.secret_hash == _hash(text), FeedSecret.revoked_at.is_(None)
    )
    return db.session.scalar(query)


def is_worth_noting(secret: FeedSecret, now: datetime) -> bool:
    """Whether a fetch is to be noted: an hour after the last one that was."""
    last = secret.fetched_at
    return last is None or now - last >= NOTED_EVERY or now < last


def note_fetch(secret_id: int, program: str, now: datetime) -> None:
    """Remember when the feed was fetched, and by what."""
    secret = db.session.get(FeedSecret, secret_id, with_for_update={"of": FeedSecret})
    if secret is not None:
        secret.fetched_at, secret.fetched_by = now, program


def program_called(agent: str) -> str:
    """A calendar program's name for its user agent: a known one, else its first word."""
    known = next((name for part, name in _PROGRAMS if part.lower() in agent.lower()), None)
    first = re.split(r"[\s/(;]", agent.strip(), maxsplit=1)[0]
    return (
        known
        or "".join(letter for letter in first if letter.isprintable())[:60]
        or "an unnamed program"
    )


def _next(member: Member, key: str, now: datetime) -> FeedSecret:
    last = select(func.max(FeedSecret.generation)).where(FeedSecret.member_id == member.id)
    generation = (db.session.scalar(last) or 0) + 1
    secret = FeedSecret(
        member=member,
        generation=generation,
        secret_hash=_hash(_text(member.id, generation, key)),
        made_at=now,
    )
    db.session.add(secret)
    db.session.flush()
    return secret


def _lock(member: Member) -> None:
    """One at a time for each member: two clicks give one address."""
    db.session.get_one(Member, member.id, with_for_update={"of": Member})


def _text(member_id: int, generation: int, key: str) -> str:
    message = f"personal feed:{member_id}:{generation}".encode()
    digest = hmac.digest(key.encode(), message, sha256)[:_BYTES]
    return urlsafe_b64encode(digest).decode()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
