"""Who wrote the revisions of patterns: whoever made them, whose suggestions are in them, and whose
notes they were begun from. Nobody of them judges it, nor does whoever looks after it;
`credit_queries` says who is named.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Subquery,
    case,
    cast,
    exists,
    literal,
    null,
    select,
    union_all,
)

from community.accounts.models import Member
from community.notes.models import Note

from .models import Pattern, PatternRevision
from .note_source_models import PatternNoteSource
from .origin_models import BroughtWriter
from .suggestion_models import Suggestion, SuggestionDecision


def writers() -> Subquery:
    """A row for each revision and writer: `pattern_id`, `number`, `person_id`; `rank` 0 for whose
    suggestion it was, or whose note the first was begun from, and 1 for who made the revision.
    `by_note` is 1 for the note's, whose number is `note_id` where it is here. What was written
    elsewhere before the first revision that came has numbers below nought.
    """
    made = select(
        PatternRevision.pattern_id,
        PatternRevision.number,
        PatternRevision.by_id.label("person_id"),
        literal(1).label("rank"),
        literal(0).label("by_note"),
        cast(null(), Integer).label("note_id"),
    )
    suggested = (
        select(
            SuggestionDecision.pattern_id, SuggestionDecision.number, Suggestion.by_id, literal(0)
        )
        .add_columns(literal(0), cast(null(), Integer))
        .join(Suggestion, Suggestion.id == SuggestionDecision.suggestion_id)
        .where(SuggestionDecision.number.is_not(None))
    )
    begun = (
        select(PatternNoteSource.pattern_id, literal(1), Member.person_id, literal(0))
        .add_columns(literal(1), Note.id)
        .join(Note, Note.id == PatternNoteSource.note_id)
        .join(Member, Member.id == Note.by_id)
    )
    before = select(
        BroughtWriter.pattern_id,
        BroughtWriter.place,
        BroughtWriter.person_id,
        literal(0),
        case((BroughtWriter.by_note, 1), else_=0),
        cast(null(), Integer),
    )
    return union_all(made, suggested, begun, before).subquery("writers")


def writers_of(pattern_id: Any) -> CompoundSelect[Any]:
    """For a query: the people who wrote any of a pattern, or look after it."""
    wrote = writers().c
    keeps = select(Pattern.author_id).where(Pattern.id == pattern_id)
    return select(wrote.person_id).where(wrote.pattern_id == pattern_id).union_all(keeps)


def wrote_some(person_id: Any, pattern: Any) -> ColumnElement[bool]:
    """For a query: whether somebody wrote any of a pattern; either may be of what it asks."""
    made = (
        exists()
        .where(PatternRevision.pattern_id == pattern.id, PatternRevision.by_id == person_id)
        .correlate_except(PatternRevision)
    )
    suggested = (
        exists()
        .where(
            SuggestionDecision.suggestion_id == Suggestion.id,
            SuggestionDecision.pattern_id == pattern.id,
            SuggestionDecision.number.is_not(None),
            Suggestion.by_id == person_id,
        )
        .correlate_except(Suggestion, SuggestionDecision)
    )
    begun = (
        exists()
        .where(
            PatternNoteSource.pattern_id == pattern.id,
            Note.id == PatternNoteSource.note_id,
            Member.id == Note.by_id,
            Member.person_id == person_id,
        )
        .correlate_except(PatternNoteSource, Note, Member)
    )
    before = (
        exists()
        .where(BroughtWriter.pattern_id == pattern.id, BroughtWriter.person_id == person_id)
        .correlate_except(BroughtWriter)
    )
    return made | suggested | begun | before
