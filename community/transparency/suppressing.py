"""Which numbers of a table can be published, so that no small one can be worked out. Pure.

A number under three is not given, and then its sum is not given either: what is said of a sum
follows from what is said of its parts. Where every part is small the sum is given, if that leaves
each part open. It holds for who knows these rules too: for each number that is kept back, at least
two values lead to the very same publication.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 3
"""The smallest number that is published."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is said of a number: that it is no less than `least` and no more than `most`."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the number itself is given."""
        return self.least == self.most


KEPT_BACK = Figure(0, FEWEST - 1)


def publish(parts: Sequence[int]) -> tuple[tuple[Figure, ...], Figure]:
    """What is said of the parts of a sum, and of the sum."""
    said = tuple(_of_one(part) for part in parts)
    total, most = sum(parts), (FEWEST - 1) * len(parts)
    if all(figure == KEPT_BACK for figure in said) and FEWEST <= total < most:
        return said, Figure(total, total)
    return said, added(said)


def added(figures: Iterable[Figure]) -> Figure:
    """What follows for a sum from what is said of its parts."""
    known = list(figures)
    return Figure(sum(one.least for one in known), sum(one.most for one in known))


def _of_one(number: int) -> Figure:
    return KEPT_BACK if number < FEWEST else Figure(number, number)
