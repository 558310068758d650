"""Whoever leaves is named no more in the library: in no revision, and in nothing said of one."""

from community.accounts.models import Member
from community.accounts.unnaming import FORMER, SHORTER, handles_of, name_no_more
from community.calls.readdressing import free_addresses

from .collection_models import Collection, CollectionEntry
from .content import from_json
from .curation_models import CuratorWord, Objection, ObjectionAnswer, Review
from .draft_models import PatternDraft
from .held_models import LibraryHold
from .known_use_models import KnownUse, UseVerification
from .models import Pattern, PatternRelation, PatternRevision, StageChange
from .readdressing import take_out_of_address
from .redaction_models import PatternRedaction
from .suggestion_models import (
    SuggestedRelation,
    SuggestedSection,
    Suggestion,
    SuggestionDecision,
    SuggestionMessage,
)

_TEXTS = {
    Pattern: ("title", "summary"),
    PatternRevision: ("why",),
    PatternRelation: ("note",),
    PatternRedaction: ("why",),
    StageChange: ("why",),
    Collection: ("title", "about"),
    CollectionEntry: ("why",),
    Review: ("words", "interest"),
    Objection: ("reason",),
    ObjectionAnswer: ("words",),
    CuratorWord: ("word",),
    KnownUse: ("organisation", "place", "adapted", "limits"),
    UseVerification: ("word",),
    Suggestion: ("why",),
    SuggestionDecision: ("reason",),
    SuggestionMessage: ("words",),
    SuggestedRelation: ("note",),
    LibraryHold: ("why",),
}
_IN_JSON = {
    PatternRevision: ("content", "html"),
    SuggestedSection: ("value",),
    PatternDraft: ("typed",),
}


def take_the_name_out(member: Member) -> None:
    """Put "a former member" wherever the library names them by `@handle`, and take it out of the
    addresses of what is or was called after it.
    """
    handles, once_called = handles_of(member), set[Pattern]()
    for row in name_no_more(member, _TEXTS, _IN_JSON):
        if isinstance(row, Pattern) and _named_in(row.title):
            once_called.add(row)
        elif isinstance(row, PatternRevision) and _named_in(from_json(row.content).title):
            once_called.add(row.pattern)
    for pattern in sorted(once_called, key=lambda one: one.id):
        take_out_of_address(pattern, handles)
    free_addresses(Collection, handles)


def _named_in(title: str) -> bool:
    """Whether a title that has changed as somebody left may have named them."""
    return FORMER in title or SHORTER in title
