"""`python -m tests.benchmarks.growth`: what a page costs in a small place and in a large one.

A member's pages, which are put together for each request, in one process without a server: the
median of several. What grows is what others did: members, past calls, their answers. The days
that the pages show hold the same in both.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from community import clock
from community.front import filling

from . import table
from .places import Place, Size, place_on

_TODAY = filling.Amount(members=500, series=5, calls=700, rsvps=1_000, seed=1)
_BEFORE = filling.Amount(members=20_000, series=0, calls=30_000, rsvps=100_000, seed=2)
_SMALL = Size(_TODAY, feeds=(), signed_in=1, notes=(20, 200), found=(50, 500), patterns=50)
SIZES = {"1,000": _SMALL, "100,000": replace(_SMALL, years_ago=_BEFORE)}
PAGES = ("/", "/calls", "/calls?past=1", "/calls/month/{month}", "/series", "/calls/{call}")
OWN_PAGES = ("/my-calls",)
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_HEADS = "| page | at 1,000 answers, ms | at 100,000, ms | ratio |\n|---|---:|---:|---:|"


def cost_of_pages(engine: str, size: Size, *, turns: int) -> Mapping[str, float]:
    """Milliseconds that each page takes, by its address as it stands in `PAGES`."""
    from app import create_app  # noqa: PLC0415 - loads everything there is

    with (
        tempfile.TemporaryDirectory(prefix="growth-") as made,
        place_on(engine, Path(made), 8000, size) as place,
    ):
        client = create_app(place.settings).test_client(use_cookies=False)
        given = {"call": place.call, "month": f"{clock.now():%Y-%m}"}
        return {
            page: _cost(client, page.format(**given), place, turns) for page in (*PAGES, *OWN_PAGES)
        }


def _cost(client: FlaskClient, address: str, place: Place, turns: int) -> float:
    took = []
    for turn in range(turns + 2):
        began = time.perf_counter()
        answer = client.get(address, headers={"Cookie": place.cookies[0]})
        if turn > 1:  # the first ones compile
            took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}.")
    return median(took)


def main() -> int:
    """Measure, and write the table of the README again."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    parts = {}
    for engine, name in ENGINES.items():
        small, large = (cost_of_pages(engine, size, turns=turns) for size in SIZES.values())
        lines = [
            f"| `{page}` | {small[page]:.1f} | {large[page]:.1f} |"
            f" {large[page] / small[page]:.2f} |"
            for page in small
        ]
        head = f"{name}, as the place grows"
        parts[head] = f"### {head}\n\n{_HEADS}\n" + "\n".join(lines) + "\n"
        sys.stdout.write(parts[head])
    table.write(parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
