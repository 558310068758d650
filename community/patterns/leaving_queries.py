"""Which drafts go with whoever began them, and which stay by a former member."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.notes.models import Note

from .facets import LISTED, Stage
from .invitation_models import PatternInvitation
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


def written_since_public(person_id: int) -> Select[Pattern, PatternRevision, bool]:
    """Of the drafts that stay and that everybody read once: each with its revisions in their order,
    and whether a revision is theirs alone. It is where it came after they had made it a draft
    again, the draft is open to no link, and nobody else is known to have read it or what followed,
    nor wrote any of that.
    """
    taken_back = select(func.max(StageChange.at)).where(
        StageChange.pattern_id == Pattern.id,
        StageChange.was.in_(LISTED),
        StageChange.became == Stage.DRAFT,
    )
    at = taken_back.correlate_except(StageChange).scalar_subquery()
    is_alone = and_(PatternRevision.at > at, ~_is_known_to_others(person_id))
    return (
        select(Pattern, PatternRevision, is_alone)
        .join(PatternRevision, PatternRevision.pattern_id == Pattern.id)
        .where(Pattern.id.in_(drafts_to_keep(person_id)), Pattern.shared_at.is_(None))
        .order_by(Pattern.id, PatternRevision.number)
    )


def _is_known_to_others(person_id: int) -> ColumnElement[bool]:
    """Whether somebody else wrote, suggested, noted or was invited at a revision or later."""
    row, later = PatternRevision, aliased(PatternRevision)
    written = exists().where(
        later.pattern_id == row.pattern_id,
        later.number >= row.number,
        later.by_id != person_id,
    )
    suggested = exists().where(
        Suggestion.pattern_id == row.pattern_id,
        Suggestion.number >= row.number,
        Suggestion.by_id != person_id,
    )
    taken = exists().where(
        SuggestionDecision.pattern_id == row.pattern_id,
        SuggestionDecision.number >= row.number,
        Suggestion.id == SuggestionDecision.suggestion_id,
        Suggestion.by_id != person_id,
    )
    invited = exists().where(
        PatternInvitation.pattern_id == row.pattern_id,
        or_(PatternInvitation.ended_at.is_(None), PatternInvitation.ended_at >= row.at),
    )
    noted = exists().where(
        PatternThread.pattern_id == row.pattern_id,
        Note.thread_id == PatternThread.thread_id,
        Note.by_id.not_in(select(Member.id).where(Member.person_id == person_id)),
        Note.made_at >= row.at,
    )
    return or_(written, suggested, taken, invited, noted)


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
