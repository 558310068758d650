"""Who suggested edits that were looked at and not taken: they are named, too."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from community.accounts.models import Person
from community.db import db

from .models import Pattern
from .suggestion_models import Suggestion, SuggestionDecision
from .writer_queries import wrote_some


def considered(pattern: Pattern, off: Collection[int]) -> Sequence[str]:
    """Those who suggested edits of a pattern that were declined, as they want to be called, in the
    order in which they did; not who is named as one who wrote it, nor who is not named at all.
    """
    since = Suggestion.number >= pattern.opened_from  # what is of a draft is told to nobody
    query = (
        select(Person.id, Person.credited_as)
        .join(Suggestion, Suggestion.by_id == Person.id)
        .join(SuggestionDecision, SuggestionDecision.suggestion_id == Suggestion.id)
        .where(Suggestion.pattern_id == pattern.id, SuggestionDecision.is_taken.is_(False), since)
        .where(
            ~Suggestion.is_aside, Person.id != pattern.author_id, ~wrote_some(Person.id, pattern)
        )
        .order_by(Suggestion.id)
    )
    rows = db.session.execute(query).all()
    return list(dict.fromkeys(name for number, name in rows if name and number not in off))


def has_been_considered(person_id: Any, pattern_id: int) -> ColumnElement[bool]:
    """For a query: whether an edit of a pattern that somebody suggested was declined."""
    return exists().where(
        SuggestionDecision.suggestion_id == Suggestion.id,
        SuggestionDecision.is_taken.is_(False),
        Suggestion.pattern_id == pattern_id,
        Suggestion.by_id == person_id,
    )
