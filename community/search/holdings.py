"""What the index holds of a person: copies of what they wrote, which go when the words go."""

from datetime import datetime

from community.holdings import Facts, Holding

from .noticing import forget_for_ever


def export(_person_id: int) -> Facts:
    """Nothing that is not handed over already by those it is a copy of."""
    return {}


def erase(_person_id: int, _now: datetime) -> None:
    """Let nothing of what others take out stay in the index."""
    forget_for_ever()


HOLDINGS = (
    Holding(
        tables=frozenset({"search_document", "search_state", "search_term"}),
        export=export,
        erase=erase,
    ),
)
