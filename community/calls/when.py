"""When something is held, for a reader: the value every page shows times from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.clock import zone

from .times import Sitting


@dataclass(frozen=True, slots=True)
class When:
    """Aware UTC instants, the call's own zone, and the reader's, None for a visitor."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    reader_zone: ZoneInfo | None


def when_of(sitting: Sitting, reader_zone: str | None) -> When:
    """When `sitting` is held, for somebody in the IANA zone `reader_zone`, if that is known."""
    reader = zone(reader_zone) if reader_zone else None
    return When(sitting.starts_at, sitting.ends_at, zone(sitting.zone), reader)
