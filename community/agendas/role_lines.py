"""Roles at a call as one reader sees them: values, gathered before they are rendered."""

from dataclasses import dataclass

from community.access import Viewer
from community.calls.models import Call
from community.calls.policies import is_facilitator_of

from .call_roles import STEERING, CallRole, RoleHeld
from .role_queries import closed_to, roles_at, suggestions


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role: who has it (None: nobody, or somebody who is not named), whom one could ask (told to
    facilitators alone, who know who comes), and whether the reader has done it least, or was taken
    off it. `to_confirm` is the number of the row by which somebody claimed to steer the call,
    for who leads it.
    """

    role: CallRole
    is_taken: bool
    name: str | None
    is_mine: bool
    suggested: tuple[tuple[str, str], ...]
    is_for_me: bool
    is_closed_to_me: bool = False
    to_confirm: int | None = None


def lines_for(call: Call, viewer: Viewer) -> list[RoleLine]:
    """Every role at a call, for one reader. Suggestions cost nothing to a visitor."""
    held, me = roles_at(call.id), viewer.member
    asked = suggestions(call) if me is not None else {}
    leads = is_facilitator_of(viewer, call)
    closed = closed_to(call.id, me.id) if me is not None else set()
    return [
        RoleLine(
            role=role,
            is_taken=role in held,
            name=held[role].member.person.credited_as if role in held else None,
            is_mine=me is not None and role in held and held[role].member_id == me.id,
            suggested=tuple((m.name, m.handle) for m in asked.get(role, ()) if leads),
            is_for_me=me is not None and me in asked.get(role, ()),
            is_closed_to_me=role in closed,
            to_confirm=_to_confirm(held.get(role)) if leads else None,
        )
        for role in CallRole
    ]


def _to_confirm(held: RoleHeld | None) -> int | None:
    if held is None or held.role not in STEERING or held.confirmed_by_id is not None:
        return None
    return held.id
