"""Invitations to join: a link a member makes for others, good for a time and a number of people."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import select, update

from community.db import db

from .arrivals import JoinInvitation, Welcome
from .models import Member
from .staying import held

LONGEST = timedelta(days=90)
MOST_USES = 100
_BYTES = 24  # 192 bits
_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def make(*, by: Member, lasts: timedelta, most_uses: int, now: datetime) -> JoinInvitation:
    """A new invitation; it holds for `lasts`, at most `LONGEST`, and `most_uses` people.

    Raises `community.accounts.staying.HasLeft`.
    """
    held(by)
    nonce = secrets.token_urlsafe(18)
    invitation = JoinInvitation(
        by_id=by.id,
        nonce=nonce,
        token_hash=_hash(_text(nonce)),
        most_uses=min(most_uses, MOST_USES),
        made_at=now,
        ends_at=now + min(lasts, LONGEST),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def text_of(invitation: JoinInvitation) -> str | None:
    """The secret in its address; None where the installation's key has changed since."""
    text = _text(invitation.nonce)
    return text if hmac.compare_digest(_hash(text), invitation.token_hash) else None


def find(text: str | None, *, now: datetime) -> JoinInvitation | None:
    """The invitation with this secret, if somebody may still join with it."""
    if not text or not _SECRET.fullmatch(text):
        return None
    query = select(JoinInvitation).where(JoinInvitation.token_hash == _hash(text))
    found = db.session.scalar(query)
    return found if found is not None and found.holds(now) else None


def use(invitation: JoinInvitation, member: Member, *, now: datetime) -> bool:
    """Whether `member` comes in by it: there was room, whoever else comes at the same time."""
    if not invitation.holds(now):
        return False
    taken = db.session.execute(
        update(JoinInvitation)
        .where(
            JoinInvitation.id == invitation.id,
            JoinInvitation.uses < JoinInvitation.most_uses,
            JoinInvitation.withdrawn_at.is_(None),
        )
        .values(uses=JoinInvitation.uses + 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.add(Welcome(member_id=member.id, by_id=invitation.by_id, at=now))
    db.session.flush()
    return True


def withdraw(invitation: JoinInvitation, *, now: datetime) -> None:
    """Let nobody more come in by it. Doing it twice changes nothing."""
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        db.session.flush()


def withdraw_since(member: Member, since: datetime, *, now: datetime) -> None:
    """End the links that were made with an account from `since` on."""
    made = JoinInvitation.by_id == member.id, JoinInvitation.made_at >= since
    standing = update(JoinInvitation).where(*made, JoinInvitation.withdrawn_at.is_(None))
    db.session.execute(standing.values(withdrawn_at=now))


def _text(nonce: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.digest(key, f"invitation to join:{nonce}".encode(), sha256)[:_BYTES]
    return urlsafe_b64encode(digest).decode()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
