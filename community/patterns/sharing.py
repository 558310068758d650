"""A draft shown to whoever has its link."""

from datetime import datetime

from community.calls.slugs import secret_slug
from community.db import locked

from .addresses import keep_address
from .following import lead_on
from .models import Pattern
from .stage_queries import has_been_listed


def share(pattern: Pattern, *, now: datetime) -> None:
    """Open it to whoever has its address, from the present revision on; where it was public
    before, from where that was. It has another address from then on, so that no link that was
    closed, whenever that was, opens again; to its author and whom they invited the old one leads
    on. Twice changes nothing.
    """
    pattern = locked(Pattern, pattern.id)
    if pattern.shared_at is not None and pattern.slug == pattern.drafted_as:
        return
    if pattern.shared_at is None and not has_been_listed(pattern):
        pattern.opened_from = pattern.revision
    old, pattern.slug = pattern.slug, secret_slug()
    pattern.drafted_as = pattern.slug
    lead_on(old, pattern.slug)
    keep_address(pattern, old)
    pattern.shared_at = pattern.shared_at or now


def stop(pattern: Pattern) -> None:
    """Close it again, for good: its link may have been handed on. Twice changes nothing."""
    locked(Pattern, pattern.id).shared_at = None
