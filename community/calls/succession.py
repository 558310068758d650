"""The recurrences of a series one after another: which of them a change reaches, and from when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from community.db import db

from .expansion import date_before, with_until
from .grammar import stored_text
from .models import Series
from .rules import Slot as Hour
from .scheduling import slots_of
from .times import JoinLink, Recurrence, Sitting, SkippedDate, Slot
from .walltime import instant
from .writing import rule_of


def recurrences_of(series: Series) -> list[Recurrence]:
    """All of them, earliest first; the last one is the one the series follows."""
    query = select(Recurrence).where(Recurrence.series_id == series.id)
    return list(db.session.scalars(query.order_by(Recurrence.starts_on)))


def first_open_day(chain: Sequence[Recurrence], hours: Sequence[Hour], now: datetime) -> date:
    """The first local date that has begun neither as it is held now nor in the new `hours`.

    What counts is the rule: a single date that was moved changes nothing for those around it.
    """
    today = now.date()
    for day in (today + timedelta(days=number) for number in range(-1, 2)):
        held = [Hour(s.zone, s.time, s.minutes) for s in slots_of(in_force(chain, day))]
        if all(instant(datetime.combine(day, h.time), h.zone) > now for h in [*held, *hours]):
            return day
    return today + timedelta(days=2)


def end_before(chain: Sequence[Recurrence], first: date, now: datetime) -> list[Recurrence]:
    """End with `UNTIL` what has dates before `first`; gives those that have none and only later
    dates, earliest first.
    """
    later = []
    for recurrence in chain:
        rule = rule_of(recurrence)
        last = date_before(rule, first)
        if last is None:
            later.append(recurrence)
            continue
        ended = stored_text(with_until(rule, last))
        if ended != recurrence.rule:
            recurrence.rule = ended
            for slot in slots_of(recurrence):
                slot.touch(now)
    db.session.flush()
    return later


def discard(slots: Sequence[Slot]) -> None:
    """Delete slots that give no date any more. What has begun in them stays, on its own."""
    ids = [slot.id for slot in slots]
    for sitting in db.session.scalars(select(Sitting).where(Sitting.slot_id.in_(ids))).unique():
        sitting.slot, sitting.original_start = None, None
    db.session.flush()
    db.session.execute(delete(JoinLink).where(JoinLink.slot_id.in_(ids)))
    for slot in slots:
        db.session.delete(slot)
    db.session.flush()


def discard_recurrences(recurrences: Sequence[Recurrence]) -> None:
    """Delete recurrences all of whose dates have gone to another, with their slots."""
    for recurrence in recurrences:
        discard(slots_of(recurrence))
        db.session.execute(delete(SkippedDate).where(SkippedDate.recurrence_id == recurrence.id))
        db.session.delete(recurrence)
    db.session.flush()


def in_force(chain: Sequence[Recurrence], day: date) -> Recurrence:
    """The recurrence that gives the dates around `day`; before all of them, the first."""
    begun = [recurrence for recurrence in chain if recurrence.starts_on <= day]
    return begun[-1] if begun else chain[0]
