"""Who may read the page of a call that is held, take part, steer it, and say how it was."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, any_of, everyone, may_see, role, signed_in
from community.accounts.models import Role
from community.calls.policies import is_facilitator_of

from .look_back_models import LookBack


class Permission(StrEnum):
    """What can be done while a call is held, and after it."""

    READ_LIVE = "read live"
    RAISE_HAND = "raise hand"
    BE_HERE = "be here"
    STEER = "steer"
    READ_LOOK_BACKS = "read look backs"
    LOOK_BACK = "look back"
    TAKE_OUT_LOOK_BACK = "take out look back"


def may_see_look_back(viewer: Viewer, said: Any) -> bool:
    """Whoever may see the call it is about."""
    return may_see(viewer, said.call)


def _leads(viewer: Viewer, said: Any) -> bool:
    return is_facilitator_of(viewer, said.call)


RULES: dict[Permission, Rule] = {
    Permission.READ_LIVE: everyone,  # of those who may see the call
    Permission.RAISE_HAND: signed_in,
    Permission.BE_HERE: signed_in,
    Permission.STEER: is_facilitator_of,
    Permission.READ_LOOK_BACKS: everyone,  # of those who may see the call or the series
    Permission.LOOK_BACK: signed_in,
    Permission.TAKE_OUT_LOOK_BACK: any_of(_leads, role(Role.STEWARD)),
}
SIGHT: dict[type, Rule] = {LookBack: may_see_look_back}
