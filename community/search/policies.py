"""Who may look things up: everybody; what they find is theirs to see."""

from enum import StrEnum

from community.access import Rule, everyone


class Permission(StrEnum):
    """What can be done with the index."""

    FIND = "find"


RULES: dict[Permission, Rule] = {Permission.FIND: everyone}
