"""Who may take a series along, and who may bring one in."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, everyone, role
from community.accounts.models import Role
from community.conduct.content import Effect

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
# What a measure of each kind stops: it is written into a place by no file either.
STOPPED: dict[Permission, tuple[Effect, ...]] = {
    Permission.IMPORT_SERIES: (Effect.NO_NOTES, Effect.NO_PROPOSALS),
    Permission.IMPORT_LIBRARY: (Effect.NO_PATTERNS,),
}
SIGHT: dict[type, Rule] = {SeriesFile: is_own_file}
