"""Reads one VEVENT (RFC 5545 §3.6.1): when it begins, how long it lasts, what it says."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from community.calendars.plan import Details, Remarks, Status

from .lines import Component, Property, shown
from .moments import Moment, Unreadable, Zones, length
from .wording import Words, words

SHORTEST, LONGEST, ASSUMED = 5, 1440, 60
"""Minutes of a call: at least, at most, and where the file does not say."""
LONGEST_UID = 255
HIGHEST_SEQUENCE = 1_000_000_000
_STATUSES: dict[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}
_STAMP = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for the whole calendar while its events are read."""

    zones: Zones
    remarks: Remarks
    today: date
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT whose start and length could be read."""

    component: Component
    uid: str
    sequence: int
    start: Moment
    minutes: int
    words: Words
    status: Status

    @property
    def line(self) -> int:
        """The number of the line that begins it."""
        return self.component.line

    @property
    def categories(self) -> tuple[str, ...]:
        """Its categories, each once, the first twenty."""
        names = [name for found in self.component.all("CATEGORIES") for name in found.texts]
        return tuple(dict.fromkeys(shown(name) for name in names))[:20]

    def details(self, key: str, *, sequence: int, has_fresh_uid: bool = False) -> Details:
        """What it says, for a series or a call of the plan."""
        return Details(
            key=key,
            uid=None if has_fresh_uid or not 0 < len(self.uid) <= LONGEST_UID else self.uid,
            source_uid=self.uid,
            line=self.line,
            sequence=0 if has_fresh_uid else sequence,
            title=self.words.title,
            description=self.words.description,
            place=self.words.place,
            join_link=self.words.join_link,
            url=self.words.url,
            categories=self.categories,
            status=self.status,
            is_private=self.component.word("CLASS") in ("PRIVATE", "CONFIDENTIAL"),
        )


def uid_of(component: Component) -> str:
    """The event's UID, empty where it has none."""
    return "".join(character for character in component.text("UID") if character.isprintable())


def sequence_of(component: Component) -> int:
    """Its SEQUENCE, 0 where it has none that can be read."""
    text = component.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def name_of(component: Component) -> str:
    """The event's title as a remark quotes it."""
    return f"“{shown(component.text('SUMMARY')) or 'An event without a title'}”"


def read_event(component: Component, reading: Reading) -> Event | None:
    """The event, or None and a remark that says why it is left out."""
    uid, name, remarks = uid_of(component), name_of(component), reading.remarks
    start = component.first("DTSTART")
    if not component.is_whole or start is None:
        why = "it has no start (DTSTART)" if component.is_whole else "it never ends in the file"
        remarks.left_out(f"{name} is left out: {why}.", line=component.line, uid=uid)
        return None
    try:
        begins = _start(start, reading, uid)
        minutes = _minutes(component, begins, reading)
    except Unreadable as reason:
        why = (
            f"{reason}, and a call needs its hour"
            if "without a time" in str(reason)
            else str(reason)
        )
        remarks.left_out(f"{name} is left out: {why}.", line=start.line, uid=uid)
        return None
    _remark_identity(component, uid, reading)
    said = words(component)
    for remark in said.remarks:
        remarks.note(f"{name}: {remark}", line=component.line, uid=uid)
    is_cancelled = reading.is_cancelled
    status = "cancelled" if is_cancelled else _STATUSES.get(component.word("STATUS"), "confirmed")
    return Event(component, uid, sequence_of(component), begins, minutes, said, status)


def _start(found: Property, reading: Reading, uid: str) -> Moment:
    begins = reading.zones.moment(found.value, found)
    if begins.is_floating:
        whose = "the calendar’s own" if reading.zones.own_is_said else "the one you chose"
        reading.remarks.note(
            f"The time has no zone; it was read in {begins.zone}, {whose}.",
            line=found.line,
            uid=uid,
        )
    if "TZID" in found.parameters and begins.zone == "UTC" and found.value.strip()[-1:] in "Zz":
        reading.remarks.note(
            "The time says it is UTC and names a zone as well; it was read as UTC.",
            line=found.line,
            uid=uid,
        )
    if begins.local.second:
        reading.remarks.note("The seconds of the start were dropped.", line=found.line, uid=uid)
        return Moment(begins.local.replace(second=0), begins.zone, begins.is_floating)
    return begins


def _minutes(component: Component, begins: Moment, reading: Reading) -> int:
    """The length in minutes. Raises `Unreadable` where it is longer than a day."""
    end = component.first("DTEND") or component.first("DURATION")
    lasts, problem = None, "it does not say how long it lasts"
    if end is not None:
        try:
            lasts = _until_end(end, begins, reading) if end.name == "DTEND" else length(end.value)
            problem = "it ends when it begins" if not lasts else "it ends before it begins"
        except Unreadable as reason:
            problem = f"its end cannot be read ({reason})"
    where = end.line if end else component.line
    name, uid = name_of(component), uid_of(component)
    if lasts is None or lasts <= timedelta(0):
        what = f"{name}: {problem}; {ASSUMED} minutes were taken."
        reading.remarks.note(what, line=where, uid=uid)
        return ASSUMED
    minutes = math.ceil(lasts / timedelta(minutes=1))
    if minutes > LONGEST:
        raise Unreadable("it lasts longer than a day, which a call cannot")
    if minutes < SHORTEST:
        what = (
            f"{name}: it lasts {minutes} min.; {SHORTEST}, the shortest a call can be, were taken."
        )
        reading.remarks.note(what, line=where, uid=uid)
    return max(minutes, SHORTEST)


def _until_end(end: Property, begins: Moment, reading: Reading) -> timedelta:
    ends = reading.zones.moment(end.value, end)
    if ends.is_floating:
        ends = Moment(ends.local, begins.zone)
    return ends.instant - begins.instant


def _remark_identity(component: Component, uid: str, reading: Reading) -> None:
    """Say what is wrong with UID, SEQUENCE and stamps: the event can be read without them."""
    remarks, name = reading.remarks, name_of(component)
    if not 0 < len(uid) <= LONGEST_UID:
        why = "has no UID" if not uid else f"has a UID longer than {LONGEST_UID} characters"
        remarks.note(f"{name} {why}; it gets a fresh one.", line=component.line, uid=uid or None)
    sequence = component.first("SEQUENCE")
    if sequence and str(sequence_of(component)) != (sequence.text.strip().lstrip("0") or "0"):
        what = f"SEQUENCE “{shown(sequence.value)}” cannot be used; it was read as 0."
        remarks.note(what, line=sequence.line, uid=uid)
    for stamp in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        for found in component.all(stamp):
            if not _STAMP.fullmatch(found.value.strip().upper()):
                what = f"{stamp} “{shown(found.value)}” is not a date and time; it was passed over."
                remarks.note(what, line=found.line, uid=uid)
    status = component.word("STATUS")
    if status not in ("", "CONFIRMED", *_STATUSES):
        what = f"{name}: the status “{shown(status)}” is not known; it was read as confirmed."
        remarks.note(what, line=component.line, uid=uid)
