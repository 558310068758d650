"""What was said of tools behind content from which words are taken under the code: several texts
may share it, so it is kept by its own name, beside whichever content the words were taken out of.
"""

from collections.abc import Collection, Mapping

from community.disclosures.redacting import tool_spots
from community.redaction import Spot

from .forgetting import kept_spots_beside
from .shared_texts import beside


def tool_spots_to_keep(told: Mapping[int, str]) -> list[Spot]:
    """What is said of tools, held, by names under which it is kept; `told` has the numbers of
    disclosures, and beside what each stands. Two queries.
    """
    spots = list(tool_spots(told, held=True))
    return [kept for one in told for kept in beside(_in(spots, one), _named(one))]


def kept_tool_spots(numbers: Collection[int]) -> list[Spot]:
    """What is kept of it so that it can be put back, whichever content it was taken out of."""
    return kept_spots_beside(*map(_named, numbers))


def _in(spots: Collection[Spot], disclosure_id: int) -> list[Spot]:
    return [spot for spot in spots if spot.name.startswith(f"tools-{disclosure_id}-")]


def _named(disclosure_id: int) -> str:
    return f"disclosure {disclosure_id}"
