"""Whom a text names by `@handle`: real members, and no more than one may."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from .models import Member
from .queries import members_by_handles

MOST = 10  # members that one text mentions; a newcomer's two
MOST_WHEN_NEW = 2
NEW = timedelta(days=2)


def named_in(handles: Sequence[str], *, by: Member, now: datetime) -> Mapping[str, int]:
    """The members among `handles`, by handle: the first ones, and no more than `by` may name."""
    most = MOST if now - by.joined_at >= NEW else MOST_WHEN_NEW
    found = members_by_handles(handles[: MOST * 5]) if handles else {}
    return {handle: found[handle] for handle in [h for h in handles if h in found][:most]}
