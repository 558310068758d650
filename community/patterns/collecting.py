"""Gathering patterns: collections are made, changed, ordered and deleted, and all of it undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select

from community.accounts.models import Person
from community.calls.slugs import free_slug, secret_slug, slug_of
from community.db import db, locked, number_of
from community.errors import Refusal, TooMany
from community.ordering import merged, stepped, write_places

from .collection_models import Collection, CollectionEntry, CollectionRemoval, Openness
from .models import Pattern

MOST_ENTRIES = 100
MOST_OF_ONE = 100
_RESERVED = {"new"}


class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since it was read; what was typed is kept."""


class StandsInIt(Refusal):
    """The pattern is in the collection, and something else is said of it there."""


@dataclass(frozen=True, slots=True)
class CollectionDraft:
    """What a collection says of itself."""

    title: str
    about: str = ""
    openness: Openness = Openness.PUBLIC


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is said of a pattern in a collection; `is_pinned` keeps it as it reads now."""

    why: str = ""
    is_pinned: bool = False


def begin(draft: CollectionDraft, *, by: Person, now: datetime) -> Collection:
    """Make a collection. Raises `community.errors.TooMany`."""
    mine = select(func.count()).where(Collection.by_id == by.id)
    if (db.session.scalar(mine) or 0) >= MOST_OF_ONE:
        raise TooMany("You have as many collections as one person can keep.")
    collection = Collection(
        slug=_address_for(draft),
        title=draft.title,
        about=draft.about,
        openness=draft.openness,
        by_id=by.id,
        by=by,
        made_at=now,
        changed_at=now,
    )
    db.session.add(collection)
    db.session.flush()
    return collection


def change(
    collection: Collection, draft: CollectionDraft, *, version: int, by: Person, now: datetime
) -> Collection:
    """Say something else of it. Seen by others than before, it has another address, so that an old
    one tells nothing; who sees it only its maker says. Raises `ChangedMeanwhile` where `version` is
    not the one that was read.
    """
    collection = _held(collection)
    _expect(collection, version)
    if by.id != collection.by_id:
        draft = replace(draft, openness=collection.openness)
    if draft.openness is not collection.openness:
        collection.slug = _address_for(draft)
    collection.title, collection.about = draft.title, draft.about
    collection.openness = draft.openness
    _touch(collection, now)
    return collection


def put_in(
    collection: Collection, pattern: Pattern, draft: EntryDraft, *, by: Person, now: datetime
) -> CollectionEntry:
    """Put a listed pattern at the end; one that stands in it already stays as it is.

    Raises `StandsInIt` where something else is said of that, and `community.errors.TooMany`.
    """
    collection = _held(collection)
    standing = entries_in_order(collection)
    known = next((entry for entry in standing if entry.pattern_id == pattern.id), None)
    if known is not None:
        if draft not in (EntryDraft(), EntryDraft(known.why, known.pinned is not None)):
            raise StandsInIt("It stands in this collection already.")
        return known
    if len(standing) >= MOST_ENTRIES:
        raise TooMany("This collection holds as many patterns as it can.")
    entry = CollectionEntry(
        collection_id=collection.id,
        collection=collection,
        pattern_id=pattern.id,
        pinned=pattern.revision if draft.is_pinned else None,
        place=len(standing) + 1,
        why=draft.why,
        by_id=by.id,
        at=now,
    )
    db.session.add(entry)
    _touch(collection, now)
    return entry


def change_entry(
    entry: CollectionEntry, draft: EntryDraft, *, read: str | None = None, now: datetime
) -> None:
    """Give another why. One that is pinned already stays at its revision; pinned from now on, it
    is kept as it reads now. Raises `ChangedMeanwhile` where its why is not the one that was `read`,
    by the mark of that; None: it was read just now.
    """
    collection, entry = _held(entry.collection), locked(CollectionEntry, number_of(entry))
    if read not in (None, mark_of(entry)) and entry.why != draft.why:
        raise ChangedMeanwhile("Somebody else has changed it meanwhile.")
    present = db.session.scalar(select(Pattern.revision).where(Pattern.id == entry.pattern_id))
    entry.why = draft.why
    entry.pinned = (entry.pinned or present) if draft.is_pinned else None
    _touch(collection, now)


def mark_of(entry: CollectionEntry) -> str:
    """A mark of why an entry stands there, which another why has not."""
    return sha256(entry.why.encode()).hexdigest()[:16]


def move(entry: CollectionEntry, step: int, *, now: datetime) -> None:
    """Let it change places with its neighbour: `step` is -1 for up, 1 for down."""
    collection = _held(entry.collection)
    order = [each.id for each in entries_in_order(collection)]
    if entry.id not in order:
        return
    _write(collection, stepped(order, entry.id, step), now)


def put_in_order(
    collection: Collection, order: Sequence[int], *, version: int, now: datetime
) -> None:
    """Order it whole by the ids of its entries; what is not named stays behind the rest.

    Raises `ChangedMeanwhile` where `version` is not the one that was read.
    """
    collection = _held(collection)
    _expect(collection, version)
    present = [each.id for each in entries_in_order(collection)]
    _write(collection, merged(order, present), now)


def take_out(entry: CollectionEntry, *, by: Person, now: datetime) -> None:
    """Let the pattern stand in it no longer. Doing it twice changes nothing."""
    collection, entry = _held(entry.collection), locked(CollectionEntry, number_of(entry))
    if entry.withdrawn_at is None:
        entry.withdrawn_at, entry.withdrawn_by_id = now, by.id
        db.session.flush()
        _write(collection, [each.id for each in entries_in_order(collection)], now)


def put_back(entry: CollectionEntry, *, now: datetime) -> None:
    """Let it stand where it stood. Doing it twice, or where it stands again, changes nothing."""
    collection, entry = _held(entry.collection), locked(CollectionEntry, number_of(entry))
    standing = entries_in_order(collection)
    if entry.withdrawn_at is None or entry.pattern_id in {each.pattern_id for each in standing}:
        return
    entry.withdrawn_at = entry.withdrawn_by_id = None
    db.session.flush()
    order = [each.id for each in standing]
    order.insert(entry.place - 1, entry.id)
    _write(collection, order, now)


def remove(collection: Collection, *, by: Person, now: datetime) -> None:
    """Delete it, so that it can be put back. Doing it twice changes nothing."""
    collection = _held(collection)
    if not collection.is_removed:
        db.session.add(CollectionRemoval(collection_id=collection.id, by_id=by.id, at=now))
        _touch(collection, now)


def restore(collection: Collection, *, by: Person, now: datetime) -> None:
    """Put it back. Doing it twice changes nothing."""
    collection = _held(collection)
    if collection.removal is not None:
        collection.removal.withdrawn_at, collection.removal.withdrawn_by_id = now, by.id
        _touch(collection, now)


def entries_in_order(collection: Collection) -> Sequence[CollectionEntry]:
    """Everything that stands in it, what not everybody can read any longer too."""
    query = select(CollectionEntry).where(
        CollectionEntry.collection_id == collection.id, CollectionEntry.withdrawn_at.is_(None)
    )
    return db.session.scalars(query.order_by(CollectionEntry.place, CollectionEntry.id)).all()


def _address_for(draft: CollectionDraft) -> str:
    if draft.openness is not Openness.PUBLIC:
        return secret_slug()
    wish = slug_of(draft.title)
    return free_slug(Collection, "" if wish in _RESERVED else wish[:70])


def _held(collection: Collection) -> Collection:
    return locked(Collection, number_of(collection))


def _expect(collection: Collection, version: int) -> None:
    if collection.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed this collection since you opened the page. Look at how it"
            " stands now, then decide."
        )


def _touch(collection: Collection, now: datetime) -> None:
    collection.version += 1
    collection.changed_at = now
    db.session.flush()
    db.session.expire(collection, ["removal"])


def _write(collection: Collection, order: Sequence[int], now: datetime) -> None:
    write_places(CollectionEntry, order)
    _touch(collection, now)
