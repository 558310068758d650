"""Says, once for each kind, what a calendar holds that is never imported."""

from collections import Counter

from community.calendars.plan import Remarks

from .lines import Component, shown
from .wording import LINK_PROPERTIES

_ONCE = frozenset(
    [
        "UID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "DTSTART",
        "DTEND",
        "DURATION",
        "STATUS",
        "SEQUENCE",
        "URL",
        "RECURRENCE-ID",
    ]
)
# TRANSP too: whether a call makes its people busy follows from their answers.
_READ = _ONCE | frozenset(
    [
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "RRULE",
        "EXDATE",
        "RDATE",
        "EXRULE",
        "CATEGORIES",
        "CLASS",
        "TRANSP",
    ]
)
_WHY = {
    "ATTENDEE": "Attendees are never imported: people answer for themselves",
    "ORGANIZER": "Organisers are not imported: whoever imports facilitates, and can invite others",
    "VALARM": "Reminders are not imported: each person sets their own",
    "VTODO": "Tasks (VTODO) are not calls and are left out",
    "VJOURNAL": "Journal entries (VJOURNAL) are not calls and are left out",
    "VFREEBUSY": "Free and busy times (VFREEBUSY) are not calls and are left out",
}


def remark_unread(calendar: Component, remarks: Remarks) -> None:
    """A remark for each kind of property or part that is left out, with where it first stands."""
    counted: Counter[str] = Counter()
    first: dict[str, int] = {}
    events = [part for part in calendar.children if part.name == "VEVENT"]
    left = [
        (part.name, part.line)
        for part in calendar.children
        if part.name not in ("VEVENT", "VTIMEZONE")
    ]
    for event in events:
        left += [(part.name, part.line) for part in event.children]
        left += [
            (found.name, found.line)
            for found in event.properties
            if found.name not in (*_READ, *LINK_PROPERTIES)
        ]
        _remark_doubles(event, remarks)
    for name, line in left:
        counted[name] += 1
        first.setdefault(name, line)
    for name, amount in counted.items():
        what = _WHY.get(name, f"{shown(name)} is not imported")
        times = f" ({amount} in this calendar, the first here)" if amount > 1 else ""
        remarks.left_out(f"{what}{times}.", line=first[name])


def _remark_doubles(event: Component, remarks: Remarks) -> None:
    seen: set[str] = set()
    for found in event.properties:
        if found.name in _ONCE and found.name in seen:
            what = f"{found.name} stands in this event a second time, and only the first counts."
            remarks.left_out(what, line=found.line, uid=event.text("UID") or None)
        seen.add(found.name)
