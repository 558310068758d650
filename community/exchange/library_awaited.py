"""What of a library has to do with patterns that are not here: named before it is kept."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from community.db import db
from community.patterns.facets import LISTED
from community.patterns.models import Pattern

Facts = Mapping[str, Any]

_MOST_TOLD = 5


def awaited_in(coming: Sequence[Facts]) -> Sequence[str]:
    """What patterns that come have to do with others that neither come nor can be read here, each
    in words; one query.
    """
    listed = select(Pattern.slug).where(Pattern.stage.in_(LISTED))
    here = {facts["pattern"] for facts in coming} | set(db.session.scalars(listed))
    return tuple(words for facts in coming for words in _awaited(facts, here))


def told(awaited: Sequence[str]) -> str:
    """A sentence on what is not shown yet; nothing where all is."""
    if not awaited:
        return ""
    rest = len(awaited) - _MOST_TOLD
    more = f" and {rest} more" if rest > 0 else ""
    return (
        " Shown once those patterns are here, and kept until then: "
        f"{'; '.join(awaited[:_MOST_TOLD])}{more}."
    )


def _awaited(facts: Facts, here: Collection[str]) -> Iterator[str]:
    title = facts["content"]["title"]
    for one in facts["relations"]:
        if one["pattern"] not in here:
            yield f"“{title}” {one['kind']} {one['pattern']}"
    after = (one["successor"] for one in facts["history"]["stages"])
    for slug in dict.fromkeys(slug for slug in after if slug and slug not in here):
        yield f"“{title}” gives way to {slug}"
