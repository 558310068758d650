"""Kinds of letters: what each says is read and decided by the feature that owes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .models import Group, Letter


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a letter goes to: `zone` is an IANA name, `language` a BCP 47 tag."""

    name: str
    address: str
    zone: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The place a letter comes from."""

    name: str
    zone: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter says, as values for `templates/emails/<template>/`: plain values, no rows.

    `template` is the kind's own name where it is empty. `stop` is an address at which one click
    stops letters about the same thing; where it is empty, letters of the same group.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    template: str = ""
    stop: str = ""


Write = Callable[[Letter, Recipient, datetime], Draft | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter. `write` reads the state again and gives what to say; None: nothing any
    more.
    """

    name: str
    group: Group
    write: Write


@dataclass(frozen=True, slots=True)
class Desk:
    """What the outbox is told by those who know people: kinds, addresses, the place's name.

    `recipient_of` gives None where a person has no address (any more); `came_at` tells a person
    from whoever had their number before.
    """

    kinds: Mapping[str, Kind]
    recipient_of: Callable[[int], Recipient | None]
    letterhead: Callable[[], Letterhead]
    came_at: Callable[[int], datetime | None]

    def kinds_of(self, group: Group) -> list[str]:
        """The names of the kinds of letters that a person chooses as one."""
        return sorted(kind.name for kind in self.kinds.values() if kind.group is group)


def desk_of(
    kinds: Sequence[Kind],
    *,
    recipient_of: Callable[[int], Recipient | None],
    letterhead: Callable[[], Letterhead],
    came_at: Callable[[int], datetime | None],
) -> Desk:
    """The desk for `kinds`. Raises `ValueError` where two have one name."""
    named = {kind.name: kind for kind in kinds}
    if len(named) != len(kinds):
        raise ValueError("Two kinds of letters have the same name.")
    return Desk(named, recipient_of, letterhead, came_at)
