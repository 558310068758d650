"""Who can hear an appeal about what was set aside, and which appeals wait for somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import ContentAppeal, ContentState
from community.db import db

from .content_asked import Turn, appeal_waiting, asked, turns
from .sight_queries import can_respond


def hearers_of(state: ContentState, now: datetime) -> Sequence[Turn]:
    """The responders who are asked to hear the appeal about it, each from when on: none who set it
    aside, has a part in it or is left out of a case about it, or is away.
    """
    waits = appeal_waiting(state)
    return turns([waits], now)[waits]


def hears(state: ContentState, member: Member, now: datetime) -> bool:
    """Whether it is a responder's turn to hear the appeal about it."""
    return any(turn.member.id == member.id and turn.at <= now for turn in hearers_of(state, now))


def appeals_for(member: Member, now: datetime) -> Sequence[ContentState]:
    """What was set aside by others, about which an appeal waits that a responder is asked to
    hear.
    """
    query = (
        select(ContentState)
        .join(ContentAppeal, ContentAppeal.state_id == ContentState.id)
        .where(ContentAppeal.outcome.is_(None), ContentState.ended_at.is_(None))
        .where(ContentState.by_id != member.id, can_respond(member, now))
        .order_by(ContentState.id)
    )
    rows = db.session.scalars(query).unique().all()
    found = asked([appeal_waiting(one) for one in rows], now)
    return [one for one in rows if member.id in found[appeal_waiting(one)]]
