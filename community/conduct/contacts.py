"""Naming the people to write to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Member
from community.db import db
from community.events import announce

from .events import ContactGone
from .models import Contact


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact to be: an address of their own, and the member they are, if one."""

    name: str
    address: str
    words: str
    member: Member | None


def add(draft: ContactDraft, *, by: Member, now: datetime) -> Contact:
    """Name one more."""
    contact = Contact(added_by_id=by.id, added_at=now)
    _say(contact, draft)
    return contact


def change(contact: Contact, draft: ContactDraft) -> None:
    """Say something else of a contact."""
    before = contact.address
    _say(contact, draft)
    if before != contact.address:
        _forget(before)


def remove(contact: Contact) -> None:
    """Name them no longer. Nothing of them is kept."""
    db.session.delete(contact)
    db.session.flush()
    _forget(contact.address)


def remove_member(member: Member) -> None:
    """The same for every entry of a member."""
    mine = select(Contact).where(Contact.member_id == member.id).order_by(Contact.id)
    for contact in db.session.scalars(mine).all():
        remove(contact)


def _say(contact: Contact, draft: ContactDraft) -> None:
    contact.name, contact.address, contact.words = draft.name, draft.address, draft.words
    contact.member_id = draft.member.id if draft.member else None
    db.session.add(contact)
    db.session.flush()


def _forget(address: str) -> None:
    """Letters to an address that is another contact's still stay."""
    found = select(Contact.address).where(func.lower(Contact.address) == address.lower())
    if db.session.scalar(found.limit(1)) is None:
        announce(ContactGone(address))
