"""What the library holds of a person who suggests edits, of who answers them, and of curators who
took words out. What was taken is
in the pattern and stays, by a former member; what nobody took goes with them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select

from community.db import db
from community.holdings import Facts, Holding

from .drafting import forget_places, place_to_reword
from .leaving_queries import drafts_to_erase
from .redaction_models import PatternRedaction
from .suggested_relation_queries import relations_suggested
from .suggestion_models import (
    SuggestedRelation,
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
    SuggestionMessage,
)
from .suggestion_queries import decision_on, sections_of


def export(person_id: int) -> Facts:
    """What they suggested, what they wrote about suggestions, and what they decided."""
    return {
        "edits suggested": [_suggestion(row) for row in _of(Suggestion, person_id)],
        "messages about suggested edits": [
            {"words": row.words, "at": row.at} for row in _of(SuggestionMessage, person_id)
        ],
        "suggested edits decided": [
            {"taken": row.is_taken, "in revision": row.number, "reason": row.reason, "at": row.at}
            for row in db.session.scalars(
                select(SuggestionDecision)
                .where(SuggestionDecision.by_id == person_id)
                .order_by(SuggestionDecision.suggestion_id)
            )
        ],
        "words taken out of patterns": [
            {"revision": row.number, "why": row.why, "at": row.at}
            for row in _of(PatternRedaction, person_id)
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete what hangs on drafts of theirs, and what they suggested that nobody took."""
    mine = drafts_to_erase(person_id)
    is_taken = exists().where(
        SuggestionDecision.suggestion_id == Suggestion.id, SuggestionDecision.is_taken
    )
    goes: ColumnElement[bool] = or_(
        Suggestion.pattern_id.in_(mine), (Suggestion.by_id == person_id) & ~is_taken
    )
    going = list(db.session.scalars(select(Suggestion.id).where(goes)))
    beside = delete(SuggestedRelation).where(SuggestedRelation.other_id.in_(mine))
    db.session.execute(beside)
    for model in (SuggestionMessage, SuggestionDecision, SuggestedSection, SuggestedRelation):
        db.session.execute(delete(model).where(model.suggestion_id.in_(going)))
    db.session.execute(delete(Suggestion).where(Suggestion.id.in_(going)))
    forget_places([place_to_reword(number) for number in going])
    db.session.execute(delete(PatternRedaction).where(PatternRedaction.pattern_id.in_(mine)))
    theirs = delete(SuggestionMessage).where(SuggestionMessage.by_id == person_id)
    db.session.execute(theirs)


def _of(model: Any, person_id: int) -> Sequence[Any]:
    query = select(model).where(model.by_id == person_id).order_by(model.id)
    return db.session.scalars(query).all()


def _suggestion(row: Suggestion) -> dict[str, Any]:
    decision = decision_on(row)
    return {
        "pattern": row.pattern.slug,
        "over revision": row.number,
        "why": row.why,
        "at": row.at,
        "taken back": row.withdrawn_at,
        "in revision": decision.number if decision else None,
        "relations": [
            {"kind": one.kind.value, "note": one.note, "to be taken away": one.takes_away}
            for one in relations_suggested(row)
        ],
        **{one.section: one.value for one in sections_of(row)},
    }


_TABLES = frozenset(
    {
        *("pattern_suggestion", "pattern_suggested_section", "pattern_suggested_relation"),
        *("pattern_suggestion_decision", "pattern_suggestion_message"),
        "pattern_redaction",
    }
)
HOLDINGS = (Holding(tables=_TABLES, export=export, erase=erase),)
