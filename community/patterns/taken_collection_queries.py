"""What is read of collections for taking them along."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.brought_names import own_name
from community.accounts.models import Person
from community.accounts.queries import present_community
from community.db import db

from .collection_models import Collection, Openness
from .collection_queries import STANDING, EntryLine, entries_by_collection, entries_of
from .collection_texts import CollectionTaken, EntryTaken
from .credit_lines import Addresses, Shown, credit_lines
from .credit_queries import UNNAMED_PLACE

_AT_ONCE = 100  # collections in memory


def taken(collection: Collection, address_of: Addresses | None = None) -> CollectionTaken:
    """A collection; with a credit line for each pattern where there is `address_of`."""
    lines = entries_of(collection)
    credited_by = credits_of(lines, address_of) if address_of else {}
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


def credits_of(lines: Sequence[EntryLine], address_of: Addresses) -> Mapping[int, str]:
    """The credit line of each as it reads there, by the number of the entry."""
    shown = [Shown(one.row.pattern_id, one.slug, one.number, one.content) for one in lines]
    told = credit_lines(shown, address_of)
    return {one.row.id: words for one, words in zip(lines, told, strict=True)}


def _people(lines: Sequence[EntryLine]) -> dict[int, Person]:
    numbers = {entry.row.by_id for entry in lines}
    found = db.session.scalars(select(Person).where(Person.id.in_(numbers)))
    return {person.id: person for person in found}


def _name(collection: Collection, person: Person) -> str | None:
    called: str | None = person.credited_as
    return own_name(called) if called and collection.brought_from else called
