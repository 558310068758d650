"""What a person says to lines, and a line of their own, once it has been read from a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .models import Labour, Shown


@dataclass(frozen=True, slots=True)
class Showing:
    """How lines are listed; the pseudonym is empty unless it is by one."""

    shown: Shown
    pseudonym: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Which lines, by their numbers, and how they are listed; minutes for those that were given."""

    lines: frozenset[int]
    showing: Showing
    minutes: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that somebody adds by themselves."""

    kind: Labour
    what: str
    minutes: int | None
    showing: Showing
