"""Links that stand in letters: each for one purpose, for a time, its secret kept nowhere."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import Select, delete, select, update

from community.db import db, transaction

from .models import MailedLink, Member, Purpose

_BYTES = 24  # 192 bits
_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
_KEPT = timedelta(days=7)  # after its end
ENDED_BY_A_PASSWORD = (Purpose.SIGN_IN, Purpose.RESET, Purpose.ADDRESS)
"""The links that no longer work once their member has another password."""


def make(
    purpose: Purpose, *, lasts: timedelta, now: datetime, member: Member | None = None
) -> MailedLink:
    """A new link that holds from `now` for `lasts`."""
    nonce = secrets.token_urlsafe(18)
    link = MailedLink(
        purpose=purpose,
        nonce=nonce,
        token_hash=_hash(_text(purpose, nonce)),
        member_id=member.id if member else None,
        made_at=now,
        expires_at=now + lasts,
    )
    db.session.add(link)
    db.session.flush()
    return link


def text_of(link: MailedLink) -> str | None:
    """The secret as it stands in the address; None where the installation's key is another than
    when the link was made.
    """
    text = _text(link.purpose, link.nonce)
    return text if hmac.compare_digest(_hash(text), link.token_hash) else None


def told(link: MailedLink) -> str:
    """What a letter with it is about: its number may be given again, that moment is not."""
    return f"link {link.id} {link.made_at.isoformat()}"


def find(text: str, purpose: Purpose, *, now: datetime) -> MailedLink | None:
    """The link with this secret, if it is for `purpose` and still holds."""
    if not _SECRET.fullmatch(text):
        return None
    link = db.session.scalar(select(MailedLink).where(MailedLink.token_hash == _hash(text)))
    return link if link and link.purpose is purpose and link.holds(now) else None


def use(link: MailedLink, *, now: datetime) -> bool:
    """Whether this is the one time that the link works, whoever else tries at the same time."""
    found = db.session.execute(
        update(MailedLink)
        .where(MailedLink.id == link.id, MailedLink.used_at.is_(None))
        .values(used_at=now)
    )
    return found.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def end_all(member: Member, *purposes: Purpose, now: datetime) -> None:
    """No link of these purposes that `member` was sent works any more; all where none is named."""
    theirs = update(MailedLink).where(
        MailedLink.member_id == member.id, MailedLink.used_at.is_(None)
    )
    if purposes:
        theirs = theirs.where(MailedLink.purpose.in_(purposes))
    db.session.execute(theirs.values(used_at=now))


def end_these(numbers: Select[Any], *, now: datetime) -> None:
    """The links with these numbers work no more."""
    standing = update(MailedLink).where(MailedLink.id.in_(numbers), MailedLink.used_at.is_(None))
    db.session.execute(standing.values(used_at=now))


def forget_old(now: datetime) -> None:
    """Delete the links that ended a good while ago and that nothing else refers to."""
    with transaction():
        db.session.execute(delete(MailedLink).where(MailedLink.expires_at < now - _KEPT))


def _text(purpose: Purpose, nonce: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.digest(key, f"mailed link:{purpose}:{nonce}".encode(), sha256)[:_BYTES]
    return urlsafe_b64encode(digest).decode()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
