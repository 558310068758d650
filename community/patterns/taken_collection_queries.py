"""What is read of collections for taking them along."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select

from community.accounts.models import Person
from community.accounts.queries import present_community
from community.db import db

from .collection_models import Collection, Openness
from .collection_queries import STANDING, EntryLine, entries_of
from .collection_texts import CollectionTaken, EntryTaken
from .credit import line
from .credit_queries import UNNAMED_PLACE, contributors, credit_of
from .origin_queries import credited, origins_of, own_name

Addresses = Callable[[str, int], str]
"""The whole address of a revision, by the pattern's slug and its number."""


def taken(collection: Collection, address_of: Addresses | None = None) -> CollectionTaken:
    """A collection; with a credit line for each pattern where there is `address_of`."""
    lines = entries_of(collection)
    credited_by = _credits(lines, address_of) if address_of else {}
    people = _people(lines)
    community = present_community()
    return CollectionTaken(
        slug=collection.slug,
        title=collection.title,
        about=collection.about,
        place=collection.brought_from or (community.name if community else UNNAMED_PLACE),
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
    """Each collection that everybody sees, by address; three queries for each."""
    query = select(Collection).where(Collection.openness == Openness.PUBLIC, STANDING)
    for collection in db.session.scalars(query.order_by(Collection.slug)).all():
        yield taken(collection)


def _credits(lines: Sequence[EntryLine], address_of: Addresses) -> dict[int, str]:
    numbers = [entry.row.pattern_id for entry in lines]
    who, origins = contributors(numbers), origins_of(numbers)
    return {
        entry.row.id: line(
            credited(
                credit_of(
                    entry.content,
                    who[entry.row.pattern_id],
                    number=entry.number,
                    address=address_of(entry.slug, entry.number),
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
