"""What a facilitator wants to schedule, read from a form or a file and already checked."""

from dataclasses import dataclass
from datetime import date, datetime

from .models import NoteTakers, Recording, Visibility
from .rules import Rule
from .rules import Slot as Hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a series or a call says of itself; the description in Markdown, topics by name."""

    title: str
    description: str = ""
    visibility: Visibility = Visibility.PUBLIC
    recording: Recording = Recording.NO
    note_takers: NoteTakers = NoteTakers.ASK
    language: str = "en"
    captions: str = ""
    access: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people meet and how many fit; no capacity means no limit."""

    capacity: int | None = None
    hours_to_accept: int | None = None
    join_url: str | None = None
    join_is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDraft:
    """One wall-clock time of a series, with its place. `uid` and `sequence` come with an import."""

    hour: Hour
    place: Place = Place()
    uid: str | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a series is held: its rule of local dates, one to three slots, dates left out."""

    rule: Rule
    slots: tuple[SlotDraft, ...]
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDraft:
    """How one date of a series differs. `original` is the naive local start its rule gives, in its
    slot's zone; `local_start` is naive in `zone`. What is None is as in the series.
    """

    original: datetime
    local_start: datetime
    zone: str
    minutes: int
    title: str | None = None
    description: str | None = None
    join_url: str | None = None
    cancelled_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingDraft:
    """One time of a one-off call or of an extra date: naive local start, IANA zone, minutes."""

    local_start: datetime
    zone: str
    minutes: int
    place: Place = Place()
    uid: str | None = None
    sequence: int = 0
