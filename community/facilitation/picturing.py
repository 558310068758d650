"""Where the bars of a small picture stand: numbers in, places in a box out."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 60
_WIDE, _GAP, _BETWEEN = 10, 2, 10
_FEWEST = 8  # calls there is room for, so that few make no huge bars


@dataclass(frozen=True, slots=True)
class Bars:
    """What was said of one call: two bars side by side, from the left, in units of the picture."""

    left: int
    wide: int
    worked: int
    differently: int
    right: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars on one line. `most` is the number that the tallest stands for."""

    wide: int
    high: int
    most: int
    bars: tuple[Bars, ...]


def picture_of(numbers: Sequence[tuple[int, int]]) -> Picture:
    """One pair of bars for each pair of numbers, the tallest as high as there is room."""
    most = max([1, *(number for pair in numbers for number in pair)])
    step = 2 * _WIDE + _GAP + _BETWEEN
    bars = tuple(
        Bars(
            left=n * step,
            wide=_WIDE,
            worked=_high(worked, most),
            differently=_high(differently, most),
            right=n * step + _WIDE + _GAP,
        )
        for n, (worked, differently) in enumerate(numbers)
    )
    return Picture(step * max(len(numbers), _FEWEST) - _BETWEEN, HEIGHT, most, bars)


def _high(number: int, most: int) -> int:
    """At least a little where there is anything."""
    return max(round(number * HEIGHT / most), 2) if number else 0
