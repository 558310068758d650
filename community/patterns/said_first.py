"""Where somebody has said first what one says now: whoever sends the same twice has said it; any
other words are refused, so that nobody takes them for saved.
"""

from collections.abc import Sequence

from community.errors import Refusal


class SaidFirst(Refusal):
    """Other words stand there, somebody else's or one's own, or it came about by the rules."""


def refuse_others(first: Sequence[object], given: Sequence[object]) -> None:
    """Raise `SaidFirst` where what was said `first`, by whom and how, is not what is `given`."""
    if tuple(first) != tuple(given):
        raise SaidFirst("It is said already. Nothing was saved now: look at what stands.")
