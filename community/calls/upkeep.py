"""What the worker does for calls: dates written far enough ahead, instants that stay right."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from community.db import db, transaction
from community.events import announce
from community.work import Job, each

from .events import SittingMoved
from .history import SittingChange, as_held, keep
from .scheduling import extend, extend_horizons
from .times import Sitting, Slot
from .writing import place_at

_BATCH = 500
_REMEMBERED = timedelta(days=60)


def extend_all(now: datetime) -> None:
    """Write the dates that have come within the horizon, each series in its own transaction; one
    that fails does not stop the others. Raises `community.work.Unfinished`.
    """

    def extend_one(recurrence_id: int) -> None:
        with transaction():
            extend(recurrence_id, now)

    each(extend_horizons(now), extend_one, what="recurrence")


def derive_again(now: datetime) -> None:
    """Derive the instants of dates to come from their wall clocks; the rules of zones change.

    An instant that changes is an edit like any other; an hour that has come not to exist is held
    when clocks have jumped over it.
    """
    last: int | None = 0
    while last is not None:
        with transaction():
            last = _derive_batch(last, now)


def _derive_batch(after: int, now: datetime) -> int | None:
    query = (
        select(Sitting)
        .where(Sitting.starts_at > now, Sitting.id > after)
        .order_by(Sitting.id)
        .limit(_BATCH)
    )
    sittings = db.session.scalars(query).unique().all()
    slots: set[Slot] = set()
    for sitting in sittings:
        was = sitting.starts_at, sitting.ends_at, sitting.local_start
        held = as_held(sitting)
        place_at(sitting, sitting.local_start, sitting.zone, sitting.minutes)
        if (sitting.starts_at, sitting.ends_at, sitting.local_start) != was:
            if sitting.slot is not None:
                slots.add(sitting.slot)
            sitting.touch(now)
            db.session.flush()
            keep(sitting, held, now=now)
            announce(SittingMoved(sitting, now, held))
    for slot in slots:
        slot.touch(now)
    db.session.flush()
    return sittings[-1].id if sittings else None


def forget_changes(now: datetime) -> None:
    """Delete what sittings were long ago: every letter about it has been sent or given up."""
    with transaction():
        db.session.execute(delete(SittingChange).where(SittingChange.at < now - _REMEMBERED))


JOBS = (
    Job("write the dates ahead", timedelta(hours=6), extend_all),
    Job("derive the instants again", timedelta(days=1), derive_again),
    Job("forget what sittings were", timedelta(days=1), forget_changes),
)
