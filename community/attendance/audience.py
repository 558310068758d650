"""Who is told of a sitting: everybody whose answer stands."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from community.calls.times import Sitting
from community.db import db
from community.outbox import choices
from community.outbox.models import Group

from .hidden import comes_with_series
from .models import Answer, Rsvp

STANDING = (Answer.GOING, Answer.MAYBE, Answer.WAITING)


def is_told(*answers: Answer) -> ColumnElement[bool]:
    """For a query on answers with their sittings and calls: whether the person is told of the
    sitting. An answer that came with the series gives no hidden date away.
    """
    return and_(
        Rsvp.answer.in_(answers or STANDING),
        Rsvp.by_series.is_(False) | comes_with_series(Rsvp.person_id),
    )


def people_of(sittings: Sequence[Sitting]) -> list[int]:
    """The ids of the people whose answer for one of `sittings` stands."""
    query = select(Rsvp.person_id).where(
        Rsvp.sitting_id.in_([s.id for s in sittings]), Rsvp.answer.in_(STANDING)
    )
    return list(db.session.scalars(query.distinct().order_by(Rsvp.person_id)))


def number_told(sitting_ids: Collection[int], now: datetime) -> int:
    """How many people would get a letter if these sittings were changed at `now`."""
    query = (
        select(func.count(Rsvp.person_id.distinct()))
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(
            Rsvp.sitting_id.in_(sitting_ids),
            Sitting.starts_at > now,
            is_told(),
            choices.wanted_by(Group.CHANGES, Rsvp.person_id),
        )
        .select_from(Rsvp)
    )
    return db.session.scalar(query) or 0 if sitting_ids else 0
