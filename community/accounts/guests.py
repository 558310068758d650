"""Guests: people who answer by letters to their address, without an account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.db import db

from .models import Guest, Member, Person


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who showed that an address is theirs, with the name and zone they gave.

    `zone` is an IANA name; `email_key` is the key of `handles.read_address`.
    """

    name: str
    email: str
    email_key: str
    zone: str


def guest_by_address(email_key: str) -> Guest | None:
    """The guest with this address (in the form of `handles.read_address`)."""
    return db.session.scalar(select(Guest).where(Guest.email_key == email_key))


def guest_of(person_id: int) -> Guest | None:
    """The guest that a person is; None for a member."""
    return db.session.scalar(select(Guest).where(Guest.person_id == person_id))


def member_of(person_id: int) -> Member | None:
    """The member that a person is; None for a guest."""
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


def person_with(email_key: str) -> int | None:
    """The person with this address, a member or a guest; None where nobody has it."""
    member = select(Member.person_id).where(Member.email_key == email_key)
    guest = select(Guest.person_id).where(Guest.email_key == email_key)
    return db.session.scalar(member.union_all(guest).limit(1))


def address_key_of(person_id: int) -> str | None:
    """The key of the address a person has now; None where they have none (any more)."""
    known = member_of(person_id) or guest_of(person_id)
    return known.email_key if known else None


def person_of(caller: Caller, *, now: datetime) -> Person:
    """The person with the address of `caller`: the member, else the guest, who is then called as
    they say, else a new guest. Doing it twice makes nobody twice.
    """
    known = _known_by(caller)
    if known is None:
        try:
            with db.session.begin_nested():
                return _write(caller, now)
        except IntegrityError:  # somebody was quicker with the same address
            known = _known_by(caller)
    if known is None:
        raise LookupError("An address is free and taken at once.")
    if isinstance(known, Guest):
        known.person.name, known.person.zone = caller.name, caller.zone
        db.session.flush()
    return known.person


def become_member(guest: Guest) -> Person:
    """Hand the person over to whoever makes an account of them: their answers stay with them."""
    person = guest.person
    db.session.delete(guest)
    db.session.flush()
    return person


def _known_by(caller: Caller) -> Member | Guest | None:
    member = db.session.scalar(select(Member).where(Member.email_key == caller.email_key))
    guest = select(Guest).where(Guest.email_key == caller.email_key).with_for_update()
    return member or db.session.scalar(guest)  # held: nobody forgets them meanwhile


def _write(caller: Caller, now: datetime) -> Person:
    person = Person(name=caller.name, zone=caller.zone, created_at=now)
    guest = Guest(person=person, email=caller.email, email_key=caller.email_key, made_at=now)
    db.session.add(guest)
    db.session.flush()
    return person
