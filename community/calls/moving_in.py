"""Giving the dates of a series that moves in from elsewhere what they had there, past ones too.

What has begun is not rewritten here (`changing`); but what happened elsewhere did happen.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db
from community.events import announce
from community.text import render_markdown

from .changing import call_off
from .drafts import DateDraft
from .events import CallChanged, SeriesChanged
from .links import set_link
from .models import Call, Series, Visibility
from .times import Recurrence, Sitting, Slot
from .writing import place_at


def settle_dates(
    series: Series, drafts: Sequence[DateDraft], *, by: Member, now: datetime
) -> list[DateDraft]:
    """Place, name and cancel dates of a series that has just been started.

    Nobody has heard of them here, so their SEQUENCE stays that of their slot, the floor it came
    with. Returns the drafts for which there is no date.
    """
    there = _sittings(series)
    missing = []
    for draft in drafts:
        sitting = there.get(draft.original)
        if sitting is None:
            missing.append(draft)
        else:
            _settle(sitting, draft, by=by, now=now)
    db.session.flush()
    announce(SeriesChanged(series))
    return missing


def settle_call(
    call: Call,
    *,
    description: str | None = None,
    visibility: Visibility | None = None,
    cancelled_because: str | None = None,
    by: Member,
    now: datetime,
) -> None:
    """Give a call that has just been scheduled words and a visibility of its own, or cancel it."""
    _describe(call, description)
    if visibility is not None and visibility is not call.visibility:
        call.own_visibility = visibility
    db.session.flush()
    if cancelled_because is not None:
        for sitting in db.session.scalars(select(Sitting).where(Sitting.call_id == call.id)):
            call_off(sitting, by_id=by.id, reason=cancelled_because, now=now)
    announce(CallChanged(call))


def _settle(sitting: Sitting, draft: DateDraft, *, by: Member, now: datetime) -> None:
    place_at(sitting, draft.local_start, draft.zone, draft.minutes)
    if draft.title is not None:
        sitting.call.own_title = draft.title
    _describe(sitting.call, draft.description)
    if draft.join_url is not None:
        set_link(sitting, draft.join_url, is_public=False, by=by, now=now)
    if draft.cancelled_because is not None and not sitting.is_cancelled:
        call_off(sitting, by_id=by.id, reason=draft.cancelled_because, now=now)


def _describe(call: Call, description: str | None) -> None:
    if description is not None:
        call.own_description_source = description
        call.own_description_html = render_markdown(description)


def _sittings(series: Series) -> dict[datetime, Sitting]:
    query = (
        select(Sitting)
        .join(Sitting.slot)
        .join(Slot.recurrence)
        .where(Recurrence.series_id == series.id, Slot.position == 0)
    )
    found = db.session.scalars(query).unique()
    return {s.original_start: s for s in found if s.original_start is not None}
