"""Who can hear an appeal about what was set aside, and which appeals wait for somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import ContentAppeal, ContentState
from community.db import db

from .content_parts import with_part
from .sight_queries import can_respond, is_away


def hearers_of(state: ContentState, now: datetime) -> Sequence[Member]:
    """The responders who neither set it aside nor have a part in it, and are not away."""
    query = select(Member).where(can_respond(Member, now), Member.erased_at.is_(None))
    query = query.where(Member.id != state.by_id, ~is_away(Member.id, now))
    found = db.session.scalars(query.order_by(Member.id)).unique().all()
    parts = with_part([state], found)
    return [one for one in found if (state.id, one.id) not in parts]


def appeals_for(member: Member, now: datetime) -> Sequence[ContentState]:
    """What was set aside by others, about which an appeal waits that a responder can hear."""
    query = (
        select(ContentState)
        .join(ContentAppeal, ContentAppeal.state_id == ContentState.id)
        .where(ContentAppeal.outcome.is_(None), ContentState.ended_at.is_(None))
        .where(ContentState.by_id != member.id, can_respond(member, now))
        .order_by(ContentState.id)
    )
    rows = db.session.scalars(query).unique().all()
    parts = with_part(rows, [member])
    return [one for one in rows if (one.id, member.id) not in parts]
