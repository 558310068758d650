"""Who may read the page of a call that is held, take part, steer it, and say how it was."""

from enum import StrEnum
from typing import Any

from community import clock
from community.access import Rule, Viewer, any_of, everyone, may_see, role, signed_in
from community.accounts.models import Role
from community.agendas.call_roles import STEERING
from community.agendas.role_queries import has_confirmed_role, has_role
from community.calls.policies import is_facilitator_of
from community.conduct.content import Effect
from community.conduct.emergency_models import ActingRole
from community.conduct.emergency_queries import is_part_of
from community.conduct.queries import is_contact

from .look_back_models import LookBack


class Permission(StrEnum):
    """What can be done while a call is held, and after it."""

    READ_LIVE = "read live"
    RAISE_HAND = "raise hand"
    BE_HERE = "be here"
    START_CALL = "start call"
    STEER = "steer"
    CHANGE_AGENDA = "change agenda"
    END_CALL = "end call"
    READ_LOOK_BACKS = "read look backs"
    LOOK_BACK = "look back"
    TAKE_OUT_LOOK_BACK = "take out look back"
    ACT_AT_ONCE = "act at once"


def may_see_look_back(viewer: Viewer, said: Any) -> bool:
    """Whoever may see the call it is about, unless it is set aside under the code."""
    return not said.is_aside and may_see(viewer, said.call)


def _has_a_role_for_it(viewer: Viewer, call: Any) -> bool:
    """Whether the viewer has claimed a role at the call that goes with steering it. Anybody may
    claim one, so it opens nothing that is not published.
    """
    return viewer.member is not None and has_role(call.id, viewer.member.id, STEERING)


def _was_given_a_role_for_it(viewer: Viewer, call: Any) -> bool:
    """Whether who leads the call gave the viewer such a role, or agreed that they have it."""
    member = viewer.member
    return member is not None and has_confirmed_role(call.id, member.id, STEERING)


def _leads(viewer: Viewer, said: Any) -> bool:
    return is_facilitator_of(viewer, said.call)


def acting_role(viewer: Viewer, call: Any) -> ActingRole | None:
    """As what the viewer may act at once in a call; None where they may not. Whoever something
    that was done there is about may do nothing themselves.
    """
    member = viewer.member
    if member is None:
        return None
    if is_facilitator_of(viewer, call):
        found = ActingRole.FACILITATOR
    elif Role.RESPONDER in viewer.roles:
        found = ActingRole.RESPONDER
    elif is_contact(member.id):
        found = ActingRole.CONTACT
    else:
        return None
    return None if is_part_of(call.id, member.person_id, clock.now()) else found


RULES: dict[Permission, Rule] = {
    Permission.READ_LIVE: everyone,  # of those who may see the call
    Permission.RAISE_HAND: signed_in,
    Permission.BE_HERE: signed_in,
    Permission.START_CALL: any_of(is_facilitator_of, _was_given_a_role_for_it),
    Permission.STEER: any_of(is_facilitator_of, _has_a_role_for_it),
    Permission.CHANGE_AGENDA: is_facilitator_of,  # while it is on
    Permission.END_CALL: is_facilitator_of,  # what is left over moves on, drafts too
    Permission.READ_LOOK_BACKS: everyone,  # of those who may see the call or the series
    Permission.LOOK_BACK: signed_in,
    Permission.TAKE_OUT_LOOK_BACK: any_of(_leads, role(Role.STEWARD)),
    Permission.ACT_AT_ONCE: lambda viewer, call: acting_role(viewer, call) is not None,
}
SIGHT: dict[type, Rule] = {LookBack: may_see_look_back}
STOPPED: dict[Permission, tuple[Effect, ...]] = {
    # Not even to look at: there stand the names of those who come.
    Permission.ACT_AT_ONCE: (Effect.READING_ONLY, Effect.NO_ACCOUNT, Effect.NOT_IN_SERIES),
    Permission.LOOK_BACK: (Effect.NO_NOTES,),  # words that others read, as notes are
}
