"""What has a first link in the library: nobody else sees it until a curator has read it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from community.access import Viewer
from community.accounts.models import Member, Person, RoleGrant
from community.conduct.standing import limits_of
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import standing_state
from community.db import db, locked
from community.distance.forbidding import ContactForbidden, refuse_person
from community.errors import Refusal, TooMany
from community.events import announce
from community.first_links import addresses_in, are_known
from community.limits import Limited, refuse_what_is_stopped

from . import collecting
from .collecting import CollectionDraft
from .collection_models import Collection, CollectionEntry, Openness
from .curator_queries import curators
from .events import LinkWaits, SuggestionMade
from .held_ends import end_as
from .held_models import Held, LibraryHold, Outcome
from .held_queries import number_of_theirs, waiting
from .known_use_models import KnownUse
from .known_uses import held as held_use
from .link_queries import elsewhere
from .models import Pattern
from .policies import Permission
from .reading_again import RevisedSince
from .retired import refuse_retired
from .settling import settle
from .staging import propose
from .suggestion_models import Suggestion

MOST_WAITING = 5  # of one member
_NOT_NOW = "This cannot be shown now. It waits here; look at it another day."
FIRST_LINK = "Nobody has read a link of yours before."
_ABOUT: dict[Held, tuple[type[Any], Permission]] = {
    Held.USE: (KnownUse, Permission.ADD_USE),
    Held.SUGGESTION: (Suggestion, Permission.SUGGEST_EDIT),
    Held.COLLECTION: (Collection, Permission.MAKE_COLLECTION),
    Held.PATTERN: (Pattern, Permission.PROPOSE_PATTERN),
}


class NotNow(Refusal):
    """Whoever wrote it may not say it as it is; why is for them alone."""


class FirstLink(Refusal):
    """What others read is to have a first link; what can be done instead it says."""


class OwnLink(Refusal):
    """Nobody lets their own through."""


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
    if isinstance(row, (KnownUse, Suggestion)):
        row.withdrawn_at = now
    if isinstance(row, KnownUse):
        row.withdrawn_by_id = by.id
        db.session.flush()
        settle(row.pattern, now=now)
    waits = LibraryHold(
        about=about, subject_id=row.id, by_id=by.id, at=now, why=why, openness=openness
    )
    db.session.add(waits)
    db.session.flush()
    announce(LinkWaits(by.id, now))
    return waits


def show(held: LibraryHold, *, seen: int, by: Person, now: datetime) -> Any:
    """Let everybody read it as it was `seen`, as if it were said now; gives the row. Doing it twice
    changes nothing.

    Raises `OwnLink`, `NotNow`, `reading_again.RevisedSince`, and what proposing a pattern does.
    """
    row = _locked(held)
    if held.ended_at is not None:
        return row
    if held.by_id == by.id:
        raise OwnLink("You wrote this. Another curator has to read it.")
    is_aside = standing_state(SetAside(held.about.value), held.subject_id) is not None
    author = db.session.get_one(Person, held.by_id)
    subject = row if isinstance(row, (Pattern, Collection)) else row.pattern
    try:
        if is_aside:
            raise NotNow(_NOT_NOW)
        refuse_what_is_stopped(limits_of(author.id, now), _ABOUT[held.about][1], subject)
        _show(row, held, seen, author, now)
    except (Limited, ContactForbidden):
        raise NotNow(_NOT_NOW) from None
    end_as(held, Outcome.SHOWN, by=by, now=now)
    return row


def _show(row: Any, held: LibraryHold, seen: int, author: Person, now: datetime) -> None:
    if isinstance(row, Pattern):
        if row.author_id != author.id:  # somebody else has taken it on
            raise NotNow(_NOT_NOW)
        propose(row, seen=seen, by=author, now=now, why=held.why)
    elif isinstance(row, Collection):
        if row.version != seen:
            raise RevisedSince("It was changed since you read it. Look at it again.")
        opened = CollectionDraft(row.title, row.about, held.openness or Openness.PUBLIC)
        collecting.change(row, opened, version=row.version, by=author, now=now)
    else:
        if not row.pattern.is_listed:  # whoever curates does not read it, or what it is about
            raise NotNow(_NOT_NOW)
        refuse_retired(row.pattern)
        row.withdrawn_at = None
        if isinstance(row, KnownUse):
            row.withdrawn_by_id = None
            db.session.flush()
            settle(row.pattern, now=now)
        else:
            refuse_person(row.pattern.author_id, by_id=author.id, now=now)
            row.at = now  # what it tells is counted from then
            announce(SuggestionMade(row, row.pattern, now))


def end(held: LibraryHold, *, by: Person, now: datetime) -> None:
    """Leave it out, or take back what is one's own. Doing it twice changes nothing."""
    _locked(held)
    if held.ended_at is None:
        outcome = Outcome.TAKEN_BACK if held.by_id == by.id else Outcome.LEFT
        end_as(held, outcome, by=by, now=now)


def _locked(held: LibraryHold) -> Any:
    """The row, held with its pattern before, and then that it waits."""
    model = _ABOUT[held.about][0]
    row = db.session.get_one(model, held.subject_id)
    if isinstance(row, KnownUse):
        row = held_use(row)
    else:
        if isinstance(row, Suggestion):
            locked(Pattern, row.pattern_id)
        row = locked(model, row.id)
    locked(LibraryHold, held.id)
    return row
