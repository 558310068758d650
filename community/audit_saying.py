"""What the audit log says of a row: a digest of its values, and nothing of whom it is of."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect

from community.salted import salted_digest

_WHO = {"reporter_name", "reporter_address"}


def table_of(model: type) -> Any:
    """The table that holds the rows of a model."""
    return inspect(model, raiseerr=True).local_table


def digest_of(salt: str, said: Mapping[str, str]) -> str:
    """The digest of what a row says."""
    return salted_digest(salt, json.dumps(dict(said), sort_keys=True))


def key_of(number: Iterable[Any]) -> str:
    """The number of a row, of one part or of several."""
    return "-".join(str(part) for part in number)


def said_columns(model: type, unsaid: Collection[str]) -> Mapping[str, Any]:
    """What is said of a row, but for who it is of: whoever leaves cannot be found again by trying;
    and but for what is `unsaid`, since it may be emptied.
    """
    mapper: Any = inspect(model)
    return {
        one.key: one.columns[0]
        for one in mapper.column_attrs
        if one.key not in unsaid and not any(_names_somebody(column) for column in one.columns)
    }


def as_said(value: Any) -> str:
    """A value as it is said, whatever it was before it was stored."""
    return str(value.astimezone(UTC) if isinstance(value, datetime) else value)


def _names_somebody(column: Any) -> bool:
    of = {key.column.table.name for key in column.foreign_keys}
    return bool(of & {"person", "member"}) or column.name in _WHO
