"""Who wrote the revisions of patterns: whoever made them, whose suggestions are in them, and whose
notes they were begun from.
"""

from sqlalchemy import ColumnElement, Subquery, exists, literal, select, union_all

from community.accounts.models import Member
from community.notes.models import Note

from .models import Pattern, PatternRevision
from .note_source_models import PatternNoteSource
from .suggestion_models import Suggestion, SuggestionDecision


def writers() -> Subquery:
    """A row for each revision and writer: `pattern_id`, `number`, `person_id`; `rank` 0 for whose
    suggestion it was, or whose note the first was begun from, and 1 for who made the revision.
    """
    made = select(
        PatternRevision.pattern_id,
        PatternRevision.number,
        PatternRevision.by_id.label("person_id"),
        literal(1).label("rank"),
    )
    suggested = (
        select(
            SuggestionDecision.pattern_id, SuggestionDecision.number, Suggestion.by_id, literal(0)
        )
        .join(Suggestion, Suggestion.id == SuggestionDecision.suggestion_id)
        .where(SuggestionDecision.number.is_not(None))
    )
    begun = (
        select(PatternNoteSource.pattern_id, literal(1), Member.person_id, literal(0))
        .join(Note, Note.id == PatternNoteSource.note_id)
        .join(Member, Member.id == Note.by_id)
    )
    return union_all(made, suggested, begun).subquery("writers")


def wrote_some(person_id: int, pattern: Pattern) -> ColumnElement[bool]:
    """For a query: whether somebody wrote any of a pattern."""
    made = exists().where(
        PatternRevision.pattern_id == pattern.id, PatternRevision.by_id == person_id
    )
    suggested = exists().where(
        SuggestionDecision.suggestion_id == Suggestion.id,
        SuggestionDecision.pattern_id == pattern.id,
        SuggestionDecision.number.is_not(None),
        Suggestion.by_id == person_id,
    )
    begun = exists().where(
        PatternNoteSource.pattern_id == pattern.id,
        Note.id == PatternNoteSource.note_id,
        Member.id == Note.by_id,
        Member.person_id == person_id,
    )
    return made | suggested | begun
