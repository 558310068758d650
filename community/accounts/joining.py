"""Making a member of somebody: their account, with a handle after their name."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.db import db

from .former_handles import is_kept
from .guests import become_member, guest_by_address
from .handles import proposals, skeleton
from .models import MailedLink, Member, Person
from .moves import AddressChange

_MOST_TRIES = 500


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody who wants an account. `zone` is an IANA name; `email_key` finds them again.

    `language` is a BCP 47 tag, or None for the community's.
    """

    name: str
    email: str
    email_key: str
    zone: str
    language: str | None = None


def sign_up(joiner: Joiner, *, password_hash: str, now: datetime) -> Member | None:
    """Make a member of `joiner`, with a handle after their name.

    None, and nothing changed, where the address has an account.
    """
    for handle in islice(proposals(joiner.name), _MOST_TRIES):
        if has_account(joiner.email_key, now=now):
            break
        if _is_taken(handle):
            continue
        try:
            with db.session.begin_nested():
                return _write(joiner, handle, password_hash, now)
        except IntegrityError:
            continue  # somebody was quicker with the handle or the address: look again
    return None


def has_account(email_key: str, *, now: datetime, but: Member | None = None) -> bool:
    """Whether the address is the account of a member (other than `but`), or was one that its
    owner may still take back.
    """
    theirs = select(Member.id).where(Member.email_key == email_key)
    left = (
        select(AddressChange.member_id)
        .join(MailedLink, AddressChange.back_link_id == MailedLink.id)
        .where(
            AddressChange.old_email_key == email_key,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
        )
    )
    found = {*db.session.scalars(theirs), *db.session.scalars(left)}
    return bool(found - ({but.id} if but else set()))


def _write(joiner: Joiner, handle: str, password_hash: str, now: datetime) -> Member:
    member = Member(
        person=_person_for(joiner, now),
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


def _person_for(joiner: Joiner, now: datetime) -> Person:
    """The person who will have the account: a guest keeps their answers."""
    guest = guest_by_address(joiner.email_key)
    if guest is not None:
        person = become_member(guest)
        person.name, person.zone, person.language = joiner.name, joiner.zone, joiner.language
        return person
    return Person(name=joiner.name, zone=joiner.zone, language=joiner.language, created_at=now)


def _is_taken(handle: str) -> bool:
    """Whether somebody has it; only then, whether it is kept: it is from the moment on at which it
    is given up.
    """
    found = select(Member.id).where(Member.handle_skeleton == skeleton(handle))
    return db.session.scalar(found) is not None or is_kept(handle)
