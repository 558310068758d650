"""Who may keep others at a distance: every member, for themselves alone."""

from enum import StrEnum

from community.access import Rule, signed_in


class Permission(StrEnum):
    """What can be done about others."""

    KEEP_OFF = "keep others at a distance"


RULES: dict[Permission, Rule] = {Permission.KEEP_OFF: signed_in}
ALWAYS = {Permission.KEEP_OFF}  # whatever measure stands against them
