"""How values stand in a backup: as JSON that says the same whichever engine wrote it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, LargeBinary, Numeric, String, Time
from sqlalchemy.types import JSON, TypeEngine


class Kind(StrEnum):
    """What a column holds. Instants and wall clocks are both moments: the column knows which."""

    WHOLE = "whole number"
    REAL = "number"
    EXACT = "exact number"
    YES_NO = "yes or no"
    WORDS = "text"
    BYTES = "bytes"
    DAY = "date"
    HOUR = "time"
    MOMENT = "moment"
    DOCUMENT = "document"


class UnknownType(TypeError):
    """A column is of a type no backup can hold yet."""


# The first that fits: a double is a Numeric too, and every document is looked at before text.
_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind.YES_NO),
    (Integer, Kind.WHOLE),
    (Float, Kind.REAL),
    (Numeric, Kind.EXACT),
    (JSON, Kind.DOCUMENT),
    (LargeBinary, Kind.BYTES),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DAY),
    (Time, Kind.HOUR),
    (String, Kind.WORDS),
)


def kind_of(column_type: TypeEngine[Any]) -> Kind:
    """The kind of a column of this type. Raises `UnknownType`."""
    for known, kind in _KINDS:
        if isinstance(column_type, known):
            return kind
    raise UnknownType(f"A backup cannot hold a column of the type {column_type!r}.")


def encoded(kind: Kind, value: Any) -> Any:
    """`value` as JSON takes it; an aware moment becomes UTC without an offset."""
    if value is None:
        return None
    if kind is Kind.MOMENT and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return _TO_JSON[kind](value)


def decoded(kind: Kind, value: Any) -> Any:
    """What `encoded` was given; moments without a zone. Raises `ValueError` for anything else."""
    if value is None:
        return None
    wanted = _FROM[kind]
    if type(value) not in wanted:
        raise ValueError(f"{kind} stands as {type(value).__name__}")
    return _FROM_JSON[kind](value)


def _document(text: str) -> str:
    json.loads(text)
    return text


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


_TO_JSON: dict[Kind, Callable[[Any], Any]] = {
    Kind.WHOLE: int,
    Kind.REAL: float,
    Kind.EXACT: str,
    Kind.YES_NO: bool,
    Kind.WORDS: str,
    Kind.BYTES: lambda value: b64encode(value).decode(),
    Kind.DAY: date.isoformat,
    Kind.HOUR: time.isoformat,
    Kind.MOMENT: datetime.isoformat,
    Kind.DOCUMENT: str,  # read as the text it is kept as
}
_FROM_JSON: dict[Kind, Callable[[Any], Any]] = {
    Kind.WHOLE: int,
    Kind.REAL: float,
    Kind.EXACT: Decimal,
    Kind.YES_NO: bool,
    Kind.WORDS: str,
    Kind.BYTES: _bytes,
    Kind.DAY: date.fromisoformat,
    Kind.HOUR: time.fromisoformat,
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DOCUMENT: _document,
}
_TEXT: set[type] = {str}
_FROM: dict[Kind, set[type]] = dict.fromkeys(Kind, _TEXT) | {
    Kind.WHOLE: {int},
    Kind.REAL: {float, int},
    Kind.YES_NO: {bool},
}
