"""What every reader gives for each date it finds in a file."""

from datetime import UTC, date, datetime
from typing import NamedTuple


class Occurrence(NamedTuple):
    """One event as it stands in a person's calendar; start and end are aware, in UTC."""

    uid: str
    start: datetime
    end: datetime
    status: str
    summary: str


def in_utc(moment: date) -> datetime:
    """The moment in UTC. Raises `ValueError` where a reader found a time without a zone."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone: its VTIMEZONE was not understood")
    return moment.astimezone(UTC)


def between(found: list[Occurrence], since: datetime, before: datetime) -> list[Occurrence]:
    """Those that start from `since` up to and without `before`, in order."""
    return sorted(each for each in found if since <= each.start < before)
