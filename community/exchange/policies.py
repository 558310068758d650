"""Who may take a series along, and who may bring one in."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, everyone, role
from community.accounts.models import Role

from .models import SeriesFile


class Permission(StrEnum):
    """What can be done with whole series."""

    TAKE_ALONG = "take series along"
    IMPORT_SERIES = "import series"
    TAKE_LIBRARY_ALONG = "take library along"
    IMPORT_LIBRARY = "import library"


def is_own_file(viewer: Viewer, file: Any) -> bool:
    """Whether the viewer put the file up; to others it is not there."""
    return viewer.member is not None and file.member_id == viewer.member.id


RULES: dict[Permission, Rule] = {
    Permission.TAKE_ALONG: everyone,  # of those who may see the series; each gets what they may see
    Permission.IMPORT_SERIES: role(Role.STEWARD),
    Permission.IMPORT_LIBRARY: role(Role.STEWARD),
    Permission.TAKE_LIBRARY_ALONG: everyone,  # without drafts, which are their authors'
}
SIGHT: dict[type, Rule] = {SeriesFile: is_own_file}
