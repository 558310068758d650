"""What is read of collections for taking them along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.brought_names import own_name
from community.accounts.models import Person
from community.accounts.queries import present_community
from community.conduct.bar_queries import clauses_beside
from community.conduct.state_models import Content
from community.db import db
from community.disclosures.wording import assisted_by, told_sentence
from community.marks import BAR

from .collection_models import Collection, Openness
from .collection_queries import STANDING, EntryLine, entries_by_collection, entries_of
from .collection_texts import CollectionTaken, EntryTaken
from .credit_lines import Addresses, Shown, credit_lines
from .credit_queries import UNNAMED_PLACE
from .retirement_queries import successors_of, titles_instead, told_of
from .tool_queries import saids_beside

_AT_ONCE = 100  # collections in memory


def taken(
    collection: Collection, code_at: str, address_of: Addresses | None = None
) -> CollectionTaken:
    """A collection; with `beside` of each pattern where there is `address_of`. `code_at` is
    the address of versions of the code, for what words are taken out.
    """
    lines = entries_of(collection)
    told = beside(lines, address_of) if address_of else {}
    found = _taken(collection, lines, _people(lines), told, _place())
    whole = (Content.COLLECTION, collection.id)
    patterns = [(Content.PATTERN, one.row.pattern_id) for one in lines]
    of = zip(found.entries, patterns, strict=True)
    cut = {about for one, about in of if BAR in f"{one.title}{one.summary}"}
    own = f"{found.title}{found.about}{[one.why for one in found.entries]}"
    clauses = clauses_beside(cut | ({whole} if BAR in own else set()))
    of = zip(found.entries, patterns, strict=True)
    entries = [replace(one, redactions=clauses.get(about, ())) for one, about in of]
    return replace(found, entries=entries, redactions=clauses.get(whole, ()), code_at=code_at)


def _place() -> str:
    community = present_community()
    return community.name if community else UNNAMED_PLACE


def _taken(
    collection: Collection,
    lines: Sequence[EntryLine],
    people: Mapping[int, Person],
    told: Mapping[int, Mapping[str, Any]],
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
                **told.get(entry.row.id, {}),
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


def beside(lines: Sequence[EntryLine], address_of: Addresses) -> Mapping[int, Mapping[str, Any]]:
    """The credit line of each, what to use instead of a retired one, and the tools behind it, by
    the number of the entry.
    """
    patterns = [(one.row.pattern_id, one.number) for one in lines]
    successors = successors_of([number for number, _ in patterns])
    credited_by = credits_of(lines, address_of)
    return {
        one.row.id: {
            "credit": credited_by[one.row.id],
            "retired": told_of(one.row.pattern_id, address_of(one.slug, one.number), successors),
            "assisted_by": assisted_by(said) if said else (),
        }
        for one, said in zip(lines, saids_beside(patterns), strict=True)
    }


def told_beside(lines: Sequence[EntryLine], address_of: Addresses) -> dict[str, Any]:
    """For a page: the credit line of each by the number of the entry, what to use instead of the
    retired ones by that of the pattern, and the sentence on the tools behind each, in their order.
    """
    patterns = [(one.row.pattern_id, one.number) for one in lines]
    return {
        "credit_lines": credits_of(lines, address_of),
        "instead": titles_instead([number for number, _ in patterns]),
        "tools": [told_sentence(said) for said in saids_beside(patterns)],
    }


def _people(lines: Sequence[EntryLine]) -> dict[int, Person]:
    numbers = {entry.row.by_id for entry in lines}
    found = db.session.scalars(select(Person).where(Person.id.in_(numbers)))
    return {person.id: person for person in found}


def _name(collection: Collection, person: Person) -> str | None:
    called: str | None = person.credited_as
    return own_name(called) if called and collection.brought_from else called
