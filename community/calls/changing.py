"""Changing single dates: move, cancel, hold after all, give a date words or places of its own.

To skip a date that is written is to cancel it: whoever meant to come reads why. Dates that are not
written yet are skipped in the times of their series (`rescheduling`).
"""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce
from community.text import render_markdown

from .drafts import Details, Place
from .events import (
    CallChanged,
    CallShown,
    CapacityChanged,
    SittingCancelled,
    SittingMoved,
    SittingUncancelled,
)
from .hiding import hide
from .history import as_held, keep
from .links import link_to_edit, set_link
from .models import Call, Visibility
from .scheduling import slots_of, topics_called
from .slugs import opened_address
from .succession import in_force, recurrences_of
from .times import Cancellation, Sitting
from .writing import place_at, time_of

Value = TypeVar("Value")


class AlreadyBegun(Refusal):
    """What has begun is not rewritten."""


class Conflict(Refusal):
    """Somebody else has changed it in the meantime; what was typed is kept."""


def move(
    sitting: Sitting,
    *,
    local_start: datetime,
    zone: str,
    minutes: int,
    version: int | None = None,
    now: datetime,
) -> None:
    """Hold it at another time: naive `local_start` in `zone`. The same time changes nothing.

    Raises `Conflict` where `version` is given and not the one that was read.
    """
    sitting = locked_sitting(sitting.id)
    _refuse_removed(sitting.call)
    if sitting.has_begun(now):
        raise AlreadyBegun("This call has begun; its time stays as it is.")
    there = time_of(local_start, zone, minutes)
    if there == (sitting.starts_at, sitting.zone, sitting.minutes):
        return
    _expect(sitting, version)
    if there[0] <= now:
        raise AlreadyBegun("That time has passed. Choose a time to come.")
    was = as_held(sitting)
    place_at(sitting, local_start, zone, minutes)
    sitting.touch(now)
    keep(sitting, was, now=now)
    announce(SittingMoved(sitting, now, was))


def cancel(
    sitting: Sitting, *, by: Member, reason: str, version: int | None = None, now: datetime
) -> None:
    """Call it off. Cancelling twice changes nothing.

    Raises `Conflict` where `version` is given and not the one that was read.
    """
    sitting = locked_sitting(sitting.id)
    if sitting.is_cancelled:
        return
    _refuse_removed(sitting.call)
    if sitting.is_over(now):
        raise AlreadyBegun("This call is over; it can no longer be cancelled.")
    _expect(sitting, version)
    call_off(sitting, by_id=by.id, reason=reason, now=now)


def call_off(
    sitting: Sitting, *, by_id: int | None, reason: str, now: datetime, by_change: bool = False
) -> None:
    """Add the cancellation of a sitting that stands; without `by_id` by itself."""
    keep(sitting, as_held(sitting), now=now)
    sitting.cancellation = Cancellation(
        by_id=by_id, at=now, reason=reason, by_change=by_change, sitting_id=sitting.id
    )
    sitting.touch(now)
    db.session.flush()
    announce(SittingCancelled(sitting, now))


def uncancel(sitting: Sitting, *, by: Member, now: datetime) -> None:
    """Hold it after all. Doing it twice changes nothing."""
    sitting = locked_sitting(sitting.id)
    if not sitting.is_cancelled:
        return
    if sitting.is_over(now):
        raise AlreadyBegun("The time of this call has passed. Add a new date instead.")
    _refuse_removed(sitting.call)
    _take_link_of_series(sitting, by=by, now=now)
    take_back(sitting, by_id=by.id, now=now)


def _take_link_of_series(sitting: Sitting, *, by: Member, now: datetime) -> None:
    """A date that the rule gives no more has no slot to find its link in: it gets its own."""
    series = sitting.call.series
    if series is None or sitting.slot is not None or link_to_edit(sitting)[0]:
        return
    if sitting.cancellation is None or not sitting.cancellation.by_change:
        return
    chain = recurrences_of(series)
    slots = slots_of(in_force(chain, sitting.local_start.date()))
    slot = next((slot for slot in slots if slot.position == sitting.position), slots[0])
    url, is_public = link_to_edit(slot)
    set_link(sitting, url or None, is_public=is_public, by=by, now=now)


def take_back(sitting: Sitting, *, by_id: int, now: datetime) -> None:
    """Withdraw the standing cancellation of a sitting."""
    cancellation = sitting.cancellation
    if cancellation is None:
        return
    keep(sitting, as_held(sitting), now=now)
    cancellation.withdrawn_at, cancellation.withdrawn_by_id = now, by_id
    sitting.touch(now)
    db.session.flush()
    db.session.expire(sitting, ["cancellation"])
    announce(SittingUncancelled(sitting, now))


def change_place(
    sitting: Sitting, place: Place, *, by: Member, version: int | None = None, now: datetime
) -> None:
    """Set places and join link of one sitting. Fewer places than people evicts nobody.

    The places stay as they are from the start on, the link can be mended until the end. Raises
    `Conflict` where `version` is given and not the one that was read.
    """
    sitting = locked_sitting(sitting.id)
    _refuse_removed(sitting.call)
    seats = (place.capacity, place.hours_to_accept)
    changed = (sitting.capacity, sitting.hours_to_accept) != seats
    link = (place.join_url or "", place.join_url is not None and place.join_is_public)
    if not changed and link_to_edit(sitting) == link:
        return
    _refuse_late_change(sitting, seats_too=changed, now=now)
    _expect(sitting, version)
    sitting.capacity, sitting.hours_to_accept = seats
    if set_link(sitting, place.join_url, is_public=place.join_is_public, by=by, now=now):
        sitting.touch(now)  # LOCATION is part of what subscribers hold
        announce(CallChanged(sitting.call))
    if changed:
        sitting.edited(now)
        db.session.flush()
        announce(CapacityChanged(sitting, now))


def change_call(call: Call, details: Details, *, version: int, now: datetime) -> None:
    """Change what a call says of itself. In a series it keeps only what differs from it.

    Raises `Conflict` where `version` is not the one that was read.
    """
    call = locked(Call, call.id)
    _refuse_removed(call)
    if call.version != version:
        raise Conflict(
            "Somebody else has changed this call in the meantime. Look, then save again."
        )
    series, was = call.series, call.visibility
    call.own_title = _own(details.title, series.title if series else None)
    source = _own(details.description, series.description_source if series else None)
    call.own_description_source = source
    call.own_description_html = None if source is None else render_markdown(source)
    call.own_visibility = _own(details.visibility, series.visibility if series else None)
    call.own_recording = _own(details.recording, series.recording if series else None)
    call.own_note_takers = _own(details.note_takers, series.note_takers if series else None)
    call.own_language = _own(details.language, series.language if series else None)
    call.own_captions = _own(details.captions, series.captions if series else None)
    call.own_access = _own(details.access, series.access if series else None)
    inherited = {t.id for t in series.topics} if series else set()
    call.own_topics = [t for t in topics_called(details.topics) if t.id not in inherited]
    if call.visibility is Visibility.LINK and was is not Visibility.LINK:
        hide([call])
    elif call.visibility is Visibility.PUBLIC and was is not Visibility.PUBLIC:
        call.slug = opened_address(call)
    call.version += 1
    mark_call(call, now)
    announce(CallChanged(call))
    if was is Visibility.LINK and call.visibility is not Visibility.LINK:
        announce(CallShown(call, now))


def mark_call(call: Call, now: datetime) -> None:
    """Something a subscriber can see of the call has changed."""
    call.updated_at = now
    for sitting in db.session.scalars(select(Sitting).where(Sitting.call_id == call.id)):
        sitting.updated_at = now
    db.session.flush()


def locked_sitting(sitting_id: int) -> Sitting:
    """The sitting, read again and held until the transaction ends."""
    return locked(Sitting, sitting_id)


def _own(value: Value, inherited: Value | None) -> Value | None:
    return None if value == inherited else value


def _expect(sitting: Sitting, version: int | None) -> None:
    if version is not None and sitting.version != version:
        raise Conflict(
            "Somebody else has changed this call in the meantime. Look, then save again."
        )


def _refuse_removed(call: Call) -> None:
    if call.is_removed:
        raise Refusal("This call has been deleted. Bring it back first.")


def _refuse_late_change(sitting: Sitting, *, seats_too: bool, now: datetime) -> None:
    if sitting.is_over(now):
        raise AlreadyBegun("This call is over; its places and its link stay as they are.")
    if seats_too and sitting.has_begun(now):
        raise AlreadyBegun("This call has begun; only its join link can be changed.")
