"""Reads about records: where one stands, its words and links, what waits for a facilitator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.times import Cancellation, Sitting
from community.db import db
from community.facilitation.models import Opening
from community.facilitation.timing import is_held_again

from .corrections import Correction, CorrectionReply
from .list_queries import is_being_corrected, is_published, is_told_absent
from .models import Absence, Link, Period, Publication, Record

WRITTEN_FOR = timedelta(days=14)
"""How long after a call its record counts as being written: a week longer than the last nudge."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the record of a call stands: what of each step is in force."""

    publication: Publication | None = None
    period: Period | None = None
    absence: Absence | None = None

    @property
    def is_published(self) -> bool:
        """Whether everybody who may see the call may read it."""
        return self.publication is not None

    def is_open(self, now: datetime) -> bool:
        """Whether those who took part may read and correct it."""
        return not self.is_published and self.period is not None and self.period.is_open(now)


def standing_of(call_id: int) -> Standing:
    """Where a record stands. Three queries."""
    publication = select(Publication).where(
        Publication.call_id == call_id, Publication.withdrawn_at.is_(None)
    )
    period = select(Period).where(Period.call_id == call_id, Period.ended_at.is_(None))
    absence = select(Absence).where(Absence.call_id == call_id, Absence.withdrawn_at.is_(None))
    return Standing(
        db.session.scalar(publication), db.session.scalar(period), db.session.scalar(absence)
    )


def is_being_written(call_id: int, now: datetime) -> bool:
    """Whether the record of the call with this id is still worked on: nobody has published it, or
    it was taken back; nobody has said that there is none; and the call was held no longer than two
    weeks ago, or corrections are taken. One query.
    """
    off = exists().where(Cancellation.sitting_id == Sitting.id, Cancellation.withdrawn_at.is_(None))
    lately = exists().where(Sitting.call_id == Call.id, Sitting.ends_at > now - WRITTEN_FOR, ~off)
    query = select(Call.id).where(
        Call.id == call_id, ~is_published(), ~is_told_absent(), or_(lately, is_being_corrected(now))
    )
    return db.session.scalar(query) is not None


def record_of(call_id: int) -> Record | None:
    """The words of a record, once somebody has begun them."""
    return db.session.get(Record, call_id)


def links_of(call_id: int) -> Sequence[Link]:
    """The links of a record in the order they were added, those taken out too."""
    query = select(Link).where(Link.call_id == call_id).order_by(Link.id)
    return db.session.scalars(query).all()


def links_standing(call_id: int) -> Sequence[Link]:
    """Those that were not taken out."""
    return [link for link in links_of(call_id) if link.removed_at is None]


def link_of(call: Call, number: int) -> Link | None:
    """A link of a call's record by its number."""
    query = select(Link).where(Link.call_id == call.id, Link.id == number)
    return db.session.scalar(query)


def has_ended(call: Call, sittings: Sequence[Sitting], now: datetime) -> bool:
    """Whether a call is behind us: it was held and ended, or its time is over."""
    held = [sitting for sitting in sittings if not sitting.is_cancelled]
    if not held:
        return False
    latest = select(Opening).where(Opening.call_id == call.id).order_by(Opening.id.desc()).limit(1)
    opening = db.session.scalar(latest)
    if opening is None or is_held_again(held, opening.since, now):
        return all(sitting.is_over(now) for sitting in held)
    return not opening.is_on


def has_begun(sittings: Sequence[Sitting], now: datetime) -> bool:
    """Whether there may be something to record."""
    return any(s.has_begun(now) for s in sittings if not s.is_cancelled)


def correction_numbered(number: int) -> Correction | None:
    """A correction by its number."""
    return db.session.get(Correction, number)


def corrections_of(call_id: int, by_id: int | None = None) -> Sequence[Correction]:
    """What somebody would like to be corrected, of one member if one is given; the oldest first."""
    query = (
        select(Correction)
        .options(
            joinedload(Correction.note).lazyload("*"),
            joinedload(Correction.item).lazyload("*"),
            joinedload(Correction.by).joinedload(Member.person),
        )
        .where(Correction.call_id == call_id, Correction.withdrawn_at.is_(None))
    )
    if by_id is not None:
        query = query.where(Correction.by_id == by_id)
    return db.session.scalars(query.order_by(Correction.id)).unique().all()


def number_waiting(call_id: int) -> int:
    """How many corrections nobody has looked at."""
    answered = exists().where(
        CorrectionReply.correction_id == Correction.id, CorrectionReply.withdrawn_at.is_(None)
    )
    query = select(func.count(Correction.id)).where(
        Correction.call_id == call_id, Correction.withdrawn_at.is_(None), ~answered
    )
    return db.session.scalar(query) or 0
