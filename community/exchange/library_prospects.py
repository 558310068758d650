"""What would come of the file of a library, before it is brought in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.db import db
from community.patterns.addresses import taken_addresses
from community.patterns.collection_models import Collection
from community.patterns.unseeding import untouched

from .library_awaited import awaited_in
from .library_given_up import without_given_up
from .library_reading import LibraryFile


@dataclass(frozen=True, slots=True)
class Prospect:
    """Titles of what would be written, of what is here already and of what would take the place of
    patterns that came with the program; who is named; how much others said of the patterns; how
    many stand at addresses that are given up here; what they have to do with patterns that are not
    here, each in words.
    """

    new: Sequence[str]
    known: Sequence[str]
    instead: Sequence[str]
    collections: Sequence[str]
    places: Sequence[str]
    people: Sequence[str]
    revisions: int
    uses: int
    reviews: int
    given_up: int = 0
    awaited: Sequence[str] = ()


def prospect_of(file: LibraryFile) -> Prospect:
    """What is in a file, beside what is here; six queries."""
    coming = without_given_up(file.patterns)
    seeds = untouched([facts["pattern"] for facts in coming])
    there = taken_addresses() - set(seeds)
    shelves = set(db.session.scalars(select(Collection.slug)))
    titles = [(facts["pattern"], facts["content"]["title"]) for facts in coming]
    taken = there | set(seeds)
    fresh = [facts for facts in coming if facts["pattern"] not in there]
    return Prospect(
        new=[title for slug, title in titles if slug not in taken],
        known=[title for slug, title in titles if slug in there],
        instead=[title for slug, title in titles if slug in seeds],
        collections=[c["title"] for c in file.collections if c["collection"] not in shelves],
        places=sorted({facts["place"] for facts in fresh}),
        people=file.people,
        revisions=sum(len(facts["history"]["revisions"]) for facts in fresh),
        uses=file.told("uses"),
        reviews=file.told("reviews"),
        given_up=len(file.patterns) - len(coming),
        awaited=awaited_in(fresh),
    )
