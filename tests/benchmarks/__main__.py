"""`python -m tests.benchmarks`: measure, and write the table of the README again."""

import argparse
import json
import pickle
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from community import clock

from . import table
from .load import Outcome, Task
from .places import FULL, Size, place_on
from .scenes import Scene, scenes
from .servers import Memory, bare, free_port, memory_of, program

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def measure(
    engine: str, size: Size, *, only: Sequence[str], seconds: float, rounds: int, connections: int
) -> tuple[list[table.Measured], Memory]:
    """Every scene whose name holds a word of `only`, and what the processes keep in memory."""
    measured = []
    with tempfile.TemporaryDirectory(prefix="measured-") as made:
        folder = Path(made)
        (folder / "bytes").mkdir()
        port = free_port()
        with place_on(engine, folder, port, size) as place, program(place.settings) as number:
            found = [s for s in scenes(place, port, folder / "bytes") if _is_wanted(s, only)]
            with bare(place.settings, folder / "bytes") as other:
                for scene in found:
                    sides = _alternate(scene, (port, other), seconds, rounds, connections)
                    measured.append(table.Measured(scene.name, scene.bare, scene.least, *sides))
                    _say(measured[-1].line)
            memory = memory_of(number)
    return measured, memory


def _is_wanted(scene: Scene, only: Sequence[str]) -> bool:
    return not only or any(word in scene.name for word in only)


def _alternate(
    scene: Scene, ports: tuple[int, int], seconds: float, rounds: int, connections: int
) -> tuple[list[Outcome], list[Outcome]]:
    """Ours, bare, ours, bare: what else the machine does meanwhile befalls both."""
    ours: list[Outcome] = []
    theirs: list[Outcome] = []
    sent = 0
    for turn in range(rounds + 1):
        share = seconds if turn else min(seconds, 0.5)  # the first round warms up
        requests = scene.anew() if scene.anew else scene.ours
        task = Task(ports[0], requests, scene.status, connections, share, sent, scene.most)
        ours.append(_driven(task))
        sent += ours[-1].done
        other = Task(ports[1], scene.theirs, scene.theirs_status, connections, share)
        theirs.append(_driven(other))
    return ours[1:], theirs[1:]


def _driven(task: Task) -> Outcome:
    with tempfile.NamedTemporaryFile(suffix=".task") as file:
        pickle.dump(task, file)
        file.flush()
        command = [sys.executable, "-m", "tests.benchmarks.load", file.name]
        said = subprocess.run(command, check=True, capture_output=True).stdout
    return Outcome(**json.loads(said))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Returns 0 where every ratio is what it should be and every answer was right."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="Both, where not said.")
    parser.add_argument("--only", action="append", default=[], help="Part of a scene's name.")
    parser.add_argument("--seconds", type=float, default=1.0, help="Of each round of each side.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    given = parser.parse_args()
    parts, missed = {}, []
    for engine in given.engine or ENGINES:
        _say(f"\n{ENGINES[engine]}")
        lines, memory = measure(
            engine,
            FULL,
            only=given.only,
            seconds=given.seconds,
            rounds=given.rounds,
            connections=given.connections,
        )
        parts[ENGINES[engine]] = table.table(ENGINES[engine], lines, memory, _about(given))
        missed += [f"{engine}: {one.name}" for one in lines if one.wrong or _is_short(one)]
    if not given.only:
        table.write(parts)
    _say("\nMissed: " + "; ".join(missed) if missed else "\nEvery ratio is reached.")
    return 1 if missed else 0


def _is_short(one: table.Measured) -> bool:
    return one.least is not None and one.ratio < one.least


def _about(given: argparse.Namespace) -> str:
    amount = FULL.amount
    return (
        f"{clock.now():%-d %B %Y}, Python {platform.python_version()}: {amount.members:,} members,"
        f" {amount.calls:,} calls, {amount.rsvps:,} answers and more; {given.connections}"
        f" connections, the median of {given.rounds} rounds of {given.seconds:g} s."
    )


if __name__ == "__main__":
    sys.exit(main())
