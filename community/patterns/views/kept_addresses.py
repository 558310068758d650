"""Where drafts that everybody could read once were then: for those who may read them still."""

from community.access import viewer
from community.patterns.addresses import pattern_kept_at
from community.patterns.models import Pattern, PatternRevision
from community.patterns.queries import revision_at
from community.patterns.writing_policies import is_author, is_invited


def kept_for_viewer(slug: str) -> Pattern | None:
    """The pattern that was at an address before its author showed it by a link, for those who may
    read it without one: to all others the address tells nothing.
    """
    pattern, who = pattern_kept_at(slug), viewer()
    is_theirs = pattern is not None and (is_author(who, pattern) or is_invited(who, pattern))
    return pattern if is_theirs else None


def revision_to_show(slug: str, number: int) -> PatternRevision | None:
    """The revision with this number of the pattern at an address, or that was there."""
    found = revision_at(slug, number)
    kept = kept_for_viewer(slug) if found is None else None
    return revision_at(kept.slug, number) if kept else found
