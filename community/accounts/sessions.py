"""Sign-ins: begun with a fresh secret, asked at each request, dead at sign-out."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    false,
    func,
    literal,
    select,
    update,
)

from community.access import VISITOR, Viewer
from community.db import db, plainly, transaction
from community.limits import Limit

from .models import Member, Person, RoleGrant, SignIn
from .recognising import Read
from .staying import held

SIGNED_IN = "signed in"
_BESIDE = 5  # columns ahead of those of the member
SEEN_EVERY = timedelta(hours=1)  # that a sign-in was used is noted
CONFIRMED_FOR = timedelta(minutes=15)
_LONGEST_AGENT = 200
_KEPT = timedelta(days=30)  # after its end, for the list of one's own sign-ins

IsLimited = Callable[[Any, Any], ColumnElement[bool]]
LimitsOf = Callable[[int, datetime], tuple[Limit, ...]]
_limiting: list[tuple[IsLimited, LimitsOf]] = []
_telling: list[IsLimited] = []


def limit_with(is_limited: IsLimited, limits_of: LimitsOf) -> None:
    """Let a feature say what stands against members: `is_limited` gives, for the query that
    recognises one, whether anything does for a person at an instant; `limits_of` says what.
    """
    _limiting[:] = [(is_limited, limits_of)]
    _viewer.cache_clear()


def tell_with(is_told: IsLimited) -> None:
    """The same for what waits for a member to be looked at."""
    _telling[:] = [is_told]
    _viewer.cache_clear()


@cache  # to put it together costs twice what it costs to send it, at each request
def _viewer() -> Select[*tuple[Any, ...]]:
    marks = [ask(Member.person_id, bindparam("now")) for ask, _ in _limiting] or [false()]
    marks += [ask(Member.person_id, bindparam("now")) for ask in _telling] or [false()]
    return (
        select(
            *(RoleGrant.role, SignIn.seen_at, SignIn.created_at.label("began_at")),
            *(marks[0].label("is_limited"), marks[1].label("is_told")),
            *Member.__table__.c,
            *Person.__table__.c,
        )
        .select_from(Member.__table__)
        .join(Person, Person.id == Member.person_id)
        .join(SignIn, SignIn.member_id == Member.id)
        .outerjoin(
            RoleGrant,
            (RoleGrant.member_id == Member.id) & RoleGrant.revoked_at.is_(None),
        )
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.ended_at.is_(None),
            SignIn.created_at > bindparam("since"),
            Member.erased_at.is_(None),
        )
    )


def sign_in(member: Member, *, agent: str, now: datetime) -> str:
    """Begin a sign-in and give its secret; only the hash of it is kept.

    Raises `community.accounts.staying.HasLeft`.
    """
    held(member)
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            member_id=member.id,
            token_hash=hashed(token),
            agent=agent[:_LONGEST_AGENT],
            created_at=now,
            confirmed_at=now,
            seen_at=now,
        )
    )
    db.session.flush()
    return token


def sign_out(token: str, *, now: datetime) -> None:
    """End the sign-in of `token`. One that has ended, or never was, stays as it is."""
    _end(SignIn.token_hash == hashed(token), now=now)


def end(one: SignIn, *, now: datetime) -> None:
    """End one sign-in. Doing it twice changes nothing."""
    _end(SignIn.id == one.id, now=now)


def note_seen(token: str, *, now: datetime) -> None:
    """Note that a sign-in was used."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None))
        .values(seen_at=now)
    )


def end_all(member: Member, *, but: str | None, now: datetime) -> None:
    """End every sign-in of `member`, except the one of the token `but`."""
    spared = hashed(but) if but else ""
    _end(SignIn.member_id == member.id, SignIn.token_hash != spared, now=now)


def confirm(token: str, *, now: datetime) -> None:
    """Note that the password was given again."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None))
        .values(confirmed_at=now)
    )


def is_confirmed(token: str | None, now: datetime) -> bool:
    """Whether the password was given within the last quarter of an hour."""
    if token is None:
        return False
    last = db.session.scalar(
        select(SignIn.confirmed_at).where(
            SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None)
        )
    )
    return last is not None and last + CONFIRMED_FOR > now


def viewer_for(token: str, *, days: int, now: datetime) -> Viewer | None:
    """Who signed in with `token`, with their present roles, in one query; in another what stands
    against them, where anything does.

    None where the sign-in has ended, is older than `days`, or never was.
    """
    given = {"token_hash": hashed(token), "since": now - timedelta(days=days), "now": now}
    rows = plainly(_viewer(), given).all()
    if not rows:
        return None
    row = rows[0]
    who = Read(row[_BESIDE:])
    roles = frozenset(each.role.value for each in rows if each.role)
    limits = _limiting[0][1](who.person_id, now) if row.is_limited else ()
    ends_at = row.began_at + timedelta(days=days)
    return Viewer(who, roles, token, row.seen_at, limits, ends_at, is_told=row.is_told)


def numbered(token: str) -> Select[*tuple[Any, ...]]:
    """A name with 1 while nobody has ended the sign-in of `token`: to be read along with revisions.
    When it ends by time alone the viewer says.
    """
    mine = SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None)
    return select(literal(SIGNED_IN), func.count()).where(*mine)


def as_reader(member: Member | None, now: datetime) -> Viewer:
    """Who a member is to what is written to them without their asking, such as letters and their
    own feed: nobody in particular where a measure bars them, and roles count for nothing.
    """
    if member is None:
        return VISITOR
    limits = _limiting[0][1](member.person_id, now) if _limiting else ()
    barred = any(limit.bars for limit in limits)
    return VISITOR if barred else Viewer(member, limits=limits)


def forget_old(now: datetime) -> None:
    """Delete the sign-ins that ended, or could no longer be used, a good while ago."""
    longest = timedelta(days=365)
    with transaction():
        db.session.execute(
            delete(SignIn).where(
                (SignIn.ended_at < now - _KEPT) | (SignIn.created_at < now - longest - _KEPT)
            )
        )


def hashed(token: str) -> str:
    """What the database keeps of a secret that is random by itself."""
    return sha256(token.encode()).hexdigest()


def _end(*which: object, now: datetime) -> None:
    db.session.execute(
        update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=now)  # type: ignore[arg-type]
    )
