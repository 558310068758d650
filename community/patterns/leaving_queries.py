"""Which drafts go with whoever began them, and which stay by a former member."""

from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.notes.models import Note

from .facets import LISTED, Stage
from .invitation_models import PatternInvitation
from .models import Pattern, PatternRevision, StageChange
from .queries import own_drafts
from .stage_queries import ever_listed
from .suggestion_models import Suggestion
from .thread_models import PatternThread
from .writer_queries import writers


def drafts_to_erase(person_id: int) -> Select[int]:
    """The numbers of the drafts of a person that nobody else has a part in: never read by
    everybody, written by them alone, begun from no note of somebody else, and without notes of
    others.
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


def written_before_opened(person_id: int) -> Select[PatternRevision, PatternRevision]:
    """The revisions of their patterns that came before the first that everybody could read, each
    with that one: but for those that others wrote, or wrote after, or could read by an invitation.
    """
    row, opened, wrote = PatternRevision, aliased(PatternRevision), writers().c
    written = exists().where(
        wrote.pattern_id == row.pattern_id,
        wrote.number >= row.number,
        wrote.number < Pattern.opened_from,
        wrote.person_id != person_id,
    )
    return (
        select(row, opened)
        .join(Pattern, Pattern.id == row.pattern_id)
        .join(opened, (opened.pattern_id == Pattern.id) & (opened.number == Pattern.opened_from))
        .where(Pattern.author_id == person_id, row.number < Pattern.opened_from)
        .where(~written, ~_was_invited())
        .order_by(row.pattern_id, row.number)
    )


def read_before_opened(person_id: int) -> Select[int]:
    """The numbers of their patterns that everybody reads and that said something before: whom they
    invited then reads that still.
    """
    mine = Pattern.author_id == person_id, Pattern.stage.in_(LISTED), Pattern.opened_from > 1
    return select(Pattern.id).where(*mine)


def _was_invited() -> ColumnElement[bool]:
    """Whether somebody was invited at a revision or later."""
    return exists().where(
        PatternInvitation.pattern_id == PatternRevision.pattern_id,
        or_(
            PatternInvitation.ended_at.is_(None),
            PatternInvitation.ended_at >= PatternRevision.at,
        ),
    )


def _is_known_to_others(person_id: int) -> ColumnElement[bool]:
    """Whether somebody else wrote, suggested, noted or was invited at a revision or later."""
    row, wrote = PatternRevision, writers().c
    written = exists().where(
        wrote.pattern_id == row.pattern_id,
        wrote.number >= row.number,
        wrote.person_id != person_id,
    )
    suggested = exists().where(
        Suggestion.pattern_id == row.pattern_id,
        Suggestion.number >= row.number,
        Suggestion.by_id != person_id,
    )
    noted = _noted_by_others(row.pattern_id, person_id).where(Note.made_at >= row.at)
    return or_(written, suggested, _was_invited(), noted)


def _is_others_too(person_id: int) -> ColumnElement[bool]:
    wrote = writers().c
    written = exists().where(wrote.pattern_id == Pattern.id, wrote.person_id != person_id)
    return or_(ever_listed(Pattern.id), written, _noted_by_others(Pattern.id, person_id))


def _noted_by_others(pattern_id: Any, person_id: int) -> Exists:
    mine = select(Member.id).where(Member.person_id == person_id)
    return exists().where(
        PatternThread.pattern_id == pattern_id,
        Note.thread_id == PatternThread.thread_id,
        Note.by_id.not_in(mine),
    )
