"""Bringing the collections of another place in, with what stands in them and is here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.db import db
from community.patterns.collection_models import Collection, CollectionEntry, Openness
from community.patterns.facets import LISTED
from community.patterns.models import Pattern

from .library_people import People

Facts = Mapping[str, Any]


def import_collections(collections: Sequence[Facts], people: People) -> list[str]:
    """Write those whose addresses are free; gives their titles. Doing it twice changes nothing."""
    there = set(db.session.scalars(select(Collection.slug)))
    new = [facts for facts in collections if facts["collection"] not in there]
    for facts in new:
        _write(facts, people)
    return [facts["title"] for facts in new]


def _write(facts: Facts, people: People) -> None:
    by = people.called(facts["by"])
    collection = Collection(
        slug=facts["collection"],
        title=facts["title"],
        about=facts["about"],
        openness=Openness.PUBLIC,
        by_id=by.id,
        by=by,
        made_at=_at(facts["made"]),
        changed_at=_at(facts["changed"]),
        brought_from=facts["place"],
    )
    db.session.add(collection)
    db.session.flush()
    slugs = [entry["pattern"] for entry in facts["entries"]]
    here = select(Pattern).where(Pattern.slug.in_(slugs), Pattern.stage.in_(LISTED))
    patterns = {pattern.slug: pattern for pattern in db.session.scalars(here)}
    standing = [entry for entry in facts["entries"] if entry["pattern"] in patterns]
    for place, entry in enumerate(standing, start=1):
        pattern = patterns[entry["pattern"]]
        is_there = entry["pinned"] is not None and entry["pinned"] <= pattern.revision
        row = CollectionEntry(
            collection_id=collection.id,
            pattern_id=pattern.id,
            pinned=entry["pinned"] if is_there else None,
            place=place,
            why=entry["why"],
            by_id=people.called(entry["by"]).id,
            at=_at(entry["at"]),
        )
        db.session.add(row)
    db.session.flush()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
