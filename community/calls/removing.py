"""Deleting a series or a call, which leaves a tombstone, and bringing it back."""

from datetime import datetime

from sqlalchemy import select, update

from community.accounts.models import Member
from community.db import db, locked
from community.events import announce

from .events import CallChanged, SeriesChanged
from .models import Call, Removal, Series
from .scheduling import locked_series, slots_of
from .times import Recurrence, Sitting


def remove_series(series: Series, *, by: Member, reason: str, now: datetime) -> None:
    """Delete a series: its page becomes a tombstone, its future dates are cancelled in every
    calendar. Answers are kept. Doing it twice changes nothing.
    """
    series = locked_series(series.id)
    if series.is_removed:
        return
    db.session.add(Removal(series_id=series.id, by_id=by.id, at=now, reason=reason))
    _touch_series(series, now)


def restore_series(series: Series, *, by: Member, now: datetime) -> None:
    """Bring a deleted series back as it was. Doing it twice changes nothing."""
    series = locked_series(series.id)
    if series.removal is None:
        return
    series.removal.withdrawn_at, series.removal.withdrawn_by_id = now, by.id
    _touch_series(series, now)


def remove_call(call: Call, *, by: Member, reason: str, now: datetime) -> None:
    """Delete one call; what is left is a tombstone. Doing it twice changes nothing."""
    call = _locked(call)
    if call.removal is not None:
        return
    db.session.add(Removal(call_id=call.id, by_id=by.id, at=now, reason=reason))
    _touch_call(call, now)


def restore_call(call: Call, *, by: Member, now: datetime) -> None:
    """Bring a deleted call back as it was. Doing it twice changes nothing."""
    call = _locked(call)
    if call.removal is None:
        return
    call.removal.withdrawn_at, call.removal.withdrawn_by_id = now, by.id
    _touch_call(call, now)


def _locked(call: Call) -> Call:
    return locked(Call, call.id)


def _touch_series(series: Series, now: datetime) -> None:
    series.updated_at = now
    recurrences = select(Recurrence).where(Recurrence.series_id == series.id)
    for recurrence in db.session.scalars(recurrences).all():
        for slot in slots_of(recurrence):
            slot.touch(now)
    _touch_future(select(Call.id).where(Call.series_id == series.id), now)
    db.session.expire(series, ["removal"])
    announce(SeriesChanged(series))


def _touch_call(call: Call, now: datetime) -> None:
    call.updated_at = now
    _touch_future(select(Call.id).where(Call.id == call.id), now)
    db.session.expire(call, ["removal"])
    announce(CallChanged(call))


def _touch_future(calls, now: datetime) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    db.session.flush()
    db.session.execute(
        update(Sitting)
        .where(Sitting.call_id.in_(calls), Sitting.starts_at > now)
        .values(sequence=Sitting.sequence + 1, updated_at=now)
        .execution_options(synchronize_session="fetch")
    )
