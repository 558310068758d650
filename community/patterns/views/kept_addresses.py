"""Where drafts were before their links were closed, or as everybody could read them once: for those
who may read them still.
"""

from collections.abc import Callable
from typing import TypeVar

from community.access import viewer
from community.patterns.invitation_models import PatternInvitation
from community.patterns.invitation_queries import invitation_at
from community.patterns.models import Pattern, PatternRelation, PatternRevision
from community.patterns.queries import revision_at
from community.patterns.reaching import kept_for, pattern_for
from community.patterns.relation_queries import relation_at

Row = TypeVar("Row")


def kept_for_viewer(slug: str) -> Pattern | None:
    """The pattern that was at an address, for those who may read it without one."""
    return kept_for(viewer(), slug)


def pattern_to_show(slug: str) -> Pattern | None:
    """The pattern at an address, or that was there."""
    return pattern_for(viewer(), slug)


def revision_to_show(slug: str, number: int) -> PatternRevision | None:
    """The revision with this number of the pattern at an address, or that was there."""
    return _there(revision_at, slug, number)


def relation_to_end(slug: str, number: int) -> PatternRelation | None:
    """What the pattern at an address, or that was there, has to do with another."""
    return _there(relation_at, slug, number)


def invitation_to_end(slug: str, number: int) -> PatternInvitation | None:
    """The invitation with this number to the pattern at an address, or that was there."""
    return _there(invitation_at, slug, number)


def _there(find: Callable[[str, int], Row | None], slug: str, number: int) -> Row | None:
    found = find(slug, number)
    kept = kept_for_viewer(slug) if found is None else None
    return find(kept.slug, number) if kept else found
