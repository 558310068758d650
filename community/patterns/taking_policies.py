"""Who may do what about credit and about taking patterns along."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, signed_in

from .credit_queries import is_named_with


class Permission(StrEnum):
    """What can be done with what leaves the library, and with the names on it."""

    TAKE_NAME_OFF = "take name off pattern"
    IMPORT_PATTERN = "import pattern"


def is_named(viewer: Viewer, pattern: Any) -> bool:
    """Whether they did something that they are named for."""
    return viewer.member is not None and is_named_with(viewer.member.person_id, pattern)


RULES: dict[Permission, Rule] = {
    Permission.TAKE_NAME_OFF: is_named,
    Permission.IMPORT_PATTERN: signed_in,  # as a draft of theirs
}
