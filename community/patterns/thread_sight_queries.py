"""Which threads on patterns a member may see, for queries; and by what titles they go."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.db import db

from .facets import LISTED
from .invitation_queries import is_invited
from .models import Pattern
from .name_models import NameTakenOff
from .thread_models import PatternThread


def is_seen_by(member: Member, thread_id: Any) -> ColumnElement[bool]:
    """Whether a member may see the pattern of a thread, as `policies.may_see_pattern` says."""
    is_set_aside = (
        exists()
        .where(
            ContentState.about == Content.PATTERN,
            ContentState.subject_id == Pattern.id,
            ContentState.keeps_out_of_sight(),
        )
        .correlate_except(ContentState)
    )
    by_link = and_(Pattern.shared_at.is_not(None), Pattern.slug == Pattern.drafted_as)
    is_theirs = Pattern.author_id == member.person_id
    sees_draft = or_(is_theirs, by_link, is_invited(member.person_id, Pattern.id))
    return exists().where(
        PatternThread.thread_id == thread_id,
        Pattern.id == PatternThread.pattern_id,
        or_(Pattern.stage.in_(LISTED), and_(~is_set_aside, sees_draft)),
    )


def unnamed_in(thread_ids: Collection[int]) -> Collection[tuple[int, int]]:
    """(thread, member) for each name that is off the patterns that some threads are about."""
    query = (
        select(PatternThread.thread_id, Member.id)
        .join(NameTakenOff, NameTakenOff.pattern_id == PatternThread.pattern_id)
        .join(Member, Member.person_id == NameTakenOff.person_id)
        .where(PatternThread.thread_id.in_(thread_ids), NameTakenOff.withdrawn_at.is_(None))
    )
    return [(thread, member) for thread, member in db.session.execute(query)]


def titles_of(thread_ids: Collection[int]) -> Mapping[int, str]:
    """The titles of the patterns that some threads are about."""
    query = select(PatternThread.thread_id, Pattern.title).join(
        Pattern, Pattern.id == PatternThread.pattern_id
    )
    found = db.session.execute(query.where(PatternThread.thread_id.in_(thread_ids)))
    return dict(found.all())
