"""When something is held, for a reader: the value every page shows times from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.clock import zone

from .rules import Weekday
from .times import Sitting
from .walltime import zone_words
from .words import WEEKDAYS, day_words

_DAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class When:
    """Aware UTC instants, the call's own zone, and the reader's, None for a visitor."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    reader_zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class TimesHeld:
    """The times at which a call is held, in their order; where it is cancelled, those it had.
    `why` are the reasons given; `zone` is the reader's, else that of the first time.
    """

    shown: tuple[When, ...]
    is_off: bool
    why: tuple[str, ...]
    zone: ZoneInfo


def when_of(sitting: Sitting, reader_zone: str | None) -> When:
    """When `sitting` is held, for somebody in the IANA zone `reader_zone`, if that is known."""
    reader = zone(reader_zone) if reader_zone else None
    return When(sitting.starts_at, sitting.ends_at, zone(sitting.zone), reader)


def times_held(sittings: Sequence[Sitting], reader_zone: str | None) -> TimesHeld:
    """When the call of these sittings, all it has, is held, and that it is not."""
    held = [sitting for sitting in sittings if not sitting.is_cancelled]
    told = held or sittings
    reasons = [s.cancellation.reason for s in sittings if s.cancellation and not held]
    return TimesHeld(
        shown=tuple(when_of(sitting, reader_zone) for sitting in told),
        is_off=bool(sittings) and not held,
        why=tuple(dict.fromkeys(reason for reason in reasons if reason)),
        zone=zone(reader_zone or (told[0].zone if told else "UTC")),
    )


def span_words(when: When) -> str:
    """A time where the call is at home, and in UTC, to be read without a page:
    "Friday 13 March 2026, 17:00–18:00 Europe/Berlin (16:00–17:00 UTC)".
    """
    starts, ends = (instant.astimezone(when.zone) for instant in (when.starts_at, when.ends_at))
    name = zone_words(str(when.zone))
    there = f"{_weekday(starts)} {day_words(starts.date())}, {starts:%H:%M}–{ends:%H:%M} {name}"
    if name == "UTC":
        return there
    day = f"{_weekday(when.starts_at)} " if when.starts_at.date() != starts.date() else ""
    return f"{there} ({day}{when.starts_at:%H:%M}–{when.ends_at:%H:%M} UTC)"


def _weekday(instant: datetime) -> str:
    return WEEKDAYS[_DAYS[instant.weekday()]]
