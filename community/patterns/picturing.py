"""The library as a picture: where its patterns stand, and what one has to do with others. Pure:
counts in, boxes and lines to draw out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .card_room import wide
from .facets import WORDS, Dimension, Infrastructure, Stage

SHOWN = (Stage.PROVEN, Stage.EMERGING, Stage.PROPOSED)
"""The stages that are drawn, the furthest first; what is retired is not."""

_LEFT, _TOP, _WIDE, _HIGH, _ROOM = 118, 58, 98, 80, 12
_ROW, _HALF = 54, 320
_AROUND, _MIDDLE = 20.7, 14.7  # how many times as wide as its letters are high a title may be
_WIDTHS = {**dict.fromkeys("MWmw@%&—…", 1.0), **dict.fromkeys("Ifijlrt .,:;’'!|()-", 0.32)}
_CAPITAL, _SMALL, _OTHER = 0.74, 0.52, 0.6

Counts = Mapping[tuple[str, str, str], int]
"""How many patterns have a dimension, a kind of infrastructure and a stage."""


@dataclass(frozen=True, slots=True)
class Part:
    """The patterns of one stage in a cell: a bar from `x` on."""

    stage: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one dimension meets one kind of infrastructure."""

    dimension: Dimension
    infrastructure: Infrastructure
    x: int
    y: int
    count: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of cells, with what stands beside and above them."""

    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    columns: tuple[tuple[tuple[str, ...], int], ...]  # words of each line, and the middle
    width: int = _LEFT + _WIDE * len(Infrastructure)
    height: int = _TOP + _HIGH * len(Dimension)
    cell_width: int = _WIDE
    cell_height: int = _HIGH


@dataclass(frozen=True, slots=True)
class Line:
    """A line from the pattern in the middle to another, which stands at `y`."""

    kind: str
    slug: str
    title: str
    short: str
    y: int
    path: str
    is_opposed: bool


@dataclass(frozen=True, slots=True)
class Star:
    """A pattern with lines to those it has to do with; `middle` is where it stands."""

    title: str
    short: str
    lines: tuple[Line, ...]
    middle: int
    height: int
    width: int = 2 * _HALF + 60


def matrix(counts: Counts) -> Matrix:
    """The library by dimension and infrastructure."""
    sums = {
        (one, other): sum(counts.get((one, other, stage), 0) for stage in SHOWN)
        for one in Dimension
        for other in Infrastructure
    }
    most = max([*sums.values(), 1])
    rows = tuple(
        (
            WORDS[one],
            tuple(
                Cell(
                    one,
                    other,
                    _LEFT + _WIDE * column,
                    _TOP + _HIGH * row,
                    sums[one, other],
                    tuple(_parts(counts, one, other, most)),
                )
                for column, other in enumerate(Infrastructure)
            ),
        )
        for row, one in enumerate(Dimension)
    )
    heads = (
        (_two_lines(WORDS[other]), _LEFT + _WIDE * column + _WIDE // 2)
        for column, other in enumerate(Infrastructure)
    )
    return Matrix(rows, tuple(heads))


def star(title: str, related: Sequence[tuple[str, str, str]]) -> Star:
    """A pattern and the `related` ones: (what it has to do with it, address, title)."""
    height = _ROW * max(len(related), 1) + 20
    middle = height // 2
    lines = tuple(
        Line(kind, slug, name, _short(name, _AROUND), y, _curve(middle, y), _is_opposed(kind))
        for number, (kind, slug, name) in enumerate(related)
        for y in [_ROW * number + _ROW // 2 + 10]
    )
    return Star(title, _short(title, _MIDDLE), lines, middle, height)


def _parts(counts: Counts, one: str, other: str, most: int) -> Iterator[Part]:
    whole, x = _WIDE - 2 * _ROOM, float(_ROOM)
    for stage in SHOWN:
        count = counts.get((one, other, stage), 0)
        if count:
            width = round(whole * count / most, 1)
            yield Part(stage.value, count, round(x, 1), width)
            x += width


def _curve(middle: int, y: int) -> str:
    begin, end = _HALF - 60, _HALF + 40
    return f"M{begin} {middle}C{begin + 50} {middle} {end - 50} {y} {end} {y}"


def _is_opposed(kind: str) -> bool:
    return kind in {"contradicts", "in tension with"}


def _two_lines(words: str) -> tuple[str, ...]:
    first, _, rest = words.partition(" ")
    return (first, rest) if rest else (first,)


def _short(title: str, most: float) -> str:
    """As much of it as is no wider than `most` letters are high."""
    if sum(map(_width, title)) <= most:
        return title
    widths = accumulate(map(_width, title), initial=_width("…"))
    return title[: sum(width <= most for width in widths) - 1].rstrip() + "…"


def _width(sign: str) -> float:
    """How wide it is drawn, about, beside how high."""
    if sign in _WIDTHS or wide(sign) != 1:
        return _WIDTHS.get(sign, wide(sign) / 2)
    if sign.isupper():
        return _CAPITAL
    return _SMALL if sign.isascii() else _OTHER
