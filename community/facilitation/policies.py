"""Who may read the page of a call that is held, take part there, and steer the call."""

from enum import StrEnum

from community.access import Rule, everyone, signed_in
from community.calls.policies import is_facilitator_of


class Permission(StrEnum):
    """What can be done while a call is held."""

    READ_LIVE = "read live"
    RAISE_HAND = "raise hand"
    BE_HERE = "be here"
    STEER = "steer"


RULES: dict[Permission, Rule] = {
    Permission.READ_LIVE: everyone,  # of those who may see the call
    Permission.RAISE_HAND: signed_in,
    Permission.BE_HERE: signed_in,
    Permission.STEER: is_facilitator_of,
}
