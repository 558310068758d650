"""Places and join links of a series: changed without touching its dates."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from community.accounts.models import Member
from community.db import db
from community.events import announce

from .drafts import Place, SlotDraft
from .events import CapacityChanged
from .links import set_link, with_own_link
from .scheduling import slots_of
from .times import Recurrence, Sitting, Slot


def change_places(
    recurrence: Recurrence, drafts: Sequence[SlotDraft], *, by: Member, now: datetime
) -> None:
    """Give the slots of a recurrence, and their dates to come, other places and join links.

    Dates with places or a link of their own keep them.
    """
    for slot, draft in zip(slots_of(recurrence), drafts, strict=False):
        if set_link(
            slot, draft.place.join_url, is_public=draft.place.join_is_public, by=by, now=now
        ):
            slot.touch(now)  # LOCATION is part of what subscribers hold
            _tell_of_link(slot, now)
        _change_seats(slot, draft.place, now)
    db.session.flush()


def _tell_of_link(slot: Slot, now: datetime) -> None:
    coming = _sittings(slot).where(Sitting.ends_at > now)
    sittings = db.session.scalars(coming).unique().all()
    own = with_own_link(sittings)
    for sitting in sittings:
        if sitting.id not in own:
            sitting.touch(now)
    db.session.flush()


def _change_seats(slot: Slot, place: Place, now: datetime) -> None:
    before = (slot.capacity, slot.hours_to_accept)
    after = (place.capacity, place.hours_to_accept)
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
