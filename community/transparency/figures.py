"""The fixed fields of a report: which tables there are, what is counted in them, and for how long
something took. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .suppressing import FEWEST, Figure, added, publish

Counts = Mapping[tuple[str, int], int]
"""As `community.moderation.counting_queries.counts_of` gives them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A number of a report, or what is said of it; None where nothing is."""

    name: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers that make up a sum, each by what is counted in it."""

    total: str
    parts: tuple[str, ...]


RECEIVED = Table(
    "received",
    tuple(f"received {one}" for one in ("named", "confidential", "anonymous", "escrowed")),
)
ANSWERED = Table("answered", ("answered in time", "answered late"))
DISMISSED = Table(
    "dismissed",
    tuple(
        f"dismissed {one}"
        for one in ("no violation", "not enough known", "belongs elsewhere", "settled between them")
    ),
)
MEASURES = Table("measures", tuple(f"rung {level}" for level in range(5)))
HEARD = Table(
    "appeals decided",
    tuple(f"appeal {one}" for one in ("upheld", "reduced", "withdrawn", "increased", "sent back")),
)
AT_ONCE = Table(
    "emergency measures",
    tuple(
        f"at once {one}"
        for one in (
            *("hide note", "freeze notes", "pause answers", "remove answer", "change link"),
            "page responders",
        )
    ),
)
TABLES = (RECEIVED, ANSWERED, DISMISSED, MEASURES, HEARD, AT_ONCE)
ALONE = ("unanswered", "appeal", "called right")
DECISIONS = "decisions"
TOOK = {
    "hours to a first answer": ("answered", ANSWERED.parts),
    "days to a decision": (DECISIONS, (*DISMISSED.parts, *MEASURES.parts)),
    "days to the end of an appeal": ("appeals decided", HEARD.parts),
}
"""Medians: of which sum, and over what is counted in it."""


def fields_of(counts: Counts) -> Sequence[Field]:
    """Everything that a report says, in its order: sums after their parts. A median is given where
    what is published says that it is of three or more, and it does not tell what is kept back.
    """
    numbers: Counter[str] = Counter()
    for (what, _), number in counts.items():
        numbers[what] += number
    said: dict[str, Figure] = {}
    for table in TABLES:
        parts, total = publish([numbers[part] for part in table.parts])
        said |= dict(zip(table.parts, parts, strict=True)) | {table.total: total}
    for name in ALONE:
        (said[name],), _ = publish([numbers[name]])
    said[DECISIONS] = added([said[DISMISSED.total], said[MEASURES.total]])
    medians = [
        Field(name, _median(counts, parts) if _is_open(said, base, parts) else None)
        for name, (base, parts) in TOOK.items()
    ]
    return [*(Field(name, figure) for name, figure in said.items()), *medians]


def _is_open(said: Mapping[str, Figure], base: str, parts: Iterable[str]) -> bool:
    """Whether a median tells no more than what is said of its sum and parts. How long an answer
    took is what tells in time from late: where both are kept back and their sum is not, the one in
    the middle would say of which there are two. Beside a part that is given it always falls there.
    """
    if said[base].least < FEWEST:
        return False
    return base != ANSWERED.total or any(said[part].is_exact for part in parts)


def _median(counts: Counts, parts: Iterable[str]) -> Figure:
    """The lower of the two in the middle, where there are two: always one that was."""
    wanted = set(parts)
    took = sorted(
        one for (what, each), number in counts.items() if what in wanted for one in [each] * number
    )
    middle = took[(len(took) - 1) // 2]
    return Figure(middle, middle)
