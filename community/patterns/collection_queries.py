"""Reads about collections, ready to render."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from community.conduct.bar_queries import beside_bars
from community.conduct.state_models import Content as SetAside
from community.conduct.state_queries import Placeholder
from community.db import db, number_of
from community.pages import Page, page_of

from .collection_models import Collection, CollectionEntry, CollectionRemoval, Openness
from .content import Content, from_json
from .facets import LISTED
from .models import Pattern, PatternRevision
from .queries import only_called


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A pattern in a collection as it reads there: `number` is the revision, `is_pinned` whether
    that stays, `present` the one it has come to.
    """

    row: CollectionEntry
    slug: str
    stage: str
    content: Content
    solution_html: str
    number: int
    present: int

    @property
    def is_pinned(self) -> bool:
        """Whether it is kept as it reads there."""
        return self.row.pinned is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection in a list, and how many patterns everybody can read in it."""

    slug: str
    title: str
    about: str
    openness: str
    by: str | None
    count: int
    redactions: tuple[Placeholder, ...] = ()


def collection_by_slug(slug: str) -> Collection | None:
    """The collection at this address, whether it was deleted or not."""
    return db.session.scalar(select(Collection).where(Collection.slug == slug))


def standing_at(slug: str) -> Collection | None:
    """The collection at this address, unless it was deleted."""
    return db.session.scalar(select(Collection).where(Collection.slug == slug, STANDING))


def entry_numbered(slug: str, number: int) -> CollectionEntry | None:
    """The entry with this number of the collection at this address."""
    query = (
        select(CollectionEntry)
        .join(CollectionEntry.collection)
        .options(joinedload(CollectionEntry.pattern))
        .where(CollectionEntry.id == number, Collection.slug == slug)
    )
    return db.session.scalar(query)


def entries_of(collection: Collection) -> Sequence[EntryLine]:
    """What everybody can read of it, in order; one query."""
    number = number_of(collection)
    return entries_by_collection([number])[number]


def entries_by_collection(numbers: Sequence[int]) -> Mapping[int, Sequence[EntryLine]]:
    """The same of each of these; one query."""
    found: dict[int, list[EntryLine]] = {number: [] for number in numbers}
    query = (
        select(CollectionEntry, Pattern.slug, Pattern.stage, Pattern.revision, PatternRevision)
        .join(Pattern, Pattern.id == CollectionEntry.pattern_id)
        .join(PatternRevision, _as_it_reads())
        .where(CollectionEntry.collection_id.in_(numbers), *SHOWN)
        .order_by(CollectionEntry.place, CollectionEntry.id)
    )
    for entry, slug, stage, present, revision in db.session.execute(query):
        line = EntryLine(
            row=entry,
            slug=slug,
            stage=stage.value,
            content=from_json(revision.content),
            solution_html=json.loads(revision.html).get("solution", ""),
            number=revision.number,
            present=present,
        )
        found[entry.collection_id].append(line)
    return found


def public_collections(cursor: str | None) -> Page[Collection]:
    """Those that everybody sees, by title."""
    query = select(Collection).where(Collection.openness == Openness.PUBLIC, STANDING)
    keys = (Collection.title_key, Collection.id)
    return page_of(query, keys, lambda row: [row.title_key, row.id], cursor=cursor)


def collections_of(person_id: int) -> Sequence[Collection]:
    """Those a person has made, the latest change first."""
    query = select(Collection).where(Collection.by_id == person_id, STANDING)
    return db.session.scalars(
        query.order_by(Collection.changed_at.desc(), Collection.id.desc())
    ).all()


def shelves(collections: Sequence[Collection]) -> list[Shelf]:
    """Collections as they stand in lists; one query, and one more beside bars."""
    counted = (
        select(CollectionEntry.collection_id, func.count())
        .join(Pattern, Pattern.id == CollectionEntry.pattern_id)
        .where(CollectionEntry.collection_id.in_([row.id for row in collections]), *SHOWN)
        .group_by(CollectionEntry.collection_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    cut = beside_bars(
        SetAside.COLLECTION, {row.id: f"{row.title}{row.about}" for row in collections}
    )
    return [
        Shelf(
            slug=row.slug,
            title=row.title,
            about=row.about,
            openness=row.openness.value,
            by=row.by.credited_as,
            count=counts.get(row.id, 0),
            redactions=cut.get(row.id, ()),
        )
        for row in collections
    ]


def standing_in(pattern: Pattern, person_id: int | None) -> Sequence[Collection]:
    """The collections that everybody sees, and those of a person, in which a pattern stands."""
    seen = or_(Collection.openness == Openness.PUBLIC, Collection.by_id == (person_id or 0))
    query = (
        select(Collection)
        .join(CollectionEntry, CollectionEntry.collection_id == Collection.id)
        .where(
            CollectionEntry.pattern_id == pattern.id,
            CollectionEntry.withdrawn_at.is_(None),
            seen,
            STANDING,
        )
        .order_by(Collection.title_key, Collection.id)
    )
    return db.session.scalars(query).all()


def pattern_meant(given: str) -> Pattern | None:
    """The listed pattern that somebody names by its address, its last part, or its title, where
    one alone has that.
    """
    slug = given.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    query: Select[Any] = select(Pattern).where(Pattern.stage.in_(LISTED))
    found: Pattern | None = db.session.scalar(query.where(Pattern.slug == slug))
    if found is None:
        found = db.session.scalar(query.where(Pattern.slug == only_called(given)))
    return found


def _as_it_reads() -> ColumnElement[bool]:
    """The revision it is kept at, where everybody may read that; else the present one."""
    is_open = CollectionEntry.pinned >= Pattern.opened_from
    return and_(
        PatternRevision.pattern_id == CollectionEntry.pattern_id,
        PatternRevision.number == case((is_open, CollectionEntry.pinned), else_=Pattern.revision),
    )


SHOWN = (CollectionEntry.withdrawn_at.is_(None), Pattern.stage.in_(LISTED))
STANDING = ~(
    select(CollectionRemoval.id)
    .where(
        CollectionRemoval.collection_id == Collection.id,
        CollectionRemoval.withdrawn_at.is_(None),
    )
    .exists()
)
