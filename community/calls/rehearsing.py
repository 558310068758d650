"""A change of times gone through and taken back, to tell what it would do before it is saved."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, transaction

from .drafts import Times
from .history import AsHeld, as_held
from .models import Call, Series
from .rescheduling import change_times
from .rules import Rule
from .scheduling import present_recurrence
from .times import Sitting
from .writing import rule_of


class _TakenBack(Exception):
    """Ends the rehearsal; nothing of it stays."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The rule that would hold, the local dates that would be called off, and the ids of the
    sittings that would be held otherwise, or not any more, or after all.
    """

    rule: Rule
    dropped: tuple[date, ...]
    changed: tuple[int, ...]


def rehearse(
    series: Series, times: Times, *, since: date | None, version: int, by: Member, now: datetime
) -> Rehearsal:
    """What `rescheduling.change_times` would do; raises what it raises, and changes nothing."""
    found: list[Rehearsal] = []
    with suppress(_TakenBack), transaction():
        before, were = _held(series, now), _as_they_are(series, now)
        change_times(series, times, since=since, version=version, by=by, now=now)
        left = {call for call, _day in _held(series, now)}
        dropped = {day for call, day in before if call not in left}  # moved ones are still held
        are = _as_they_are(series, now)
        changed = [key for key, was in were.items() if key in are and not was.is_like(are[key])]
        rule = rule_of(present_recurrence(series))
        found.append(Rehearsal(rule, tuple(sorted(dropped)), tuple(sorted(changed))))
        raise _TakenBack
    return found[0]


def _held(series: Series, now: datetime) -> set[tuple[int, date]]:
    """The calls to come that are held, by id and the local date they are held on."""
    sittings = _coming(series, now)
    return {(s.call_id, s.local_start.date()) for s in sittings if not s.is_cancelled}


def _as_they_are(series: Series, now: datetime) -> dict[int, AsHeld]:
    """How the sittings to come are held, by id."""
    return {s.id: as_held(s) for s in _coming(series, now)}


def _coming(series: Series, now: datetime) -> Sequence[Sitting]:
    query = (
        select(Sitting)
        .join(Sitting.call)
        .where(Call.series_id == series.id, Sitting.starts_at > now)
    )
    db.session.flush()
    return db.session.scalars(query).unique().all()
