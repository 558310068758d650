"""What is read of collections for taking them along."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.accounts.queries import present_community
from community.db import db

from .adaptation_queries import adapted_by
from .collection_models import Collection, Openness
from .collection_queries import STANDING, EntryLine, entries_by_collection, entries_of
from .collection_texts import CollectionTaken, EntryTaken
from .credit import line
from .credit_queries import UNNAMED_PLACE, contributors, credit_of
from .origin_queries import credited, origins_of, own_name

_AT_ONCE = 100  # collections in memory

Addresses = Callable[[str, int], str]
"""The whole address of a revision, by the pattern's slug and its number."""


def taken(collection: Collection, address_of: Addresses | None = None) -> CollectionTaken:
    """A collection; with a credit line for each pattern where there is `address_of`."""
    lines = entries_of(collection)
    credited_by = _credits(lines, address_of) if address_of else {}
    return _taken(collection, lines, _people(lines), credited_by, _place())


def _place() -> str:
    community = present_community()
    return community.name if community else UNNAMED_PLACE


def _taken(
    collection: Collection,
    lines: Sequence[EntryLine],
    people: Mapping[int, Person],
    credited_by: Mapping[int, str],
    place: str,
) -> CollectionTaken:
    return CollectionTaken(
        slug=collection.slug,
        title=collection.title,
        about=collection.about,
        place=collection.brought_from or place,
        by=_name(collection, collection.by),
        made_at=collection.made_at,
        changed_at=collection.changed_at,
        entries=[
            EntryTaken(
                pattern=entry.slug,
                title=entry.content.title,
                summary=entry.content.summary,
                why=entry.row.why,
                revision=entry.number,
                pinned=entry.row.pinned,
                at=entry.row.at,
                by=_name(collection, people[entry.row.by_id]),
                credit=credited_by.get(entry.row.id, ""),
            )
            for entry in lines
        ],
    )


def public_whole() -> Iterator[CollectionTaken]:
    """Each collection that everybody sees, by address; the same number of queries for each
    hundred.
    """
    query = select(Collection.id).where(Collection.openness == Openness.PUBLIC, STANDING)
    numbers, place = list(db.session.scalars(query.order_by(Collection.slug))), _place()
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        entries = entries_by_collection(some)
        people = _people([line for lines in entries.values() for line in lines])
        rows = select(Collection).options(joinedload(Collection.by)).where(Collection.id.in_(some))
        for collection in db.session.scalars(rows.order_by(Collection.slug)):
            yield _taken(collection, entries[collection.id], people, {}, place)


def _credits(lines: Sequence[EntryLine], address_of: Addresses) -> dict[int, str]:
    numbers = [entry.row.pattern_id for entry in lines]
    who, origins, adapted = contributors(numbers), origins_of(numbers), adapted_by(numbers)
    return {
        entry.row.id: line(
            credited(
                credit_of(
                    entry.content,
                    who[entry.row.pattern_id],
                    number=entry.number,
                    address=address_of(entry.slug, entry.number),
                    adapted=adapted.get(entry.row.pattern_id, ()),
                ),
                origins.get(entry.row.pattern_id),
                entry.number,
            )
        )
        for entry in lines
    }


def _people(lines: Sequence[EntryLine]) -> dict[int, Person]:
    numbers = {entry.row.by_id for entry in lines}
    found = db.session.scalars(select(Person).where(Person.id.in_(numbers)))
    return {person.id: person for person in found}


def _name(collection: Collection, person: Person) -> str | None:
    called: str | None = person.credited_as
    return own_name(called) if called and collection.brought_from else called
