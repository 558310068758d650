"""Who has been erased and when: numbers and dates, in a file beside the database and in no backup.

A backup holds whoever was erased after it was made. Once it is put back, this list says whom to
erase again. Whom a number means is told by the moment the person came to the place, so that a list
beside another place's backup takes out nobody.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = "erased"


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """The number of a person, when they came, and when they were erased."""

    number: int
    came_at: datetime
    at: datetime


def note(erasures: Iterable[Erasure], folder: Path) -> None:
    """Add those to the list in `folder` that are not in it; on the disk when this returns."""
    known = {(one.number, one.came_at) for one in erasures_in(folder)}
    new = [one for one in erasures if (one.number, one.came_at) not in known]
    if not new:
        return
    lines = "".join(f"\n{o.number} {o.came_at.isoformat()} {o.at.isoformat()}" for o in new)
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def erasures_in(folder: Path) -> list[Erasure]:
    """Everybody on the list in `folder`; a line that was cut short is passed over."""
    try:
        lines = (folder / FILE).read_text().splitlines()
    except FileNotFoundError:
        return []
    return [found for line in lines if (found := _read(line)) is not None]


def _read(line: str) -> Erasure | None:
    try:
        number, came_at, at = line.split()
        return Erasure(int(number), datetime.fromisoformat(came_at), datetime.fromisoformat(at))
    except ValueError:
        return None
