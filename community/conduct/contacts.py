"""Naming the people to write to."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.db import db

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
    change(contact, draft)
    return contact


def change(contact: Contact, draft: ContactDraft) -> None:
    """Say something else of a contact."""
    contact.name, contact.address, contact.words = draft.name, draft.address, draft.words
    contact.member_id = draft.member.id if draft.member else None
    db.session.add(contact)
    db.session.flush()


def remove(contact: Contact) -> None:
    """Name them no longer. Nothing of them is kept."""
    db.session.delete(contact)
    db.session.flush()
