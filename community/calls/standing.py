"""What a change of a series begins with: the calls it reaches, and how each is held before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.db import db

from .links import link_to_edit, with_own_link
from .models import Call, Series
from .times import Sitting, Slot
from .writing import time_of


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sitting was held before the change, and what of it was its own."""

    local_start: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    minutes: int
    is_moved: bool
    has_own_places: bool
    link: tuple[str, bool] | None  # its slot's; None: its own, or it had no slot
    is_held_after_all: bool  # dropped by an earlier change, and held all the same

    @property
    def time(self) -> tuple[datetime, str, int]:
        """What makes a move where it changes."""
        return self.starts_at, self.zone, self.minutes


def survivors(series: Series, first: date, now: datetime) -> dict[Call, list[Sitting]]:
    """The calls from `first` on of which nothing has begun, with their sittings: also those that
    an earlier change has dropped.
    """
    query = (
        select(Sitting)
        .join(Sitting.call)
        .options(joinedload(Sitting.slot))
        .where(Call.series_id == series.id, Call.rule_date >= first)
        .order_by(Call.rule_date, Sitting.position)
    )
    calls: dict[Call, list[Sitting]] = {}
    for sitting in db.session.scalars(query).unique():
        calls.setdefault(sitting.call, []).append(sitting)
    return {
        call: sittings
        for call, sittings in calls.items()
        if not any(sitting.has_begun(now) for sitting in sittings)
    }


def standing_of(
    kept: Mapping[Call, Sequence[Sitting]], present: Sequence[Slot]
) -> dict[Sitting, Standing]:
    """How each sitting is held; read it before the slots change. A sitting that an earlier change
    dropped is compared with the `present` slot at its position.
    """
    by_position = {slot.position: slot for slot in present}
    links: dict[int, tuple[str, bool]] = {}
    found = {}
    everything = [sitting for sittings in kept.values() for sitting in sittings]
    own = with_own_link(everything)
    for sitting in everything:
        slot = sitting.slot or by_position.get(sitting.position)
        if slot is not None and slot.id not in links:
            links[slot.id] = link_to_edit(slot)
        after_all = sitting.slot is None and not sitting.is_cancelled
        found[sitting] = Standing(
            local_start=sitting.local_start,
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            zone=sitting.zone,
            minutes=sitting.minutes,
            is_moved=sitting.is_moved
            or sitting.keeps_time
            or (after_all and not _is_as_given(sitting, slot)),
            has_own_places=slot is not None and places(sitting) != places(slot),
            link=links[sitting.slot.id] if sitting.slot and sitting.id not in own else None,
            is_held_after_all=after_all,
        )
    return found


def places(subject: Sitting | Slot) -> tuple[int | None, int | None]:
    """The capacity, and the hours there are to accept an offered place."""
    return subject.capacity, subject.hours_to_accept


def _is_as_given(sitting: Sitting, slot: Slot | None) -> bool:
    """Whether a sitting without a slot is held at the time `slot` has on its date."""
    if slot is None or sitting.call.rule_date is None:
        return False
    there = datetime.combine(sitting.call.rule_date, slot.time)
    given = time_of(there, slot.zone, slot.minutes)
    return given == (sitting.starts_at, sitting.zone, sitting.minutes)
