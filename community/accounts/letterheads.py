"""What the outbox asks about people and the place when it writes a letter."""

from datetime import datetime

from community import languages
from community.db import db
from community.outbox.kinds import Letterhead, Recipient

from .guests import guest_of, member_of
from .models import Member, Person
from .queries import present_community


def recipient_of(person_id: int) -> Recipient | None:
    """Name, address and zone of a person; None where they have no address (any more).

    Nobody is written to under `.invalid` (RFC 2606 §2), where the people of the sample live.
    """
    known = member_of(person_id) or guest_of(person_id)
    if known is None or known.email_key.endswith(".invalid"):
        return None
    if isinstance(known, Member) and known.erased_at:
        return None
    person = known.person
    language = languages.known(person.language or letterhead().language)
    return Recipient(person.name, known.email, person.zone, language)


def came_at(person_id: int) -> datetime | None:
    """When a person came to the place; None where there is nobody with this number."""
    person = db.session.get(Person, person_id)
    return None if person is None else person.created_at


def letterhead() -> Letterhead:
    """The community a letter comes from."""
    community = present_community()
    if community is None:
        return Letterhead("Community calls", "UTC")
    return Letterhead(community.name, community.zone, community.language)
