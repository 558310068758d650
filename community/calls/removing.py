"""Deleting a series or a call, which leaves a tombstone, and bringing it back."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from community.accounts.models import Member
from community.db import db, locked
from community.events import announce

from .events import CallChanged, SeriesChanged, SittingsRestored, SittingsWithdrawn
from .history import AsHeld, as_held, keep_all
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
    were = _as_they_are(Call.series_id == series.id, now)
    db.session.add(Removal(series_id=series.id, by_id=by.id, at=now, reason=reason))
    coming = _touch_series(series, now)
    keep_all(were, now=now)
    announce(SittingsWithdrawn(coming, now))


def restore_series(series: Series, *, by: Member, now: datetime) -> None:
    """Bring a deleted series back as it was. Doing it twice changes nothing."""
    series = locked_series(series.id)
    if series.removal is None:
        return
    were = _as_they_are(Call.series_id == series.id, now)
    series.removal.withdrawn_at, series.removal.withdrawn_by_id = now, by.id
    coming = _touch_series(series, now)
    keep_all(were, now=now)
    announce(SittingsRestored(coming, now))


def remove_call(call: Call, *, by: Member, reason: str, now: datetime) -> None:
    """Delete one call; what is left is a tombstone. Doing it twice changes nothing."""
    call = _locked(call)
    if call.removal is not None:
        return
    were = _as_they_are(Call.id == call.id, now)
    db.session.add(Removal(call_id=call.id, by_id=by.id, at=now, reason=reason))
    coming = _touch_call(call, now)
    keep_all(were, now=now)
    announce(SittingsWithdrawn(coming, now))


def restore_call(call: Call, *, by: Member, now: datetime) -> None:
    """Bring a deleted call back as it was. Doing it twice changes nothing."""
    call = _locked(call)
    if call.removal is None:
        return
    were = _as_they_are(Call.id == call.id, now)
    call.removal.withdrawn_at, call.removal.withdrawn_by_id = now, by.id
    coming = _touch_call(call, now)
    keep_all(were, now=now)
    announce(SittingsRestored(coming, now))


def _locked(call: Call) -> Call:
    return locked(Call, call.id)


def _touch_series(series: Series, now: datetime) -> tuple[Sitting, ...]:
    series.updated_at = now
    recurrences = select(Recurrence).where(Recurrence.series_id == series.id)
    for recurrence in db.session.scalars(recurrences).all():
        for slot in slots_of(recurrence):
            slot.touch(now)
    coming = _touch_coming(Call.series_id == series.id, now)
    db.session.expire(series, ["removal"])
    announce(SeriesChanged(series))
    return coming


def _touch_call(call: Call, now: datetime) -> tuple[Sitting, ...]:
    call.updated_at = now
    coming = _touch_coming(Call.id == call.id, now)
    db.session.expire(call, ["removal"])
    announce(CallChanged(call))
    return coming


def _as_they_are(of_what: ColumnElement[bool], now: datetime) -> dict[int, AsHeld]:
    """How the sittings to come are held before the change, by id."""
    coming = select(Sitting).join(Sitting.call).where(of_what, Sitting.starts_at > now)
    return {s.id: as_held(s) for s in db.session.scalars(coming).unique()}


def _touch_coming(of_what: ColumnElement[bool], now: datetime) -> tuple[Sitting, ...]:
    """Tell the subscribers of the sittings to come; gives these sittings."""
    db.session.flush()
    coming = Sitting.call_id.in_(select(Call.id).where(of_what)), Sitting.starts_at > now
    db.session.execute(
        update(Sitting)
        .where(*coming)
        .values(sequence=Sitting.sequence + 1, updated_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return tuple(db.session.scalars(select(Sitting).where(*coming).order_by(Sitting.id)).unique())
