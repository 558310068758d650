"""What has happened, told to whoever must act on it, at once and in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened; a feature's events are named in the past tense."""


Reaction = Callable[[Any], None]
_table: dict[type[Event], tuple[Reaction, ...]] = {}


def connect(table: Mapping[type[Event], Sequence[Reaction]]) -> None:
    """Make `table` (reactions.py) the one that `announce` follows."""
    _table.clear()
    _table.update({event: tuple(reactions) for event, reactions in table.items()})


def announce(event: Event) -> None:
    """Call each reaction to `event` now, in the order of the table."""
    for react in _table.get(type(event), ()):
        react(event)
