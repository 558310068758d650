"""Who may take a series along."""

from enum import StrEnum

from community.access import Rule, everyone


class Permission(StrEnum):
    """What can be done with whole series."""

    TAKE_ALONG = "take series along"


RULES: dict[Permission, Rule] = {
    Permission.TAKE_ALONG: everyone,  # of those who may see the series; each gets what they may see
}
