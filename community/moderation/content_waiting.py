"""What is said about content that waits for a responder: words to read, and appeals to hear."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.conduct.state_models import ContentAppeal, ContentReading, ContentState
from community.db import db

from .content_asked import Waits, appeal_waiting, asked, turns, words_waiting
from .sight_queries import can_respond


class Waiting(NamedTuple):
    """Words of others that a responder is asked to read, and what others set aside about which an
    appeal waits that they are asked to hear; the oldest first.
    """

    readings: Sequence[ContentReading]
    states: Sequence[ContentState]


def waiting_for(member: Member, now: datetime) -> Waiting:
    """What waits for a member by now."""
    to_read, to_hear = _waits(member, now)
    found = asked([waits for _, waits in (*to_read, *to_hear)], now)
    return Waiting(
        [row for row, waits in to_read if member.id in found[waits]],
        [state for state, waits in to_hear if member.id in found[waits]],
    )


def last_turn_of(member: Member, now: datetime) -> datetime | None:
    """Since when a member is asked about what waits for them by now, about whatever that is last;
    None where nothing does.
    """
    return max((at for at in _turns_of(member, now) if at <= now), default=None)


def turns_to_come(member: Member, now: datetime) -> Sequence[datetime]:
    """When a member is going to be asked about what waits and is for others by now."""
    return sorted({at for at in _turns_of(member, now) if at > now})


def _turns_of(member: Member, now: datetime) -> Sequence[datetime]:
    to_read, to_hear = _waits(member, now)
    found = turns([waits for _, waits in (*to_read, *to_hear)], now)
    return [turn.at for some in found.values() for turn in some if turn.member.id == member.id]


def _waits(
    member: Member, now: datetime
) -> tuple[Sequence[tuple[ContentReading, Waits]], Sequence[tuple[ContentState, Waits]]]:
    """Words to read and appeals to hear, whoever is asked to but the member themselves."""
    able = can_respond(member, now)
    words = (
        select(ContentReading)
        .where(ContentReading.ended_at.is_(None), ContentReading.written_by_id != member.id, able)
        .options(joinedload(ContentReading.state))
        .order_by(ContentReading.id)
    )
    appealed = (
        select(ContentState)
        .join(ContentAppeal, ContentAppeal.state_id == ContentState.id)
        .where(ContentAppeal.outcome.is_(None), ContentState.ended_at.is_(None))
        .where(ContentState.by_id != member.id, able)
        .order_by(ContentState.id)
    )
    readings = db.session.scalars(words).unique().all()
    states = db.session.scalars(appealed).unique().all()
    return (
        [(row, words_waiting(row)) for row in readings],
        [(state, appeal_waiting(state)) for state in states],
    )
