"""Half-years, by which what was done is counted: from the first of January and of July, in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_LABEL = re.compile(r"([1-9]\d{3})-([12])")
_HALVES = 2


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """The first or second half of a year."""

    year: int
    half: int

    @property
    def label(self) -> str:
        """As it stands in an address: `2026-1`."""
        return f"{self.year}-{self.half}"

    @property
    def begins(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, 1 if self.half == 1 else 7, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first instant after it."""
        return self.next.begins

    @property
    def next(self) -> "HalfYear":
        """The one after it."""
        is_first = self.half < _HALVES
        return HalfYear(self.year, 2) if is_first else HalfYear(self.year + 1, 1)


def half_year_of(instant: datetime) -> HalfYear:
    """The half-year in which an instant lies."""
    at = instant.astimezone(UTC)
    return HalfYear(at.year, 1 if at < HalfYear(at.year, 2).begins else 2)


def half_year_at(label: str) -> HalfYear | None:
    """The half-year that an address names, if it names one."""
    found = _LABEL.fullmatch(label)
    return HalfYear(int(found[1]), int(found[2])) if found else None
