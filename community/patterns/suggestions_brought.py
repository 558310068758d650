"""Suggestions that were made and taken in another place, with the patterns that come from there."""

from typing import Any

from community.accounts.models import Person
from community.db import db

from .models import PatternRevision
from .suggestion_models import Suggestion, SuggestionDecision


def note_taken(revision: PatternRevision, by: Person) -> None:
    """Note that a revision from another place was somebody's suggestion there."""
    row = Suggestion(
        pattern_id=revision.pattern_id,
        number=revision.number,
        by_id=by.id,
        disclosure_id=revision.disclosure_id,
        at=revision.at,
    )
    db.session.add(row)
    db.session.flush()
    said: dict[str, Any] = {"number": revision.number, "is_taken": True}
    said |= {"by_id": revision.by_id, "at": revision.at}
    db.session.add(SuggestionDecision(suggestion_id=row.id, pattern_id=revision.pattern_id, **said))
    db.session.flush()
