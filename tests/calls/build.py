"""Shorthands for scheduling in tests."""

from datetime import date, datetime, time

from community.accounts.models import Member
from community.calls.drafts import Details, Place, SittingDraft, SlotDraft, Times
from community.calls.grammar import parse_rule
from community.calls.models import Series
from community.calls.rules import Slot as Hour
from community.calls.scheduling import start_series
from tests.factories import START

WEEKLY = "FREQ=WEEKLY"


def hour(text: str = "17:00", zone: str = "Europe/Berlin", minutes: int = 60) -> Hour:
    """A slot value at `text` o'clock."""
    return Hour(zone=zone, time=time.fromisoformat(text), minutes=minutes)


def times(
    rule: str = WEEKLY,
    starts_on: str = "2026-02-03",
    *hours: Hour,
    place: Place | None = None,
    skipped: tuple[str, ...] = (),
) -> Times:
    """Times by a rule, in the given hours or on Tuesdays at 17:00 in Berlin."""
    return Times(
        rule=parse_rule(rule, date.fromisoformat(starts_on)),
        slots=tuple(SlotDraft(hour=h, place=place or Place()) for h in hours or (hour(),)),
        skipped=tuple(date.fromisoformat(day) for day in skipped),
    )


def begin(
    by: Member, given: Times | None = None, *, now: datetime = START, **details: object
) -> Series:
    """A series begun by `by`."""
    values: dict[str, object] = {"title": "Practitioners Call"} | details
    return start_series(Details(**values), given or times(), by=by, now=now)


def sitting_at(
    text: str, zone: str = "Europe/Berlin", minutes: int = 60, **place: object
) -> SittingDraft:
    """One sitting at a local time such as 2026-03-13T17:00."""
    return SittingDraft(
        local_start=datetime.fromisoformat(text),
        zone=zone,
        minutes=minutes,
        place=Place(**place),
    )
