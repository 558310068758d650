"""`python -m tests.benchmarks.growth`: what a page costs in a small place and in a large one.

A member's pages, which are put together for each request, in one process without a server: the
median of several. What grows is what others did: members, past calls, their answers. The days
that the pages show hold the same in both.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from community import clock
from community.front import filling

from . import table
from .places import Size, place_on

Reader = Callable[[str], float]
"""Gives how many milliseconds a page takes."""
_TODAY = filling.Amount(members=500, series=5, calls=700, rsvps=1_000, seed=1)
_BEFORE = filling.Amount(members=20_000, series=0, calls=30_000, rsvps=100_000, seed=2)
_SMALL = Size(_TODAY, feeds=(), signed_in=1, notes=(20, 200), found=(50, 500), patterns=50)
SIZES = {"1,000": _SMALL, "100,000": replace(_SMALL, years_ago=_BEFORE)}
PAGES = ("/", "/calls", "/calls?past=1", "/calls/month/{month}", "/series", "/calls/{call}")
OWN_PAGES = ("/my-calls",)
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_HEADS = "| page | at 1,000 answers, ms | at 100,000, ms | ratio |\n|---|---:|---:|---:|"


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds that a page takes in the small place and in the large one."""

    small: float
    large: float
    ratio: float


def cost_of_pages(
    engine: str, sizes: Sequence[Size], *, turns: int
) -> tuple[Mapping[str, Cost], Sequence[float]]:
    """What each page costs in two places, by its address as it stands in `PAGES`, and the seconds
    in which each was filled. Both are asked in turn, and the median of the ratios counts: whatever
    else the machine does, it does to both.
    """
    with tempfile.TemporaryDirectory(prefix="growth-") as made, ExitStack() as stack:
        found = [
            stack.enter_context(_reader(engine, Path(made) / str(number), size))
            for number, size in enumerate(sizes)
        ]
        readers, seconds = zip(*found, strict=True)
        return {page: _cost(page, readers, turns) for page in (*PAGES, *OWN_PAGES)}, seconds


@contextmanager
def _reader(engine: str, folder: Path, size: Size) -> Iterator[tuple[Reader, float]]:
    """A reader of a place of this size, and the seconds in which that was filled."""
    from app import create_app  # noqa: PLC0415 - loads everything there is

    folder.mkdir()
    with place_on(engine, folder, 8000, size) as place:
        client = create_app(place.settings).test_client(use_cookies=False)
        given = {"call": place.call, "month": f"{clock.now():%Y-%m}"}

        def read(page: str) -> float:
            began = time.perf_counter()
            answer = client.get(page.format(**given), headers={"Cookie": place.cookies[0]})
            took = (time.perf_counter() - began) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status}.")
            return took

        yield read, place.filled_in


def _cost(page: str, readers: Sequence[Reader], turns: int) -> Cost:
    took = [[read(page) for read in readers] for _ in range(turns + 2)]
    counted = took[2:]  # the first ones compile
    small, large = (median(column) for column in zip(*counted, strict=True))
    return Cost(small, large, median(there / here for here, there in counted))


def _said(amount: filling.Amount) -> str:
    return f"{amount.members:,} members, {amount.calls:,} calls, {amount.rsvps:,} answers"


def main() -> int:
    """Measure, and write the table of the README again."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    parts = {}
    for engine, name in ENGINES.items():
        costs, (_, seconds) = cost_of_pages(engine, list(SIZES.values()), turns=turns)
        lines = [
            f"| `{page}` | {cost.small:.1f} | {cost.large:.1f} | {cost.ratio:.2f} |"
            for page, cost in costs.items()
        ]
        head = f"{name}, as the place grows"
        filled = f"The large place was filled in {seconds:.0f} s: {_said(_BEFORE)} and more."
        parts[head] = f"### {head}\n\n{_HEADS}\n" + "\n".join(lines) + f"\n\n{filled}\n"
        sys.stdout.write(parts[head])
    table.write(parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
