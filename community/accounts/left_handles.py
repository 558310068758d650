"""The handles of those who left, for a day: what was being written as they left may name them so,
and whoever had one of them by then would be taken for them.

Each is sealed with the key of the place: no table holds it as it was.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from secrets import token_bytes

from flask import current_app
from sqlalchemy import delete, select

from community.db import db

from .handle_models import LeftHandle
from .handles import skeleton

FOR = timedelta(days=1)
_NONCE = 16  # bytes


def keep(member_id: int, handles: list[str], *, now: datetime) -> None:
    """Let the handles of somebody who leaves rest."""
    for handle in handles:
        row = LeftHandle(
            member_id=member_id, sealed=_sealed(handle), alike=_alike(handle), until=now + FOR
        )
        db.session.add(row)
    db.session.flush()


def of(member_id: int) -> list[str]:
    """Those of a former member that rest still; none where the key of the place is another."""
    rows = select(LeftHandle).where(LeftHandle.member_id == member_id).order_by(LeftHandle.id)
    return [handle for row in db.session.scalars(rows) if (handle := _opened(row)) is not None]


def is_resting(handle: str) -> bool:
    """Whether a handle that looks like this one rests still."""
    alike = select(LeftHandle.id).where(LeftHandle.alike == _alike(handle))
    return db.session.scalar(alike.limit(1)) is not None


def forget_old(now: datetime) -> None:
    """Let others have what has rested for a day. Within a transaction."""
    db.session.execute(delete(LeftHandle).where(LeftHandle.until <= now))


def _sealed(handle: str) -> str:
    """A nonce, and the handle under a pad that is made of it and never used twice."""
    nonce = token_bytes(_NONCE)
    return urlsafe_b64encode(nonce + _under_pad(nonce, handle.encode())).decode()


def _opened(row: LeftHandle) -> str | None:
    whole = urlsafe_b64decode(row.sealed)
    handle = _under_pad(whole[:_NONCE], whole[_NONCE:]).decode(errors="replace")
    return handle if hmac.compare_digest(_alike(handle), row.alike) else None


def _under_pad(nonce: bytes, text: bytes) -> bytes:
    """A handle is shorter than the 32 bytes of the pad."""
    pad = _digest(b"pad", nonce)
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def _alike(handle: str) -> str:
    return _digest(b"alike", skeleton(handle).encode()).hex()


def _digest(what: bytes, of: bytes) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, b"handle of who left:" + what + b":" + of, "sha256")
