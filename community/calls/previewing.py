"""What times mean, shown before anything is saved, and how the form knows it was shown."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from community.clock import zone

from .drafts import Times
from .grammar import stored_text
from .preview import PreviewDate, preview
from .wording import describe

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """Times in words, the next dates with what is odd about them, a mark of these times, the
    dates of a series that would be called off, and how many people would be told.
    """

    words: str
    dates: tuple[PreviewDate, ...]
    seen: str
    dropped: tuple[date, ...] = ()
    told: int = 0


def preview_of(
    times: Times, *, now: datetime, reader_zone: str, since: date | None = None
) -> Preview:
    """What `times` mean from `now`, or from the date `since` on, for somebody in `reader_zone`."""
    hours = [slot.hour for slot in times.slots]
    today = now.astimezone(zone(hours[0].zone)).date()
    coming = preview(
        times.rule,
        hours,
        after=max(times.rule.starts_on, today, since or today),
        n=SHOWN + len(times.skipped),
        watch_zones=(reader_zone,),
    )
    held = [entry for entry in coming if entry.day not in times.skipped]
    return Preview(describe(times.rule, hours), tuple(held[:SHOWN]), mark_of(times))


def mark_of(times: Times) -> str:
    """The same for the same dates and hours: what was shown is what is saved."""
    hours = [(s.hour.zone, f"{s.hour.time:%H:%M}", s.hour.minutes) for s in times.slots]
    parts = (stored_text(times.rule), times.rule.starts_on, hours, sorted(times.skipped))
    return sha256(repr(parts).encode()).hexdigest()[:20]
