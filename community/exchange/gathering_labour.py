"""Labour that was confirmed, as values for files: named as each of them chose to be listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from community.accounts.brought_names import own_name
from community.db import db
from community.ledger.models import Confirmation, Labour, Line, Shown
from community.ledger.queries import is_taken_off

from .gathering_calls import Facts
from .people import People

_ORDER = {kind: place for place, kind in enumerate(Labour)}


@dataclass(frozen=True, slots=True)
class LabourRows:
    """Confirmed lines, by call."""

    lines: Mapping[int, list[Any]]

    def people(self) -> set[int]:
        """The members who are listed by name."""
        found = {row.member_id for rows in self.lines.values() for row in rows if _is_named(row)}
        return found - {None}


def read_labour(call_ids: Collection[int]) -> LabourRows:
    """The lines of calls that everybody reads. One query."""
    query = (
        select(
            *(Line.call_id, Line.kind, Line.what, Line.minutes, Line.member_id),
            *(Confirmation.shown, Confirmation.pseudonym),
        )
        .join(Confirmation, Confirmation.line_id == Line.id)
        .where(Line.call_id.in_(call_ids), Confirmation.withdrawn_at.is_(None), ~is_taken_off())
    )
    lines: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        lines.setdefault(row.call_id, []).append(row)
    return LabourRows(lines)


def labour_facts(rows: LabourRows, call_id: int, people: People) -> list[Facts]:
    """The lines of a call, in an order that tells nothing of who is behind a pseudonym."""
    return [
        {
            "kind": row.kind.value,
            "what": row.what,
            "minutes": row.minutes,
            "who": people.ref(row.member_id) if _is_named(row) else None,
            "pseudonym": own_name(row.pseudonym) if row.shown is Shown.PSEUDONYM else None,
        }
        for row in sorted(rows.lines.get(call_id, ()), key=lambda row: _place(row, people))
    ]


def _is_named(row: Any) -> bool:
    return row.shown is Shown.NAME


def _place(row: Any, people: People) -> tuple[Any, ...]:
    pseudonym = own_name(row.pseudonym) if row.shown is Shown.PSEUDONYM else ""
    name = (people.name(row.member_id) or "") if _is_named(row) else pseudonym
    return (_ORDER[row.kind], row.what, not name, name, row.minutes or 0, _is_named(row))
