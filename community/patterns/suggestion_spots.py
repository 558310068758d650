"""Where words of one suggested edit are kept, and what was written about it."""

from collections.abc import Sequence

from sqlalchemy import select

from community.db import db
from community.redaction import Spot

from .redaction_queries import columns_of, words_in_section
from .suggested_relation_queries import relations_suggested
from .suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from .suggestion_queries import sections_of

WHAT = "A suggested edit"


def own_spots_of(row: Suggestion) -> list[Spot]:
    """What it would say, and why."""
    found = list(columns_of(row, WHAT, {"why": "summary"}))
    for section in sections_of(row):
        found += words_in_section(section)
    for relation in relations_suggested(row):
        found += columns_of(relation, WHAT, {"note": "note"})
    return found


def spots_beside(row: Suggestion) -> list[Spot]:
    """What came of it and what was written about it, in words."""
    made = select(SuggestionDecision).where(SuggestionDecision.suggestion_id == row.id)
    said: list[Spot] = []
    for decision in db.session.scalars(made):
        said += columns_of(decision, "Why an edit was not taken", {"reason": "reason"})
    return [*said, *spots_of_messages(row.id)]


def spots_of_messages(suggestion_id: int) -> Sequence[Spot]:
    """What was written about it."""
    query = select(SuggestionMessage).where(SuggestionMessage.suggestion_id == suggestion_id)
    found: list[Spot] = []
    for one in db.session.scalars(query.order_by(SuggestionMessage.id)):
        found += spots_of_message(one)
    return found


def spots_of_message(row: SuggestionMessage) -> Sequence[Spot]:
    """What one of them says."""
    return list(columns_of(row, "What was said about an edit", {"words": "words"}))
