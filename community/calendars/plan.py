"""What a calendar file would bring in: plain values a person looks at before anything is saved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from community.calls.rules import Rule, Slot

Severity = Literal["note", "left out"]
Status = Literal["confirmed", "tentative", "cancelled"]


class CalendarRefused(ValueError):
    """The file as a whole is not read; its text is a sentence to the person who gave it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was changed, read in a certain way (a note), or left out.

    `line` is the number of the line in the file, from 1, at which the property or the component
    begins; None where it is about the whole file.
    """

    line: int | None
    uid: str | None
    what: str
    severity: Severity

    @property
    def sentence(self) -> str:
        """The remark with the line it is about."""
        return self.what if self.line is None else f"Line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Details:
    """What an event says in words, fit to be kept: no control characters, no HTML.

    `title` has at most 150 characters, `description` at most 20,000. `place` is what the file
    gives as the location, without the address of `join_link`. `uid` is None where a fresh one has
    to be made, else at most 255 characters; `source_uid` is the one in the file, for messages.
    `sequence` is the least SEQUENCE (RFC 5545 §3.8.7.4) that may be sent under that `uid`.
    """

    key: str
    uid: str | None
    source_uid: str
    line: int
    sequence: int
    title: str
    description: str
    place: str
    join_link: str | None
    url: str | None
    categories: tuple[str, ...]
    status: Status
    is_private: bool


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """A date of a series that differs: `original` is its naive local start in the slot's zone.

    `start` is naive in `zone`. `title`, `description` and `join_link` are None where they are
    those of the series.
    """

    original: datetime
    start: datetime
    zone: str
    minutes: int
    title: str | None
    description: str | None
    join_link: str | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class ProposedExtra:
    """A date beside the rule of a series: a naive local start in `zone`.

    `title`, `description` and `join_link` are None where they are those of the series.
    """

    start: datetime
    zone: str
    minutes: int
    title: str | None
    description: str | None
    join_link: str | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class ProposedSeries:
    """A call that repeats. `skipped` are local dates of the rule; `ended` is as of the reading."""

    details: Details
    rule: Rule
    slot: Slot
    skipped: tuple[date, ...]
    moved: tuple[ProposedMove, ...]
    extras: tuple[ProposedExtra, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class ProposedCall:
    """One meeting, at a naive local start in `zone`. `ended` is as of the reading."""

    details: Details
    start: datetime
    zone: str
    minutes: int
    ended: bool


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that a file would bring in, and in `remarks`, by line, all that it would not."""

    calendar_name: str
    proposed_series: tuple[ProposedSeries, ...]
    proposed_calls: tuple[ProposedCall, ...]
    remarks: tuple[Remark, ...]

    @property
    def proposals(self) -> tuple[ProposedSeries | ProposedCall, ...]:
        """All that is proposed, series first."""
        return (*self.proposed_series, *self.proposed_calls)


class Remarks:
    """Gathers remarks while a file is read, and keeps their number within reason."""

    MOST = 1000

    def __init__(self) -> None:
        self._kept: list[Remark] = []
        self._dropped = 0

    def note(self, what: str, *, line: int | None = None, uid: str | None = None) -> None:
        """Say that something was changed, or read in a certain way."""
        self._add(Remark(line, uid, what, "note"))

    def left_out(self, what: str, *, line: int | None = None, uid: str | None = None) -> None:
        """Say that something will not be imported."""
        self._add(Remark(line, uid, what, "left out"))

    def all(self) -> tuple[Remark, ...]:
        """Every remark in the order of the file, those about the whole of it first."""
        kept = sorted(dict.fromkeys(self._kept), key=lambda remark: remark.line or 0)
        if self._dropped:
            more = f"{self._dropped} more remarks are not shown: the file is unlike what we know."
            kept.insert(0, Remark(None, None, more, "left out"))
        return tuple(kept)

    def _add(self, remark: Remark) -> None:
        if len(self._kept) < self.MOST:
            self._kept.append(remark)
        else:
            self._dropped += 1
