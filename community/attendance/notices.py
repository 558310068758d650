"""The letters about calls that somebody answered: moved, cancelled, held after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.calls.events import (
    SittingCancelled,
    SittingMoved,
    SittingsRestored,
    SittingsWithdrawn,
    SittingUncancelled,
)
from community.calls.history import AsHeld
from community.calls.models import Series
from community.calls.times import Sitting
from community.calls.when import When
from community.clock import zone
from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe_all, told_already

from . import link_notices, place_notices, reminder_notices
from .audience import people_of
from .differences import Difference, What, differences, of_call, of_series
from .guest_answers import answer_address, guest_pages_of
from .models import Answer
from .policies import may_person_see
from .reminders import CHANGED, about_changes

GATHERING = timedelta(minutes=10)
SOON = timedelta(hours=2)  # what begins sooner is told at once
MOST_DATES = 10  # in one letter; of the rest it says how many they are


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date in a letter: when it was, when it is, why it is off, what the reader answered, and
    a guest's own page about it.
    """

    what: What
    title: str
    was: When
    now: When
    reason: str
    answer: Answer
    page: str | None


def sitting_moved(event: SittingMoved) -> None:
    """Tell whoever answered that a sitting is at another time."""
    starts = (event.was.starts_at, event.sitting.starts_at)
    _owe([event.sitting], min(starts) if min(starts) > event.at else max(starts), event.at)


def sitting_changed(event: SittingCancelled | SittingUncancelled) -> None:
    """Tell whoever answered that a sitting is off, or held after all."""
    _owe([event.sitting], event.sitting.starts_at, event.at)


def sittings_changed(event: SittingsWithdrawn | SittingsRestored) -> None:
    """Tell whoever answered that sittings were deleted, or brought back."""
    coming = [sitting for sitting in event.sittings if not sitting.has_begun(event.at)]
    if coming:
        _owe(coming, min(sitting.starts_at for sitting in coming), event.at)


def _owe(sittings: Sequence[Sitting], starts_at: datetime, now: datetime) -> None:
    """One letter for each person, about the call or its whole series, after a while in which more
    may come; at once where the first date is near. Nothing about what has begun.
    """
    if starts_at <= now:
        return
    about, key = about_changes(sittings[0].call)
    owe_all(
        CHANGED,
        people_of(sittings),
        about=f"{about} {key}",
        facts={about: key},
        due_at=now if starts_at - now < SOON else now + GATHERING,
        gathers=True,
        now=now,
    )


def _write_changed(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """What is different from how it was when the letter was owed, as it is now."""
    if letter.person_id is None:
        return None
    series_id = letter.facts.get("series")
    found = differences(
        letter.person_id,
        of_series(series_id) if series_id else of_call(letter.facts["call"]),
        since=letter.owed_at,
        told=told_already(letter),
        now=now,
    )
    found = [each for each in found if may_person_see(letter.person_id, each.sitting)]
    if not found:
        return None
    kinds = {each.what for each in found}
    title, page = _subject(found, series_id, letter.person_id)
    shown = found[:MOST_DATES]
    pages = guest_pages_of(letter.person_id, [each.sitting.id for each in shown])
    values = {
        "title": title,
        "page": page,
        "number": len(found),
        "is_mixed": len(kinds) > 1,
        "dates": [_line(each, recipient, pages.get(each.sitting.id)) for each in shown],
        "more": max(len(found) - MOST_DATES, 0),
    }
    return Draft(values, template=kinds.pop().value if len(kinds) == 1 else "changed")


def _subject(found: Sequence[Difference], series_id: int | None, person_id: int) -> tuple[str, str]:
    """The title of what the letter is about, and its page: a guest's own, where it is one call."""
    call = found[0].sitting.call
    if series_id is not None and len({each.sitting.call_id for each in found}) > 1:
        series = db.session.get_one(Series, series_id)
        return series.title, absolute("front.show_series", slug=series.slug)
    return call.title, answer_address(person_id, found[0].sitting)


def _line(found: Difference, recipient: Recipient, page: str | None) -> DateLine:
    return DateLine(
        what=found.what,
        title=found.sitting.call.title,
        was=_when(found.was, recipient),
        now=_when(found.present, recipient),
        reason=found.reason,
        answer=found.answer,
        page=page,
    )


def _when(held: AsHeld, recipient: Recipient) -> When:
    return When(held.starts_at, held.ends_at, zone(held.zone), zone(recipient.zone))


KINDS = (
    Kind(CHANGED, Group.CHANGES, _write_changed),
    *place_notices.KINDS,
    *reminder_notices.KINDS,
    *link_notices.KINDS,
)
