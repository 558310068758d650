"""Which lines what was done at a call gives. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from community.agendas.call_roles import CallRole

from .models import Labour

ENOUGH_NOTES = 3
_OF_ROLE = {
    CallRole.FACILITATOR: Labour.FACILITATING,
    CallRole.CO_FACILITATOR: Labour.FACILITATING,
    CallRole.NOTES: Labour.NOTES,
    CallRole.QUEUE: Labour.QUEUE,
    CallRole.CAPTIONS: Labour.CAPTIONS,
    CallRole.WELCOME: Labour.WELCOME,
    CallRole.CONDUCT: Labour.CONDUCT,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was done at a call, by the numbers of members: the roles they had, who steered, who
    called speakers, how many notes each wrote, who edited and who reviewed patterns that came up
    there; and who facilitates.
    """

    roles: Iterable[tuple[CallRole, int]] = ()
    steered: frozenset[int] = frozenset()
    called: frozenset[int] = frozenset()
    notes: Mapping[int, int] = field(default_factory=dict)
    edited: frozenset[int] = frozenset()
    reviewed: frozenset[int] = frozenset()
    facilitators: frozenset[int] = frozenset()


def deserved(found: Evidence) -> set[tuple[int, Labour]]:
    """The lines: who, and for what. Where nobody had the role or steered, the facilitators are
    asked. Whoever wrote three notes wrote notes, and nobody is measured against others.
    """
    lines = {(member, _OF_ROLE[role]) for role, member in found.roles}
    lines |= {(member, Labour.FACILITATING) for member in found.steered}
    if not any(kind is Labour.FACILITATING for _, kind in lines):
        lines |= {(member, Labour.FACILITATING) for member in found.facilitators}
    lines |= {(member, Labour.QUEUE) for member in found.called}
    lines |= {(member, Labour.EDITING) for member in found.edited}
    lines |= {(member, Labour.REVIEWING) for member in found.reviewed}
    return lines | {
        (member, Labour.NOTES) for member, number in found.notes.items() if number >= ENOUGH_NOTES
    }
