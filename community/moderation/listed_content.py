"""Everything that is set aside now, in a list for responders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.conduct.state_queries import standing_states

from .content_asked import sides_of, theirs
from .content_parts import with_part


@dataclass(frozen=True, slots=True)
class AsideLine:
    """One thing that is set aside, in a list of them. `is_appealed`: an appeal waits of which
    whoever looks knows.
    """

    key: str
    state: str
    title: str
    at: datetime
    is_appealed: bool


def set_aside_now(now: datetime, reader: Member) -> Sequence[AsideLine]:
    """Everything that is set aside, the latest first."""
    states = standing_states()
    appealed = [one for one in states if one.appeal is not None and one.appeal.outcome is None]
    parts = with_part(appealed, [reader])
    having, waiting = sides_of(appealed, [reader], now).has_it, theirs(appealed, {}, reader, now)
    known = {
        one.id
        for one in appealed
        if (one.id, reader.id) not in parts
        and (one.by_id == reader.id or (one.id, reader.id) in having or one.id in waiting)
    }
    return [
        AsideLine(one.key, one.state.value, one.title, one.at, is_appealed=one.id in known)
        for one in states
    ]
