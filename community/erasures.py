"""Who has been erased and when: numbers and dates, in a file beside the database and in no backup.

A backup holds whoever was erased after it was made. Once it is put back, this list says whom to
erase again. Whom a number means is told by the moment the person came to the place, so that a list
beside another place's backup takes out nobody; and by what they were: a guest who was forgotten may
be a member by now, who was not.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

FILE = "erased"


class Was(StrEnum):
    """What somebody was when they were erased."""

    MEMBER = "member"
    GUEST = "guest"
    EITHER = "either"  # by lists of before it was written down; such lines have three words


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """The number of a person, when they came, when they were erased, and what they were then."""

    number: int
    came_at: datetime
    at: datetime
    was: Was = Was.EITHER

    def line(self) -> str:
        """As it stands in the file."""
        words = [str(self.number), self.came_at.isoformat(), self.at.isoformat()]
        return " ".join(words if self.was is Was.EITHER else [*words, self.was.value])


def note(erasures: Iterable[Erasure], folder: Path) -> None:
    """Add those to the list in `folder` that are not in it; on the disk when this returns."""
    new = missing(erasures, folder)
    if not new:
        return
    lines = "".join(f"\n{one.line()}" for one in new)
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def missing(erasures: Iterable[Erasure], folder: Path) -> list[Erasure]:
    """Those that are not in the list in `folder`. Raises `OSError`."""
    known = {(one.number, one.came_at, one.was) for one in erasures_in(folder)}
    return [one for one in erasures if (one.number, one.came_at, one.was) not in known]


def erasures_in(folder: Path) -> list[Erasure]:
    """Everybody on the list in `folder`; a line that was cut short or is damaged is passed over.
    Raises `OSError` where there is a list that cannot be read.
    """
    return [found for line in _lines(folder) if (found := _read(line)) is not None]


def damaged_in(folder: Path) -> int:
    """How many lines of the list in `folder` nobody can read any more. Raises `OSError`."""
    return sum(_read(line) is None for line in _lines(folder) if line.strip())


def _lines(folder: Path) -> list[str]:
    try:
        return (folder / FILE).read_bytes().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _read(line: str) -> Erasure | None:
    try:
        number, came_at, at, *was = line.split()
        found = Erasure(
            int(number),
            datetime.fromisoformat(came_at),
            datetime.fromisoformat(at),
            Was(*was) if was else Was.EITHER,
        )
    except (ValueError, TypeError):
        return None
    is_whole = found.came_at.tzinfo is not None and found.at.tzinfo is not None
    return found if is_whole else None
