"""Who may have a personal calendar address."""

from enum import StrEnum

from community.access import Rule, signed_in


class Permission(StrEnum):
    """What can be done with calendars."""

    HAVE_ADDRESS = "have calendar address"


RULES: dict[Permission, Rule] = {Permission.HAVE_ADDRESS: signed_in}
