"""Proposing a pattern, where a curator has to read its first link before."""

from collections.abc import Sequence
from datetime import datetime

from community.access import Viewer
from community.db import locked
from community.first_links import addresses_in
from community.turns import in_turn

from . import staging
from .content import from_json
from .facets import Stage
from .held_ends import waits_no_more
from .held_models import Held
from .held_queries import said_of_relations
from .holding_back import hold, must_wait
from .link_queries import links_in, read_with, texts_of
from .models import Pattern
from .reading_again import refuse_other


def texts_to_read(pattern: Pattern) -> Sequence[str]:
    """What has to be read for it."""
    rows = read_with([pattern])[pattern.id]
    return [text for row in rows for text in texts_of(from_json(row.content))]


def propose_or_hold(pattern: Pattern, who: Viewer, *, seen: int, why: str, now: datetime) -> bool:
    """Let everybody read a draft; or let it wait, a draft of its author until then, where others
    would read a first link with it: whether it waits. Raises what `staging.propose` does, and
    `TooMany`.
    """
    in_turn()
    pattern, by = locked(Pattern, pattern.id), who.member.person

    def links() -> set[str]:
        beside = said_of_relations([pattern.id])[pattern.id]
        return links_in(read_with([pattern])[pattern.id]) | addresses_in(why, *beside)

    if pattern.stage is Stage.DRAFT and must_wait(who, links):
        refuse_other(pattern, seen)
        hold(Held.PATTERN, pattern, by=by, why=why, now=now)
        return True
    staging.propose(pattern, seen=seen, by=by, now=now, why=why)
    waits_no_more(Held.PATTERN, pattern.id, by=by, now=now)
    return False
