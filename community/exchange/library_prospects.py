"""What would come of the file of a library, before it is brought in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.db import db
from community.patterns.collection_models import Collection
from community.patterns.models import Pattern
from community.patterns.unseeding import untouched

from .library_reading import LibraryFile


@dataclass(frozen=True, slots=True)
class Prospect:
    """Titles of what would be written, of what is here already and of what would take the place of
    patterns that came with the program; who is named; how much others said of the patterns.
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


def prospect_of(file: LibraryFile) -> Prospect:
    """What is in a file, beside what is here; three queries."""
    seeds = untouched([facts["pattern"] for facts in file.patterns])
    there = set(db.session.scalars(select(Pattern.slug))) - set(seeds)
    shelves = set(db.session.scalars(select(Collection.slug)))
    titles = [(facts["pattern"], facts["content"]["title"]) for facts in file.patterns]
    taken = there | set(seeds)
    fresh = [facts for facts in file.patterns if facts["pattern"] not in there]
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
    )
