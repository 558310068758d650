"""Who may have a personal calendar address, and who may bring a calendar in."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, signed_in
from community.calls.policies import RULES as OF_CALLS
from community.calls.policies import Permission as CallPermission

from .models import ImportFile


class Permission(StrEnum):
    """What can be done with calendars."""

    HAVE_ADDRESS = "have calendar address"
    IMPORT = "import"


def is_own_file(viewer: Viewer, file: Any) -> bool:
    """Whether the viewer put the file up; to others it is not there."""
    return viewer.member is not None and file.member_id == viewer.member.id


RULES: dict[Permission, Rule] = {
    Permission.HAVE_ADDRESS: signed_in,
    Permission.IMPORT: OF_CALLS[CallPermission.START_SERIES],
}
SIGHT: dict[type, Rule] = {ImportFile: is_own_file}
