"""What the library holds of a person whose first links wait, or waited, to be read."""

from typing import Any

from sqlalchemy import delete, or_, select

from community.db import db
from community.holdings import Facts, Holding

from .collection_models import Collection
from .curation_models import Objection, ObjectionAnswer, Review
from .held_models import Held, LibraryHold
from .known_use_models import KnownUse
from .models import Pattern
from .suggestion_models import Suggestion, SuggestionMessage

_MODELS: dict[Held, Any] = {
    Held.USE: KnownUse,
    Held.SUGGESTION: Suggestion,
    Held.COLLECTION: Collection,
    Held.PATTERN: Pattern,
    Held.REVIEW: Review,
    Held.OBJECTION: Objection,
    Held.ANSWER: ObjectionAnswer,
    Held.MESSAGE: SuggestionMessage,
}


def export(person_id: int) -> Facts:
    """What of theirs waited for a curator, and what they read of others as one."""
    query = select(LibraryHold).order_by(LibraryHold.id)
    return {
        "what waited with a first link": [
            {"what": one.about.value, "at": one.at, "why": one.why, "became": one.outcome}
            for one in db.session.scalars(query.where(LibraryHold.by_id == person_id))
        ],
        "first links read in the library": [
            {"what": one.about.value, "at": one.ended_at, "became": one.outcome}
            for one in db.session.scalars(query.where(LibraryHold.ended_by_id == person_id))
            if one.by_id != person_id
        ],
    }


def erase(person_id: int, _now: object) -> None:
    """Delete that theirs waited, and what is about something that is gone by now."""
    gone = [
        (LibraryHold.about == about)
        & ~select(model.id).where(model.id == LibraryHold.subject_id).exists()
        for about, model in _MODELS.items()
    ]
    db.session.execute(delete(LibraryHold).where(or_(LibraryHold.by_id == person_id, *gone)))


HOLDING = Holding(tables=frozenset({"library_hold"}), export=export, erase=erase)
