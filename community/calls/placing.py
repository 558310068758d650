"""Places and join links of a series: changed without touching its dates."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from community.accounts.models import Member
from community.db import db
from community.events import announce

from .drafts import Place, SlotDraft
from .events import CapacityChanged
from .links import link_to_edit, set_link, with_own_link
from .scheduling import slots_of
from .times import Recurrence, Sitting, Slot


def places_of(recurrence: Recurrence) -> list[Place]:
    """The places and join links of the slots of a recurrence, in their order."""
    found = []
    for slot in slots_of(recurrence):
        url, is_public = link_to_edit(slot)
        found.append(
            Place(
                capacity=slot.capacity,
                hours_to_accept=slot.hours_to_accept,
                join_url=url or None,
                join_is_public=is_public,
            )
        )
    return found


def change_places(
    recurrence: Recurrence,
    drafts: Sequence[SlotDraft],
    before: Sequence[Place],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Give the slots of a recurrence, and their dates to come, what `drafts` have otherwise than
    the series had `before`: places, join links. What else differs here stays.

    Dates with places or a link of their own keep them.
    """
    for slot, draft, was in zip(slots_of(recurrence), drafts, before, strict=False):
        place = draft.place
        if _link(place) != _link(was) and set_link(
            slot, place.join_url, is_public=place.join_is_public, by=by, now=now
        ):
            slot.touch(now)  # LOCATION is part of what subscribers hold
            _tell_of_link(slot, now)
        capacity, hours = slot.capacity, slot.hours_to_accept
        if place.capacity != was.capacity:
            capacity = place.capacity
        if place.hours_to_accept != was.hours_to_accept:
            hours = place.hours_to_accept
        _change_seats(slot, (capacity, hours), now)
    db.session.flush()


def _link(place: Place) -> tuple[str | None, bool]:
    return place.join_url, place.join_url is not None and place.join_is_public


def _tell_of_link(slot: Slot, now: datetime) -> None:
    coming = _sittings(slot).where(Sitting.ends_at > now)
    sittings = db.session.scalars(coming).unique().all()
    own = with_own_link(sittings)
    for sitting in sittings:
        if sitting.id not in own:
            sitting.touch(now)
    db.session.flush()


def _change_seats(slot: Slot, after: tuple[int | None, int | None], now: datetime) -> None:
    before = (slot.capacity, slot.hours_to_accept)
    if before == after:
        return
    slot.capacity, slot.hours_to_accept = after
    coming = _sittings(slot).where(Sitting.starts_at > now)
    for sitting in db.session.scalars(coming).unique().all():
        if (sitting.capacity, sitting.hours_to_accept) == before:
            sitting.capacity, sitting.hours_to_accept = after
            sitting.edited(now)
            db.session.flush()
            announce(CapacityChanged(sitting, now))


def _sittings(slot: Slot) -> Select[Sitting]:
    return select(Sitting).where(Sitting.slot_id == slot.id).order_by(Sitting.id)
