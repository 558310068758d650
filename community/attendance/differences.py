"""What is different for a person from how calls they answered were held before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from community.calls.history import AsHeld, SittingChange, as_held, before, changes_of
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db

from .audience import is_told
from .models import Answer, Rsvp

Told = Sequence[tuple[datetime, datetime]]


class What(StrEnum):
    """What has become of a date."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    UNCANCELLED = "uncancelled"


@dataclass(frozen=True, slots=True)
class Difference:
    """A date as it was and as it is, and the answer the person has given for it."""

    sitting: Sitting
    was: AsHeld
    present: AsHeld
    answer: Answer

    @property
    def what(self) -> What:
        """What has become of it."""
        if self.was.is_held and self.present.is_held:
            return What.MOVED
        return What.CANCELLED if self.was.is_held else What.UNCANCELLED

    @property
    def reason(self) -> str:
        """Why it is not held, as somebody wrote it; empty where it is."""
        call = self.sitting.call
        series = call.series.removal if call.series else None
        why = self.sitting.cancellation or call.removal or series
        return why.reason if why else ""


def differences(
    person_id: int, of: ColumnElement[bool], *, since: datetime, told: Told, now: datetime
) -> list[Difference]:
    """What is different from how it was at `since`, for each date of the calls `of` that the
    person's answer stands for, soonest first. Nothing of dates that have begun at `now`, of what
    was `told` between two instants, and of what came before the person answered.
    """
    query = (
        select(Rsvp, Sitting)
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(of, Rsvp.person_id == person_id, Sitting.starts_at > now, is_told())
        .order_by(Sitting.starts_at, Sitting.id)
    )
    rows = db.session.execute(query).unique().all()
    first = _first_changes([(rsvp, sitting) for rsvp, sitting in rows], since, told)
    found = [
        Difference(sitting, before(first[sitting.id]), as_held(sitting), rsvp.answer)
        for rsvp, sitting in rows
        if sitting.id in first
    ]
    return [each for each in found if not each.was.is_like(each.present)]


def of_series(series_id: int) -> ColumnElement[bool]:
    """The calls of a series, for `differences`."""
    return Call.series_id == series_id


def of_call(call_id: int) -> ColumnElement[bool]:
    """One call, for `differences`."""
    return Call.id == call_id


def _first_changes(
    rows: Sequence[tuple[Rsvp, Sitting]], since: datetime, told: Told
) -> dict[int, SittingChange]:
    """The first change of each sitting that the person has not heard of."""
    answered = {sitting.id: rsvp.answered_at for rsvp, sitting in rows}
    first: dict[int, SittingChange] = {}
    for change in changes_of(answered, since):
        is_known = any(begins <= change.at < ends for begins, ends in told)
        if not is_known and change.at >= answered[change.sitting_id]:
            first.setdefault(change.sitting_id, change)
    return first
