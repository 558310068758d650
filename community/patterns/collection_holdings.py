"""What the library holds of a person who gathers patterns."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from community.db import db
from community.holdings import Facts, Holding

from .collection_findable import TEXTS
from .collection_models import Collection, CollectionEntry, CollectionRemoval, Openness
from .leaving_queries import drafts_to_erase


def export(person_id: int) -> Facts:
    """The collections they made, what they put into any, and those they deleted."""
    return {
        "collections made": [
            {
                "title": row.title,
                "address": row.slug,
                "about": row.about,
                "seen by": row.openness.value,
                "at": row.made_at,
            }
            for row in _those(Collection, Collection.by_id == person_id)
        ],
        "patterns put into collections": [
            {
                "collection": row.collection.title,
                "pattern": row.pattern.slug,
                "why": row.why,
                "kept at revision": row.pinned,
                "at": row.at,
                "taken out": row.withdrawn_at,
            }
            for row in _those(CollectionEntry, CollectionEntry.by_id == person_id)
        ],
        "collections deleted": [
            {"at": row.at, "put back": row.withdrawn_at}
            for row in _those(CollectionRemoval, CollectionRemoval.by_id == person_id)
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete the collections that not everybody sees, and what hangs on drafts of theirs. What they
    gathered for everybody stays, by a former member.
    """
    drafts = drafts_to_erase(person_id)
    mine = select(Collection.id).where(
        Collection.by_id == person_id, Collection.openness != Openness.PUBLIC
    )
    of_these = or_(CollectionEntry.pattern_id.in_(drafts), CollectionEntry.collection_id.in_(mine))
    db.session.execute(delete(CollectionEntry).where(of_these))
    gone = delete(CollectionRemoval).where(CollectionRemoval.collection_id.in_(mine))
    db.session.execute(gone)
    db.session.execute(delete(Collection).where(Collection.id.in_(mine)))


def _those(model: Any, condition: Any) -> Any:
    return db.session.scalars(select(model).where(condition).order_by(model.id))


_TABLES = frozenset({"collection", "collection_entry", "collection_removal"})
HOLDING = Holding(tables=_TABLES, export=export, erase=erase, texts=(TEXTS,))
