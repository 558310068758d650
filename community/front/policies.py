"""Who may see the pages made of several features."""

from enum import StrEnum

from community.access import Rule, signed_in


class Permission(StrEnum):
    """What can be seen."""

    SEE_MY_CALLS = "see my calls"


RULES: dict[Permission, Rule] = {Permission.SEE_MY_CALLS: signed_in}
