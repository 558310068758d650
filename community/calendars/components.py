"""Writes calendar files (RFC 5545, RFC 7986): the same values always give the same bytes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, timedelta
from functools import lru_cache
from importlib.metadata import version

import icalendar
from icalendar import vCategory, vRecur

from community.calendars.characters import Text, line, paragraphs, uri
from community.calendars.spans import (
    Span,
    Spans,
    is_utc,
    merge,
    needs_override,
    span,
    utc,
)
from community.calendars.timezones import vtimezone
from community.calendars.tzif import tzdata_version
from community.calendars.values import Calendar, Event, Header
from community.clock import zone

__all__ = [
    "Calendar",
    "Event",
    "Header",
    "assemble",
    "calendar",
    "fingerprint",
    "merge",
    "needs_override",
    "spans",
    "vevent",
]

# Raise it with every change of the bytes written for the same values: ETags contain it.
RENDERER = 1


def calendar(cal: Calendar) -> bytes:
    """The whole file. Events come by UID, a master ahead of its overrides."""
    events = sorted(cal.events, key=lambda each: (each.uid, _date_key(each), each.starts))
    return assemble(cal, merge(map(spans, events)), map(vevent, events))


def assemble(header: Header, zone_spans: Spans, vevents: Iterable[str]) -> bytes:
    """The whole file from finished VEVENT texts, kept as they are, and the zones they use.

    `zone_spans` is `merge` of the `spans` of each event. Zones come first, by name. Beside a
    time with a Z the calendar's own zone is said to be UTC: some readers (x-wr-timezone) move
    such times to that zone, where a series would follow its clocks.
    """
    if "UTC" in zone_spans:
        header = replace(header, zone="UTC")
    opening, _, closing = _header(header).partition("END:VCALENDAR")
    zones = [
        vtimezone(name, each.since, each.until, endless=each.endless)
        for name, each in sorted(zone_spans.items())
    ]
    return "".join([opening, *zones, *vevents, "END:VCALENDAR", closing]).encode()


def spans(event: Event) -> dict[str, Span]:
    """For how long each zone must be known to read this event: keep it beside its VEVENT.

    UTC is among them where a time is written with a Z.
    """
    own = span(event.starts, event.ends, event.rrule, event.stamp)
    needed = {"UTC" if is_utc(event.zone) else event.zone: own}
    if not event.rrule and needs_override(event.start, event.zone, event.minutes):
        needed["UTC"] = own
    if event.recurrence_id and not is_utc(event.master_zone):
        original = utc(event.recurrence_id, event.master_zone)
        needed = merge([needed, {event.master_zone: Span(original, original)}])
    return needed


def fingerprint() -> str:
    """What the bytes depend on besides the values: for ETags, and for keeping finished texts."""
    return f"{RENDERER}-{version('icalendar')}-{tzdata_version()}"


@lru_cache(maxsize=2000)  # a few megabytes: of a calendar read again, little is another
def vevent(event: Event) -> str:
    """The VEVENT as text, folded at 75 octets, each line ended by CRLF (RFC 5545 3.6.1).

    Times are on the wall clock of the event's zone. Where clocks change while it lasts, or a
    time comes twice or never, they are in UTC: that, every reader understands alike. A series
    keeps its wall clock (its first length as a DURATION then), and dates like that want an
    override: see `needs_override`.
    """
    part = icalendar.Event()
    _add_times(part, event)
    stamp = event.stamp.astimezone(UTC)
    part.add("UID", Text(event.uid))
    part.add("SEQUENCE", event.sequence)
    part.add("DTSTAMP", stamp)
    part.add("LAST-MODIFIED", stamp)
    part.add("CREATED", event.created.astimezone(UTC))
    part.add("STATUS", event.status)
    part.add("TRANSP", "TRANSPARENT" if event.transparent else "OPAQUE")
    language = {"LANGUAGE": event.language} if event.language else {}
    part.add("SUMMARY", Text(line(event.summary)), language)
    if event.description:
        part.add("DESCRIPTION", Text(paragraphs(event.description)), language)
    part.add("URL", uri(event.url))
    topics = [topic for topic in map(line, event.categories) if topic]
    if topics:
        part.add("CATEGORIES", _categories(topics))
    if event.location:
        part.add("LOCATION", Text(line(event.location)))
    if event.conference:
        address = uri(event.conference)
        part.add("CONFERENCE", address, {"VALUE": "URI", "FEATURE": "VIDEO"})
    if event.alarm_minutes is not None and event.status != "CANCELLED":
        part.add_component(_alarm(event.alarm_minutes, Text(line(event.summary))))
    return _text(part)


def _add_times(part: icalendar.Event, event: Event) -> None:
    local_zone = UTC if is_utc(event.zone) else zone(event.zone)
    doubtful = needs_override(event.start, event.zone, event.minutes)
    if doubtful and not event.rrule:
        part.add("DTSTART", event.starts)
        part.add("DTEND", event.ends)
    else:
        part.add("DTSTART", event.start.replace(tzinfo=local_zone))
        if doubtful:
            part.add("DURATION", event.ends - event.starts)
        else:
            part.add("DTEND", event.ends.astimezone(local_zone))
    master_zone = UTC if is_utc(event.master_zone) else zone(event.master_zone)
    if event.rrule:
        part.add("RRULE", vRecur.from_ical(event.rrule))
    for skipped in sorted(set(event.exdates)):
        part.add("EXDATE", skipped.replace(tzinfo=master_zone))
    if event.recurrence_id:
        part.add("RECURRENCE-ID", event.recurrence_id.replace(tzinfo=master_zone))


def _categories(topics: list[str]) -> vCategory:
    value = vCategory([])
    value.cats = [Text(topic) for topic in topics]
    return value


def _alarm(minutes: int, summary: Text) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    alarm.add("DESCRIPTION", summary)
    return alarm


def _header(header: Header) -> str:
    part = icalendar.Calendar()
    name = Text(line(header.name))
    part.add("PRODID", Text(line(header.prodid)))
    part.add("VERSION", "2.0")
    part.add("UID", Text(line(header.uid)))
    part.add("NAME", name)
    part.add("X-WR-CALNAME", name)
    part.add("X-WR-TIMEZONE", Text(header.zone))
    part.add("URL", uri(header.url))
    part.add("SOURCE", uri(header.source), {"VALUE": "URI"})
    part.add("REFRESH-INTERVAL", _duration(header.refresh), {"VALUE": "DURATION"})
    part.add("X-PUBLISHED-TTL", Text(header.refresh))
    if header.color:
        part.add("COLOR", header.color)
    if header.description:
        description = Text(paragraphs(header.description))
        part.add("DESCRIPTION", description)
        part.add("X-WR-CALDESC", description)
    return _text(part)


def _duration(text: str) -> timedelta:
    number, unit = int(text[2:-1]), text[-1]
    return timedelta(hours=number) if unit == "H" else timedelta(minutes=number)


def _text(part: icalendar.Component) -> str:
    return bytes(part.to_ical()).decode()


def _date_key(event: Event) -> str:
    """A master, which has no date of its own, sorts ahead of its overrides."""
    return event.recurrence_id.isoformat() if event.recurrence_id else ""
