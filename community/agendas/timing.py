"""Minutes planned of minutes there are, as a picture and in words: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """One item in the picture: where it begins and how wide it is, in hundredths of the whole."""

    title: str
    minutes: int
    start: float
    width: float
    is_over: bool  # it ends later than the call


@dataclass(frozen=True, slots=True)
class Budget:
    """How many of the `available` minutes of a call are planned. `limit` is where the call ends in
    the picture, in hundredths of it.
    """

    planned: int
    available: int
    stretches: tuple[Stretch, ...]
    limit: float

    @property
    def left(self) -> int:
        """Minutes nothing is planned for; below 0 where there is too much."""
        return self.available - self.planned

    @property
    def is_over(self) -> bool:
        """Whether more is planned than fits."""
        return self.left < 0


def budget(items: Sequence[tuple[str, int]], available: int) -> Budget:
    """The picture of `items` (title and minutes, in their order) in a call of `available` minutes.

    Where more is planned than fits, the picture is as wide as the plan.
    """
    planned = sum(minutes for _, minutes in items)
    whole = max(planned, available, 1)
    stretches, at = [], 0
    for title, minutes in items:
        start = _part(at, whole)
        at += minutes
        stretches.append(
            Stretch(title, minutes, start, round(_part(at, whole) - start, 3), at > available)
        )
    return Budget(planned, available, tuple(stretches), _part(available, whole))


def _part(minutes: int, whole: int) -> float:
    return round(minutes * 100 / whole, 3)
