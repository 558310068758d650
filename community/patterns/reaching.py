"""Which pattern an address means to whom."""

from community.access import Viewer

from .addresses import pattern_kept_at
from .models import Pattern
from .queries import pattern_by_slug
from .writing_policies import is_author, is_invited


def pattern_for(viewer: Viewer, slug: str) -> Pattern | None:
    """The pattern at an address; or that was there, for those who may read it without one."""
    return pattern_by_slug(slug) or kept_for(viewer, slug)


def kept_for(viewer: Viewer, slug: str) -> Pattern | None:
    """The pattern that was at an address before its author showed it by a link, or closed that, for
    those who may read it without one: to all others the address tells nothing.
    """
    pattern = pattern_kept_at(slug)
    is_theirs = pattern is not None and (is_author(viewer, pattern) or is_invited(viewer, pattern))
    return pattern if is_theirs else None
