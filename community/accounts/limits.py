"""How often something may be tried: counted in the database, forgotten after a day."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from flask import current_app
from sqlalchemy import Integer, String, bindparam, cast, delete, func, insert, select

from community.db import Instant, db, plainly, transaction
from community.errors import TooMany

from .models import Attempt, Purpose

_KEPT = timedelta(days=1)
_MINUTES_SAID = 120  # more are said in hours
_IPV6_BITS = 64  # of what one household or host is given, the part that says which


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of a kind within a time, for each key; `said` to who has had them."""

    kind: str
    most: int
    within: timedelta
    said: str = "That was tried too often."


@dataclass(frozen=True, slots=True)
class Links:
    """How often links are sent to an address, and how often a network may ask for them."""

    address: Limit
    network: Limit


SIGN_IN = Limit("sign-in", 10, timedelta(minutes=5))
SIGN_UP = Limit("sign-up", 5, timedelta(minutes=30))
ASKED_FOR = Limit("asked for", 20, timedelta(days=1), "Many letters were asked for there today.")
"""Letters to one mailbox that anybody may ask for, of whatever kind but those for signing in:
nobody is kept out of their account for a day by who asks in their place."""
VERIFICATION = Limit("verification", 3, timedelta(hours=6))
ADDRESS = Limit("address", 5, timedelta(days=1))
JOIN_INVITATION = Limit("join invitation", 20, timedelta(days=1))
LINKS = {
    Purpose.SIGN_IN: Links(
        Limit("sign-in link", 5, timedelta(hours=4)), Limit("link", 20, timedelta(hours=1))
    ),
    Purpose.RESET: Links(
        Limit("reset", 5, timedelta(days=1)), Limit("link", 20, timedelta(hours=1))
    ),
}


_TRIES = Attempt.__table__.c
_LATELY = (
    _TRIES.kind == bindparam("kind", type_=String()),
    _TRIES.key == bindparam("key", type_=String()),
    _TRIES.at > bindparam("since", type_=Instant()),
)
_HAD = select(func.count()).select_from(Attempt.__table__).where(*_LATELY).scalar_subquery()
_ONE_MORE = select(
    cast(bindparam("kind", type_=String()), String()),
    cast(bindparam("key", type_=String()), String()),
    bindparam("now", type_=Instant()),
).where(bindparam("most", type_=Integer()) > _HAD)
# Written once, as every answer to a call asks it: one try more, where there have not been so many.
_COUNTED = (
    insert(Attempt.__table__)  # type: ignore[arg-type]
    .from_select(["kind", "key", "at"], _ONE_MORE)
    .returning(_TRIES.id)
)


def allow(limit: Limit, *keys: str, now: datetime) -> None:
    """Count one more try for every one of `keys`, in a transaction of its own.

    Raises `TooMany`, which says when to try again, where one of them has had its share; then
    nothing is counted. To be asked before anything that takes time, such as a password's hash.
    """
    hashed = sorted({_hashed(limit.kind, key) for key in keys})
    with transaction():
        _one_at_a_time(hashed)
        for key in hashed:
            _refuse_if_full(limit, key, now)
        db.session.add_all(Attempt(kind=limit.kind, key=key, at=now) for key in hashed)


def allow_letter(limit: Limit, address: str, *, now: datetime) -> None:
    """Count one more letter of a kind, and of any but those for signing in, to the mailbox behind
    an `address` that anybody can type. Raises `TooMany`, as `allow` does.
    """
    to = f"to {mailbox(address)}"
    allow(limit, to, now=now)
    if limit not in {links.address for links in LINKS.values()}:
        allow(ASKED_FOR, to, now=now)


def mailbox(address: str) -> str:
    """The key of whoever reads letters to an address: what follows a `+` names no other person
    (RFC 5233 §4).
    """
    local, at, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def count(limit: Limit, key: str, *, now: datetime) -> None:
    """Count something that is done in the caller's transaction: undone, it was not.

    Raises `TooMany`, as `allow` does.
    """
    hashed = _hashed(limit.kind, key)
    _one_at_a_time([hashed])
    given = {"kind": limit.kind, "key": hashed, "since": now - limit.within, "most": limit.most}
    if plainly(_COUNTED, given | {"now": now}).first() is None:
        _refuse_if_full(limit, hashed, now)


def forgive(limit: Limit, key: str, *, tried_at: datetime) -> None:
    """Count the try of that moment for this key no longer: it went right. Within a transaction."""
    mine = Attempt.kind == limit.kind, Attempt.key == _hashed(limit.kind, key)
    db.session.execute(delete(Attempt).where(*mine, Attempt.at == tried_at))


def forget(account_id: int, email_key: str) -> None:
    """Delete the tries that were counted for an account and its address."""
    about = (f"account {email_key}", f"account {account_id}", f"to {mailbox(email_key)}")
    kinds = {
        SIGN_IN,
        VERIFICATION,
        ADDRESS,
        ASKED_FOR,
        *(limits.address for limits in LINKS.values()),
    }
    keys = [_hashed(limit.kind, key) for limit in kinds for key in about]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def network(address: str | None) -> str:
    """The key of an internet address: itself, or for IPv6 the /64 it is in."""
    try:
        six = IPv6Address((address or "").partition("%")[0])
    except AddressValueError:
        return f"address {address}"
    if six.ipv4_mapped is not None:
        return f"address {IPv4Address(six.ipv4_mapped)}"
    return f"network {int(six) >> (128 - _IPV6_BITS):x}"


def forget_old(now: datetime) -> None:
    """Delete the tries nobody counts any more."""
    with transaction():
        db.session.execute(delete(Attempt).where(Attempt.at < now - _KEPT))


def _refuse_if_full(limit: Limit, key: str, now: datetime) -> None:
    recent = select(Attempt.at).where(*_LATELY).order_by(Attempt.at.desc()).limit(limit.most)
    given = {"kind": limit.kind, "key": key, "since": now - limit.within}
    tries = db.session.scalars(recent, given).all()
    if len(tries) >= limit.most:
        raise TooMany(f"{limit.said} {_sentence(tries[-1] + limit.within - now)}")


def _sentence(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    words = "a minute" if minutes == 1 else f"{minutes} minutes"
    if minutes > _MINUTES_SAID:
        words = f"{-(-minutes // 60)} hours"
    return f"Try again in {words}."


def _hashed(kind: str, key: str) -> str:
    """Nobody who reads the table learns an address from it."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, f"attempt {kind} {key}".encode(), "sha256").hex()


def _one_at_a_time(keys: list[str]) -> None:
    """Let tries with the same key wait for each other (SQLite does so by itself)."""
    if db.engine.dialect.name != "postgresql":
        return
    for key in keys:
        number = int(key[:15], 16)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
