"""Whether the rows that the audit log tells of still say what they said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import LargeBinary, select

from . import audit
from .audit_saying import as_said, digest_of, key_of, table_of
from .db import db
from .salted import salted_digest

_ROWS, _FILES = 500, 10  # held at once


@dataclass(slots=True)
class Differences:
    """Rows that say something else than the log, or are gone though nothing says that they were
    taken out; and how many there are that no entry tells of: older than the log, or put in beside.
    """

    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    untold: int = 0


def compare() -> Differences:
    """Hold every row that is watched against the last entry about it."""
    last = {(entry["subject"], entry["key"]): entry for entry in audit.entries()}
    found = Differences()
    watched = audit.watched()
    for model, columns in watched.items():
        _compare(table_of(model), columns, last, found, audit.seal_of(model))
    tables = {table_of(model).name for model in watched}
    found.gone = sorted(
        f"{subject} {key}"
        for (subject, key), entry in last.items()
        if subject in tables and not _is_out(entry)
    )
    return found


def _compare(
    table: Any,
    columns: Mapping[str, Any],
    last: dict[tuple[str, str], Any],
    found: Differences,
    seal: tuple[str, str] | None,
) -> None:
    """What is compared is taken out of `last`."""
    at_once = _FILES if any(isinstance(one.type, LargeBinary) for one in table.columns) else _ROWS
    query = select(table).execution_options(yield_per=at_once)
    for row in db.session.execute(query).mappings():
        number = key_of(row[column] for column in table.primary_key)
        entry = last.pop((table.name, number), None)
        if entry is None:
            found.untold += 1
        elif _is_broken(row, seal) or not _says_the_same(
            entry, {name: row[column] for name, column in columns.items()}
        ):
            found.changed.append(f"{table.name} {number}")


def _is_broken(row: Any, seal: tuple[str, str] | None) -> bool:
    """Whether a text or a file, unless it was emptied, is not what its own digest says."""
    if seal is None or not row[seal[0]]:
        return False
    return bool(salted_digest("", row[seal[0]]) != row[seal[1]])


def _says_the_same(entry: Any, values: dict[str, Any]) -> bool:
    """By the columns it was written down with; where one is there no more, nothing is said, nor
    where the entry is from before these stood in it.
    """
    if _is_out(entry):
        return False
    names = (entry["said_of"] or "").split(",")
    if not set(names) <= set(values):
        return True
    said = {name: as_said(values[name]) for name in names}
    return bool(digest_of(entry["salt"], said) == entry["digest"])


def _is_out(entry: Any) -> bool:
    return bool(entry["what"].endswith(", taken out"))
