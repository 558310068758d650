"""What is said of a pattern is said of the revision that was read: once that has changed, whoever
says it looks again.
"""

from community.errors import Refusal

from .models import Pattern


class RevisedSince(Refusal):
    """It reads otherwise than when it was read."""


def refuse_other(pattern: Pattern, seen: int | None) -> None:
    """Raise `RevisedSince` where another revision than `seen` stands; None: it was read just now.
    The caller holds the pattern.
    """
    if seen is not None and seen != pattern.revision:
        raise RevisedSince("It was changed after you had read it. Look at what has changed.")
