"""A change of times gone through and taken back, to tell what it would do before it is saved."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, transaction

from .drafts import Times
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
    """The rule that would hold, and the local dates that would be called off."""

    rule: Rule
    dropped: tuple[date, ...]


def rehearse(
    series: Series, times: Times, *, since: date | None, version: int, by: Member, now: datetime
) -> Rehearsal:
    """What `rescheduling.change_times` would do; raises what it raises, and changes nothing."""
    found: list[Rehearsal] = []
    with suppress(_TakenBack), transaction():
        before = _held(series, now)
        change_times(series, times, since=since, version=version, by=by, now=now)
        left = {call for call, _day in _held(series, now)}
        dropped = {day for call, day in before if call not in left}  # moved ones are still held
        rule = rule_of(present_recurrence(series))
        found.append(Rehearsal(rule, tuple(sorted(dropped))))
        raise _TakenBack
    return found[0]


def _held(series: Series, now: datetime) -> set[tuple[int, date]]:
    """The calls to come that are held, by id and the local date they are held on."""
    query = (
        select(Sitting)
        .join(Sitting.call)
        .where(Call.series_id == series.id, Sitting.starts_at > now)
    )
    db.session.flush()
    sittings = db.session.scalars(query).unique().all()
    return {(s.call_id, s.local_start.date()) for s in sittings if not s.is_cancelled}
