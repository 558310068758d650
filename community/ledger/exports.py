"""Lines of labour as a sheet and as data. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.agendas.exports import LICENCE
from community.attendance.sheets import sheet

HEADS = ("date", "call", "page", "kind", "what", "credited to", "minutes")


@dataclass(frozen=True, slots=True)
class Row:
    """One line to take along; `name` is None where nobody is named. `began` is in UTC."""

    began: datetime | None
    call: str
    page: str
    kind: str
    what: str
    name: str | None
    minutes: int | None


def as_sheet(rows: Iterable[Row]) -> bytes:
    """A CSV file; cells that a spreadsheet would run are quoted."""
    return sheet(HEADS, [_cells(row) for row in rows])


def as_data(rows: Iterable[Row], **about: Any) -> dict[str, Any]:
    """Values for JSON; dates are ISO 8601, by the clock of UTC."""
    lines = [dict(zip(HEADS, _values(row), strict=True)) for row in rows]
    return about | {"licence": LICENCE, "lines": lines}


def _values(row: Row) -> tuple[Any, ...]:
    day = row.began.date().isoformat() if row.began else None
    return day, row.call, row.page, row.kind, row.what, row.name, row.minutes


def _cells(row: Row) -> list[str]:
    return ["" if value is None else str(value) for value in _values(row)]
