"""Reads about ways in: a member's sign-ins, invitations to join, and who came by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.db import db

from .arrivals import JoinInvitation, Welcome
from .devices import device
from .models import Member, SignIn
from .sessions import hashed

_MOST = 200  # lines in a list


@dataclass(frozen=True, slots=True)
class SignInLine:
    """A sign-in that still works: on what, since when, last seen when, and whether it is this."""

    number: int
    device: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class WelcomeLine:
    """Who came in by whose invitation, and when."""

    name: str
    handle: str
    by: str
    at: datetime


def sign_ins_of(
    member: Member, *, token: str | None, days: int, now: datetime
) -> Sequence[SignInLine]:
    """The sign-ins of a member that still work, the one last seen first; `token` is of this one."""
    rows = db.session.scalars(
        select(SignIn)
        .where(
            SignIn.member_id == member.id,
            SignIn.ended_at.is_(None),
            SignIn.created_at > now - timedelta(days=days),
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    this = hashed(token) if token else ""
    return [
        SignInLine(row.id, device(row.agent), row.created_at, row.seen_at, row.token_hash == this)
        for row in rows
    ]


def sign_in_of(member: Member, number: int) -> SignIn | None:
    """One of the member's own sign-ins."""
    query = select(SignIn).where(SignIn.id == number, SignIn.member_id == member.id)
    return db.session.scalar(query)


def join_invitation(number: int) -> JoinInvitation | None:
    """The invitation with this number."""
    return db.session.get(JoinInvitation, number)


def join_invitations(by: Member | None, *, now: datetime) -> Sequence[JoinInvitation]:
    """The invitations that still hold, of one member or of everybody, the latest first."""
    query = (
        select(JoinInvitation)
        .where(
            JoinInvitation.withdrawn_at.is_(None),
            JoinInvitation.ends_at > now,
            JoinInvitation.uses < JoinInvitation.most_uses,
        )
        .order_by(JoinInvitation.id.desc())
        .limit(_MOST)
    )
    if by is not None:
        query = query.where(JoinInvitation.by_id == by.id)
    return db.session.scalars(query).all()


def welcomes() -> Sequence[WelcomeLine]:
    """Who came in by whose invitation, the latest first."""
    rows = db.session.scalars(
        select(Welcome)
        .options(joinedload(Welcome.member), joinedload(Welcome.by))
        .order_by(Welcome.at.desc(), Welcome.member_id.desc())
        .limit(_MOST)
    )
    return [WelcomeLine(w.member.name, w.member.handle, w.by.name, w.at) for w in rows]
