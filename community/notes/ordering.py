"""The order in which the notes of a branch are read: pure, and of any depth."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def in_reading_order(
    rows: Iterable[Row], key: Callable[[Row], int], parent: Callable[[Row], int | None]
) -> list[tuple[Row, int]]:
    """Each row with its depth: answers stand below what they answer, the oldest first.

    What answers a row that is not among them begins at depth 0.
    """
    ordered = sorted(rows, key=key)
    known = {key(row) for row in ordered}
    answers: dict[int | None, list[Row]] = {}
    for row in ordered:
        above = parent(row)
        answers.setdefault(above if above in known else None, []).append(row)
    found: list[tuple[Row, int]] = []
    waiting = [(row, 0) for row in reversed(answers.get(None, ()))]
    while waiting:
        row, depth = waiting.pop()
        found.append((row, depth))
        below: Sequence[Row] = answers.get(key(row), ())
        waiting.extend((one, depth + 1) for one in reversed(below))
    return found
