"""Becoming a member."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.db import db

from .handles import proposals, skeleton
from .models import Attempt, Member, Person

_MOST_TRIES = 500


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody who wants an account. `zone` is an IANA name; `email_key` finds them again."""

    name: str
    email: str
    email_key: str
    zone: str


def sign_up(joiner: Joiner, *, password_hash: str, now: datetime) -> Member | None:
    """Make a member of `joiner`, with a handle after their name.

    None, and nothing changed, where the address has an account: the page says the same then.
    """
    for handle in islice(proposals(joiner.name), _MOST_TRIES):
        if _has_account(joiner):
            break
        if _is_taken(handle):
            continue
        try:
            with db.session.begin_nested():
                return _write(joiner, handle, password_hash, now)
        except IntegrityError:
            continue  # somebody was quicker with the handle or the address: look again
    # A row is written either way, so that the answer takes as long.
    db.session.add(Attempt(kind="known address", key="", at=now))
    return None


def _write(joiner: Joiner, handle: str, password_hash: str, now: datetime) -> Member:
    member = Member(
        person=Person(name=joiner.name, zone=joiner.zone, created_at=now),
        email=joiner.email,
        email_key=joiner.email_key,
        password_hash=password_hash,
        handle=handle,
        handle_skeleton=skeleton(handle),
        joined_at=now,
    )
    db.session.add(member)
    db.session.flush()
    return member


def _has_account(joiner: Joiner) -> bool:
    found = select(Member.id).where(Member.email_key == joiner.email_key)
    return db.session.scalar(found) is not None


def _is_taken(handle: str) -> bool:
    found = select(Member.id).where(Member.handle_skeleton == skeleton(handle))
    return db.session.scalar(found) is not None
