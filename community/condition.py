"""How the place is doing: each part looks at itself and says what it found, worst first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from .db import db


class Weight(IntEnum):
    """How much it matters, the worst first."""

    BAD = 0
    WORRY = 1
    WELL = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a part: a sentence, what to do about it, and the command that does."""

    weight: Weight
    about: str
    sentence: str
    advice: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for machines, in seconds, bytes or pieces; `labels` tells several of a name apart.

    Right from whichever process it is asked, and about nobody.
    """

    name: str
    words: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that looks at itself: what it finds for people, and what it measures for machines."""

    about: str
    examine: Callable[[datetime], Iterable[Finding]]
    measure: Callable[[datetime], Iterable[Measure]]


def init_app(app: Flask, parts: Sequence[Part]) -> None:
    """Remember which parts there are."""
    app.extensions["condition"] = tuple(parts)


def examine(now: datetime) -> list[Finding]:
    """What every part finds, worst first; a part that fails to look is a finding itself."""
    found: list[Finding] = []
    for part in current_app.extensions["condition"]:
        try:
            found += part.examine(now)
        except (SQLAlchemyError, OSError) as error:
            db.session.rollback()
            found.append(
                Finding(
                    Weight.BAD,
                    part.about,
                    f"This could not be looked at ({type(error).__name__}).",
                    "The log says more.",
                )
            )
    return sorted(found, key=lambda finding: finding.weight)


def measure(now: datetime) -> list[Measure]:
    """What every part measures. Raises what the database says."""
    parts: Sequence[Part] = current_app.extensions["condition"]
    return [measure for part in parts for measure in part.measure(now)]


def in_words(span: timedelta) -> str:
    """A length of time in the largest unit of which there are two: "90 minutes", "9 days"."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    for length, unit in ((24 * 60, "days"), (60, "hours")):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}"
    return pieces(minutes, "minute", "minutes")


def pieces(number: int, one: str, many: str) -> str:
    """A number with what is counted: "1 letter is", "3 letters are"."""
    return f"{number:,} {one if number == 1 else many}"
