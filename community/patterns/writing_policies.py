"""Who writes patterns: those who began them, those invited to a draft, and curators."""

from typing import Any

from community.access import Viewer, all_of, any_of, role
from community.accounts.models import Role

from .credit_queries import is_named_with
from .curator_queries import is_looked_after
from .facets import Stage
from .invitation_models import MayDo
from .invitation_queries import invited_as


def is_author(viewer: Viewer, pattern: Any) -> bool:
    """Whether they began it."""
    return viewer.member is not None and viewer.member.person_id == pattern.author_id


def is_invited(viewer: Viewer, pattern: Any) -> bool:
    """Whether they are invited to it."""
    return _invited_as(viewer, pattern) is not None


def _invited_as(viewer: Viewer, pattern: Any) -> MayDo | None:
    """What they are invited to. One query for members, however many parts of a page ask."""
    if viewer.member is None:
        return None
    asked = f"invited to pattern {pattern.id}"
    if asked not in viewer.known:
        viewer.known[asked] = invited_as(viewer.member.person_id, pattern)
    found: MayDo | None = viewer.known[asked]
    return found


def _is_invited_to_write(viewer: Viewer, pattern: Any) -> bool:
    """As long as it is a draft: what others read, they suggest edits of."""
    return not pattern.is_listed and _invited_as(viewer, pattern) is MayDo.WRITE


def is_listed(_viewer: Viewer, pattern: Any) -> bool:
    """Whether everybody reads it."""
    return bool(pattern.is_listed)


is_curator = role(Role.CURATOR)
may_write = any_of(is_author, _is_invited_to_write)
may_edit = any_of(is_author, all_of(is_curator, is_listed), _is_invited_to_write)


def wrote_with_author(viewer: Viewer, pattern: Any) -> bool:
    """Whether they were invited to write it while it was a draft, and everybody reads it now."""
    is_open = pattern.is_listed and pattern.stage != Stage.RETIRED
    return is_open and _invited_as(viewer, pattern) is MayDo.WRITE


def may_send(viewer: Viewer, pattern: Any) -> bool:
    """Those who may change it, and who might when they began: their words become a suggestion."""
    return may_edit(viewer, pattern) or wrote_with_author(viewer, pattern)


def may_take_on(viewer: Viewer, pattern: Any) -> bool:
    """Whoever was invited to write a draft whose author has left, and curators who were invited to
    read it.
    """
    if pattern.is_listed or is_author(viewer, pattern):
        return False
    invited = _invited_as(viewer, pattern)
    is_theirs = invited is MayDo.WRITE or (invited is not None and is_curator(viewer, pattern))
    return is_theirs and not is_looked_after(pattern)


def is_named(viewer: Viewer, pattern: Any) -> bool:
    """Whether they did something that they are named for."""
    return viewer.member is not None and is_named_with(viewer.member.person_id, pattern)
