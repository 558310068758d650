"""Long lists in pieces: pagination by cursor, which stays right while rows come and go."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from .db import Instant, db

Row = TypeVar("Row")
Key = ColumnElement[Any] | InstrumentedAttribute[Any]
PER_PAGE = 50
_LARGEST = 2**63 - 1  # what a database takes as a number


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One piece of a list: its rows, and the cursor of the next piece or None."""

    rows: Sequence[Row]
    next: str | None


def page_of(
    query: Select[Any],
    keys: Sequence[Key],
    read: Callable[[Any], Sequence[Any]],
    *,
    cursor: str | None,
    backwards: bool = False,
    size: int = PER_PAGE,
) -> Page[Any]:
    """The rows after `cursor`, ordered by `keys` (unique together), newest first if `backwards`.

    `read` gives a row's values of `keys`. A cursor that is not one of ours means the beginning.
    """
    after = _decode(cursor, keys)
    if after is not None:
        here = tuple_(*keys)
        values = tuple_(*after)
        query = query.where(here < values if backwards else here > values)
    order = [key.desc() if backwards else key for key in keys]
    rows = db.session.scalars(query.order_by(*order).limit(size + 1)).unique().all()
    more = len(rows) > size
    return Page(rows[:size], _encode(read(rows[size - 1])) if more else None)


def _encode(values: Sequence[Any]) -> str:
    plain = [{"t": v.timestamp()} if isinstance(v, datetime) else v for v in values]
    return urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(cursor: str | None, keys: Sequence[Key]) -> list[Any] | None:
    if not cursor:
        return None
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = [datetime.fromtimestamp(v["t"], UTC) if isinstance(v, dict) else v for v in values]
    except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError):
        return None
    fits = len(read) == len(keys) and all(map(_fits, read, keys))
    return read if fits else None


def _fits(value: object, key: Key) -> bool:
    """Whether the database can compare `key` with a value that anybody may have made up."""
    if isinstance(key.type, Instant):
        return isinstance(value, datetime)
    if isinstance(key.type, Integer):
        return type(value) is int and abs(value) <= _LARGEST
    return isinstance(value, str) and value.isprintable()
