"""Which drafts go with whoever began them, and which stay by a former member."""

from sqlalchemy import ColumnElement, Select, exists, or_, select

from community.accounts.models import Member
from community.notes.models import Note

from .facets import LISTED
from .models import Pattern, PatternRevision, StageChange
from .queries import own_drafts
from .suggestion_models import Suggestion, SuggestionDecision
from .thread_models import PatternThread


def drafts_to_erase(person_id: int) -> Select[int]:
    """The numbers of the drafts of a person that nobody else has a part in: never read by
    everybody, and written by them alone, as are all notes on them.
    """
    return own_drafts(person_id).where(~_is_others_too(person_id))


def drafts_to_keep(person_id: int) -> Select[int]:
    """The numbers of the others: what everybody read once, or others wrote in, is not theirs to
    take along.
    """
    return own_drafts(person_id).where(_is_others_too(person_id))


def _is_others_too(person_id: int) -> ColumnElement[bool]:
    was_listed = exists().where(
        StageChange.pattern_id == Pattern.id, StageChange.became.in_(LISTED)
    )
    written = exists().where(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.by_id != person_id
    )
    suggested = exists().where(
        SuggestionDecision.suggestion_id == Suggestion.id,
        SuggestionDecision.number.is_not(None),
        SuggestionDecision.pattern_id == Pattern.id,
        Suggestion.by_id != person_id,
    )
    member = select(Member.id).where(Member.person_id == person_id)
    noted = exists().where(
        PatternThread.pattern_id == Pattern.id,
        Note.thread_id == PatternThread.thread_id,
        Note.by_id.not_in(member),
    )
    return or_(was_listed, written, suggested, noted)
