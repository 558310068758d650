"""What stops a member for a while: read with who they are, asked at the guard of each route."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from .errors import Refusal

SeriesOf = Callable[[Any], int | None]
_stopped: dict[StrEnum, frozenset[str]] = {}
_always: set[StrEnum] = set()
_series: dict[type, SeriesOf] = {}


class Limited(Refusal):
    """A measure under the code of conduct stands in the way. Answered with 403."""

    status = HTTPStatus.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Limit:
    """One effect of a measure that stands: where only in one series, and until when.

    `stops_writing`: whatever would change something; `bars`: the member sees what visitors see.
    `ends_at` is in the time zone of whoever it stops.
    """

    effect: str
    stops_writing: bool = False
    bars: bool = False
    series_id: int | None = None
    ends_at: datetime | None = None


def declare(
    stopped: Mapping[Any, Iterable[str]] | None = None,
    *,
    always: Iterable[StrEnum] = (),
    series_of: Mapping[type, SeriesOf] | None = None,
) -> None:
    """Say of a feature's permissions which effects stop each, and which nothing ever stops; and of
    what it owns, which series a thing is of.
    """
    _stopped.update({one: frozenset(effects) for one, effects in (stopped or {}).items()})
    _always.update(always)
    _series.update(series_of or {})


def is_always(permission: StrEnum | str | None) -> bool:
    """Whether no measure ever stops it: to read what stands against one, to appeal, to leave."""
    return permission in _always


def stopping(
    limits: Sequence[Limit], permission: StrEnum, subject: Any, *, writes: bool
) -> Limit | None:
    """The limit that stops this, if one does. `writes`: whether it would change something."""
    if permission in _always:
        return None
    for limit in limits:
        named = limit.effect in _stopped.get(permission, ())
        if not (named or (writes and limit.stops_writing)):
            continue
        if limit.series_id is None or series_of(subject) == limit.series_id:
            return limit
    return None


def refuse_what_is_stopped(
    limits: Sequence[Limit], permission: StrEnum, subject: Any, *, writes: bool = True
) -> None:
    """Raise `Limited` where a limit stops this."""
    limit = stopping(limits, permission, subject, writes=writes)
    if limit is not None:
        raise Limited(
            f"{_begun(limit)} What you have typed is not lost if you go back; what stands is under "
            "“Your standing”, where you can also appeal."
        )


def words_of(
    limits: Sequence[Limit], permission: StrEnum, subject: Any, *, writes: bool = True
) -> str:
    """What is said in place of a form that would be refused so; empty where it would not be."""
    limit = stopping(limits, permission, subject, writes=writes) if limits else None
    if limit is None:
        return ""
    return f"{_begun(limit)} What stands is under “Your standing”, where you can also appeal."


def _begun(limit: Limit) -> str:
    until = f" It ends on {limit.ends_at:%d.%m.%Y}." if limit.ends_at else ""
    return f"A measure under the code of conduct stands in the way of this.{until}"


def series_of(subject: Any) -> int | None:
    """The series that a thing is of, by itself, by its call, or by the item it says."""
    for kind in type(subject).__mro__:
        if kind in _series:
            return _series[kind](subject)
    for name in ("series_id", "call", "sitting", "item"):
        if hasattr(subject, name):
            there = getattr(subject, name)
            return there if name == "series_id" else series_of(there)
    return None
