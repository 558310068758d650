"""Words about content that wait for a second reader: who can be it, and what waits for whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.conduct.state_models import ContentReading, ContentState, Said
from community.db import db

from .content_parts import has_part_in, with_part
from .sight_queries import can_respond, is_away

UNREAD_AFTER = timedelta(hours=48)
"""When words go to whoever they are for, where nobody but their writer could read them."""


def readers_of(row: ContentReading, now: datetime) -> Sequence[Member]:
    """The responders who did not write the words and have no part in what they are about, and are
    not away.
    """
    query = select(Member).where(can_respond(Member, now), Member.erased_at.is_(None))
    query = query.where(Member.id != row.written_by_id, ~is_away(Member.id, now))
    found = db.session.scalars(query.order_by(Member.id)).unique().all()
    parts = with_part([row.state], found)
    return [one for one in found if (row.state_id, one.id) not in parts]


def words_for(member: Member, now: datetime) -> Sequence[ContentReading]:
    """Words of others that wait until a responder has read them, the oldest first."""
    query = (
        select(ContentReading)
        .where(ContentReading.ended_at.is_(None), ContentReading.written_by_id != member.id)
        .where(can_respond(member, now))
        .options(joinedload(ContentReading.state))
        .order_by(ContentReading.id)
    )
    rows = db.session.scalars(query).unique().all()
    parts = with_part([one.state for one in rows], [member])
    return [one for one in rows if (one.state_id, member.id) not in parts]


def words_that_wait(member: Member | None, key: str, said: str) -> ContentReading | None:
    """Words about the state with a key, as long as they wait; for who has a part in it there are
    none.
    """
    if member is None or said not in set(Said):
        return None
    query = select(ContentReading).join(ContentState, ContentState.id == ContentReading.state_id)
    query = query.where(ContentState.key == key, ContentReading.said == Said(said))
    row = db.session.scalar(query.where(ContentReading.ended_at.is_(None)))
    return None if row is None or has_part_in(row.state, member) else row


def unread_since(written_before: datetime, most: int) -> Sequence[ContentReading]:
    """Words that have waited since an instant at the latest, the oldest first."""
    query = select(ContentReading).where(
        ContentReading.ended_at.is_(None), ContentReading.written_at <= written_before
    )
    return db.session.scalars(query.order_by(ContentReading.id).limit(most)).all()
