"""What a calendar file is made of: the values of an event, of a header, of a whole calendar."""

import re
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Literal

from community.calendars.characters import line
from community.calendars.spans import utc
from community.clock import zone

_RULE = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*")
_LOCAL_UNTIL = re.compile(r"UNTIL=(?!\d{8}T\d{6}Z(?:;|$))")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_REFRESH = re.compile(r"PT\d{1,3}[HM]")
_COLOR = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT: a single sitting, the master of a slot, or the override of one date.

    `start`, `exdates` and `recurrence_id` are naive wall-clock times, `start` in `zone`, the
    others in the master's zone (`recurrence_zone`, which is `zone` unless given). `stamp` and
    `created` are aware. `description` is plain text. Raises `ValueError` for what no reader
    would understand, `UnknownZone` for a name that is no IANA zone.
    """

    _: KW_ONLY
    uid: str
    sequence: int
    stamp: datetime
    created: datetime
    summary: str
    description: str
    start: datetime
    zone: str
    minutes: int
    url: str
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"] = "CONFIRMED"
    transparent: bool = False
    categories: tuple[str, ...] = ()
    rrule: str | None = None
    exdates: tuple[datetime, ...] = ()
    recurrence_id: datetime | None = None
    recurrence_zone: str | None = None
    location: str | None = None
    conference: str | None = None
    language: str | None = None
    alarm_minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse what would be written wrongly without a word."""
        naive = [self.start, *self.exdates, *filter(None, [self.recurrence_id])]
        _require(all(each.tzinfo is None for each in naive), "wall-clock times are naive")
        _require(self.stamp.tzinfo and self.created.tzinfo, "stamps are aware")
        _require(self.minutes > 0 and self.sequence >= 0, "lengths and sequences are positive")
        _require(line(self.uid) == self.uid != "", "a UID is one line")
        _require(not self.rrule or _RULE.fullmatch(self.rrule), "a rule is an RRULE value")
        _require(not _LOCAL_UNTIL.search(self.rrule or ""), "UNTIL is in UTC")
        _require(not (self.rrule and self.recurrence_id), "an override has no rule of its own")
        _require(not self.language or _LANGUAGE.fullmatch(self.language), "an unknown language")
        for name in (self.zone, self.master_zone):
            zone(name)

    @property
    def master_zone(self) -> str:
        """The zone of the times that name a date of the series: EXDATE and RECURRENCE-ID."""
        return self.recurrence_zone or self.zone

    @property
    def starts(self) -> datetime:
        """The first start, aware, in UTC."""
        return utc(self.start, self.zone)

    @property
    def ends(self) -> datetime:
        """The first end, aware, in UTC: `minutes` of elapsed time after the start."""
        return self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Header:
    """What a calendar file says about itself, ahead of its events."""

    _: KW_ONLY
    name: str
    uid: str
    prodid: str
    zone: str
    source: str
    url: str
    description: str = ""
    color: str | None = None
    refresh: str = "PT1H"

    def __post_init__(self) -> None:
        """Refuse what would be written wrongly without a word."""
        _require(not self.color or _COLOR.fullmatch(self.color), "a colour is a CSS name")
        _require(_REFRESH.fullmatch(self.refresh), "a refresh is hours or minutes, as in PT1H")
        zone(self.zone)


@dataclass(frozen=True, slots=True)
class Calendar(Header):
    """A whole calendar file: its header and its events."""

    _: KW_ONLY
    events: tuple[Event, ...] = ()


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)
