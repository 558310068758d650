"""What the outbox asks about people and the place when it writes a letter."""

from sqlalchemy import select

from community import languages
from community.db import db
from community.outbox.kinds import Letterhead, Recipient

from .models import Member
from .queries import present_community


def recipient_of(person_id: int) -> Recipient | None:
    """Name, address and zone of a person; None where they have no address (any more).

    Nobody is written to under `.invalid` (RFC 2606 §2), where the people of the sample live.
    """
    member = db.session.scalar(select(Member).where(Member.person_id == person_id))
    if member is None or member.erased_at or member.email_key.endswith(".invalid"):
        return None
    language = languages.known(member.person.language or letterhead().language)
    return Recipient(member.name, member.email, member.zone, language)


def letterhead() -> Letterhead:
    """The community a letter comes from."""
    community = present_community()
    if community is None:
        return Letterhead("Community calls", "UTC")
    return Letterhead(community.name, community.zone, community.language)
