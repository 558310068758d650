"""What patterns and collections say that are or were set aside as a whole: several at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from community.conduct.state_models import Content, ContentState
from community.patterns import setting_aside as patterns
from community.patterns import setting_collection_aside as collections

_TOGETHER: Mapping[Content, Callable[[Sequence[Any]], Mapping[int, str]]] = {
    Content.PATTERN: patterns.sources_of,
    Content.COLLECTION: collections.sources_of,
}


def sources_of(
    states: Collection[ContentState], rows: Mapping[tuple[Content, int], Any]
) -> Mapping[tuple[Content, int], str]:
    """What those of the rows say that some states are about, by sort and number. A query for each
    of the two sorts, none for nothing.
    """
    whole = {(one.about, one.subject_id) for one in states}
    some = {
        about: [row for thing, row in rows.items() if thing in whole and thing[0] is about]
        for about in _TOGETHER
    }
    return {
        (about, number): said
        for about, tell in _TOGETHER.items()
        for number, said in tell(some[about]).items()
    }
