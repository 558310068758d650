"""What a version of the code says, as values: text, clauses and ladder, and the digest of them."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from math import ceil

LEVELS = 5  # rungs of a ladder, numbered from 0
# Places on the pages that show a code; a clause cannot be called so.
TAKEN_KEYS = frozenset({"main", "shortcuts", "shortcuts-on", "ladder", "contacts", "yours"})

PROMISES = "reporting"
"""The key of the section whose clauses are promises of those who handle reports."""


class Quorum(StrEnum):
    """How many must decide on a rung. `TWO_THIRDS`: of those without a conflict of interest."""

    ONE = "one"
    TWO = "two"
    THREE = "three"
    TWO_THIRDS = "two thirds"


class Effect(StrEnum):
    """What the program does while a measure of a rung stands."""

    NO_NOTES = "no notes"
    NO_PROPOSALS = "no proposals"
    NO_PATTERNS = "no patterns"
    NOT_IN_SERIES = "not in series"
    NO_CONTACT = "no contact"
    READING_ONLY = "reading only"
    NO_ACCOUNT = "no account"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause: its key, which never changes meaning, and its Markdown."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """A part of the code under a heading: words in Markdown, then clauses."""

    key: str
    heading: str
    body: str = ""
    clauses: tuple[ClauseText, ...] = ()


@dataclass(frozen=True, slots=True)
class RungText:
    """One step of the ladder: what leads to it, what follows, how trust is repaired.

    `longest_days`: 0 where nothing lasts, None where no end is set.
    """

    level: int
    name: str
    event: str
    consequence: str
    repair: str
    longest_days: int | None
    quorum: Quorum
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeText:
    """A whole code."""

    intro: str
    sections: tuple[SectionText, ...]
    ladder: tuple[RungText, ...]

    def clauses(self) -> Iterator[ClauseText]:
        """Every clause, in the order of the text."""
        for section in self.sections:
            yield from section.clauses

    def breakable(self) -> Iterator[ClauseText]:
        """The clauses that somebody can break: none of what those who handle reports promise."""
        for section in self.sections:
            if section.key != PROMISES:
                yield from section.clauses

    def markdown(self) -> Iterator[str]:
        """Every text in it that is rendered."""
        yield self.intro
        yield from (section.body for section in self.sections)
        yield from (clause.text for clause in self.clauses())

    def keys(self) -> list[str]:
        """Every key, of sections and of clauses."""
        return [*(s.key for s in self.sections), *(c.key for c in self.clauses())]


def canonical(code: CodeText) -> bytes:
    """The one form of a code that is hashed: JSON (RFC 8259) in UTF-8, names sorted, no blanks."""
    text = json.dumps(asdict(code), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(code: CodeText) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(code)).hexdigest()


def needed(quorum: Quorum, without_conflict: int) -> int:
    """How many must agree, where `without_conflict` people can decide; two thirds are never one."""
    if quorum is Quorum.TWO_THIRDS:
        return max(2, ceil(without_conflict * 2 / 3))
    return {Quorum.ONE: 1, Quorum.TWO: 2, Quorum.THREE: 3}[quorum]


def why_material(before: CodeText, after: CodeText) -> list[str]:
    """Why going from one to the other is more than wording: sentences, none where it is not."""
    old, new = ({clause.key for clause in code.clauses()} for code in (before, after))
    said = [f"The clause “{key}” is new." for key in sorted(new - old)]
    said += [f"The clause “{key}” is left out." for key in sorted(old - new)]
    for was, now in zip(before.ladder, after.ladder, strict=False):
        if (was.longest_days, was.quorum, was.effects) != (
            now.longest_days,
            now.quorum,
            now.effects,
        ):
            said.append(f"Rung {now.level} lasts, is decided or bites differently.")
    return said
