"""What has a first link in the library: nobody else sees it until a curator has read it (see
`letting_through`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from community.access import Viewer
from community.accounts.models import Member, Person, RoleGrant
from community.db import db
from community.errors import Refusal, TooMany
from community.events import announce
from community.first_links import addresses_in, are_known

from .collection_models import Collection, CollectionEntry, Openness
from .curation_models import Objection, ObjectionAnswer, Review
from .curator_queries import curators
from .events import LinkWaits
from .held_models import Held, LibraryHold
from .held_queries import number_of_theirs, waiting
from .known_use_models import KnownUse
from .link_queries import elsewhere
from .settling import settle
from .suggestion_models import Suggestion

MOST_WAITING = 5  # of one member
FIRST_LINK = "Nobody has read a link of yours before."


class FirstLink(Refusal):
    """What others read is to have a first link; what can be done instead it says."""


def must_wait(who: Viewer, links: Callable[[], set[str]]) -> bool:
    """Whether a curator has to read it first: where it has `links` that lead elsewhere, none of
    theirs is known, and they were entrusted with nothing; as long as somebody curates.

    Raises `community.text.TextTooLong`.
    """
    if who.member is None or who.roles:
        return False
    if not elsewhere(links()):
        return False
    return not are_known(who.member.id) and bool(curators())


def is_read_first(person: Person) -> bool:
    """Whether no link of somebody is known, and they were entrusted with nothing."""
    member = db.session.scalar(select(Member).where(Member.person_id == person.id))
    if member is None:
        return True
    role = exists().where(RoleGrant.member_id == member.id, RoleGrant.revoked_at.is_(None))
    return not db.session.scalar(select(role)) and not are_known(member.id)


def links_in_collection(collection: Collection, about: str) -> set[str]:
    """Where the links of a collection lead that says this of itself. One query."""
    query = select(CollectionEntry.why).where(
        CollectionEntry.collection_id == collection.id, CollectionEntry.withdrawn_at.is_(None)
    )
    return addresses_in(about, *db.session.scalars(query))


def hold(
    about: Held,
    row: Any,
    *,
    by: Person,
    why: str = "",
    openness: Openness | None = None,
    now: datetime,
) -> LibraryHold:
    """Let it wait; one that waits already is told anew what it is to be. Raises `TooMany`."""
    waits = waiting(about, row.id)
    if waits is not None:
        waits.why, waits.openness = why, openness
        return waits
    if number_of_theirs(by.id) >= MOST_WAITING:
        raise TooMany("Some things of yours wait to be read already. Go on when they have been.")
    if isinstance(row, (KnownUse, Suggestion, Review, Objection, ObjectionAnswer)):
        row.withdrawn_at = now
    if isinstance(row, (KnownUse, ObjectionAnswer)):
        row.withdrawn_by_id = by.id
    if isinstance(row, KnownUse):
        db.session.flush()
        settle(row.pattern, now=now)
    waits = LibraryHold(
        about=about, subject_id=row.id, by_id=by.id, at=now, why=why, openness=openness
    )
    db.session.add(waits)
    db.session.flush()
    announce(LinkWaits(by.id, now))
    return waits
