"""Three independent programs that read a calendar file, each giving what its people would see."""

from collections.abc import Callable
from datetime import datetime

from tests.calendars.readers import ical_js, recurring, with_vobject
from tests.calendars.readers.occurrence import Occurrence

Reader = Callable[[bytes, datetime, datetime], list[Occurrence]]

# Each takes a file and two aware instants, and gives, in order, what starts from the first up
# to and without the second. Cancelled dates are there, with their status.
READERS: dict[str, Reader] = {
    "icalendar": recurring.read,
    "ical.js": ical_js.read,
    "vobject": with_vobject.read,
}

__all__ = ["READERS", "Occurrence", "Reader"]
