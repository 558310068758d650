"""Who may know of each thing of the library."""

from community.access import Rule, any_of

from .awaiting_queries import Awaited
from .collection_models import Collection, CollectionEntry
from .curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from .curation_queries import pattern_of_answer
from .held_models import LibraryHold
from .invitation_models import PatternInvitation
from .known_use_models import KnownUse, UseVerification
from .models import Pattern, PatternRelation, PatternRevision, StageChange
from .policies import (
    has_written,
    may_see_collection,
    may_see_pattern,
    may_see_revision,
    may_see_suggestion,
)
from .suggestion_models import Suggestion, SuggestionDecision, SuggestionMessage
from .writing_policies import is_author, is_curator

SIGHT: dict[type, Rule] = {
    Pattern: may_see_pattern,
    PatternRevision: may_see_revision,
    LibraryHold: any_of(has_written, is_curator),
    KnownUse: lambda viewer, use: may_see_pattern(viewer, use.pattern),
    PatternRelation: lambda viewer, row: may_see_pattern(viewer, row.pattern),
    Awaited: lambda viewer, row: may_see_pattern(viewer, row.pattern),
    PatternInvitation: lambda viewer, row: is_author(viewer, row.pattern),
    StageChange: lambda viewer, change: may_see_pattern(viewer, change.pattern),
    CuratorWord: lambda viewer, said: may_see_pattern(viewer, said.pattern),
    UseVerification: lambda viewer, said: may_see_pattern(viewer, said.use.pattern),
    Review: lambda viewer, review: may_see_pattern(viewer, review.pattern),
    Suggestion: may_see_suggestion,
    SuggestionDecision: lambda viewer, made: may_see_suggestion(viewer, made.suggestion),
    SuggestionMessage: lambda viewer, said: may_see_suggestion(viewer, said.suggestion),
    Objection: lambda viewer, objection: may_see_pattern(viewer, objection.pattern),
    ObjectionAnswer: lambda viewer, answer: may_see_pattern(viewer, pattern_of_answer(answer)),
    Collection: may_see_collection,
    CollectionEntry: lambda viewer, entry: (
        may_see_collection(viewer, entry.collection) and may_see_pattern(viewer, entry.pattern)
    ),
}
