"""Words about content that wait for a second reader: who can be it, and which words they are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import ContentReading, ContentState, Said
from community.db import db

from .content_asked import is_asked, words_waiting
from .content_parts import has_part_in

UNREAD_AFTER = timedelta(hours=48)
"""When words go to whoever they are for, where nobody but their writer could read them."""


def words_that_wait(
    member: Member | None, key: str, said: str, now: datetime
) -> ContentReading | None:
    """Words about the state with a key, as long as they wait, for who wrote them or is asked to
    read them; for everybody else, and for who has a part in it, there are none.
    """
    if member is None or said not in set(Said):
        return None
    query = select(ContentReading).join(ContentState, ContentState.id == ContentReading.state_id)
    query = query.where(ContentState.key == key, ContentReading.said == Said(said))
    row = db.session.scalar(query.where(ContentReading.ended_at.is_(None)))
    if row is None or has_part_in(row.state, member):
        return None
    return (
        row if row.written_by_id == member.id or is_asked(words_waiting(row), member, now) else None
    )


def unread_since(written_before: datetime, most: int) -> Sequence[ContentReading]:
    """Words that have waited since an instant at the latest, the oldest first."""
    query = select(ContentReading).where(
        ContentReading.ended_at.is_(None), ContentReading.written_at <= written_before
    )
    return db.session.scalars(query.order_by(ContentReading.id).limit(most)).all()
