"""What differs between two codes, clause by clause and word by word: values in, values out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from community.differences import Stretch, words

from .content import CodeText, RungText


class Kind(StrEnum):
    """What became of a part."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs. `key` is an anchor on the page of the code, or empty."""

    kind: Kind
    key: str
    title: str
    stretches: tuple[Stretch, ...]


@lru_cache(maxsize=64)
def compare(before: CodeText, after: CodeText) -> tuple[Difference, ...]:
    """Every part that differs, in the order of the later code; what is gone stands at the end."""
    old, new = _parts(before), _parts(after)
    found = [
        Difference(
            Kind.CHANGED if key in old else Kind.NEW,
            key if not key.startswith("~") else "",
            title,
            words(old.get(key, ("", ""))[1], text),
        )
        for key, (title, text) in new.items()
        if old.get(key, ("", ""))[1] != text
    ]
    gone = [
        Difference(Kind.GONE, "", title, words(text, ""))
        for key, (title, text) in old.items()
        if key not in new and text
    ]
    return (*found, *gone)


def _parts(code: CodeText) -> Mapping[str, tuple[str, str]]:
    """Each part by its key: what it is called, and its text. A `~` marks what is no clause."""
    return dict(_listed(code))


def _listed(code: CodeText) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "~intro", ("Introduction", _read_out(code.intro))
    for section in code.sections:
        own = "\n\n".join(filter(None, (section.heading, _read_out(section.body))))
        yield f"~{section.key}", (section.heading, own)
        for clause in section.clauses:
            yield clause.key, (section.heading, _read_out(clause.text))
    for rung in code.ladder:
        yield f"~rung {rung.level}", (f"Rung {rung.level}: {rung.name}", said_of(rung))


def _read_out(markdown: str) -> str:
    """Without the signs for strong words, which say nothing when one compares."""
    return markdown.replace("**", "")


def said_of(rung: RungText) -> str:
    """A rung line by line, its name first."""
    lasts = "no end set" if rung.longest_days is None else f"{rung.longest_days} days at most"
    lines = (
        rung.name,
        f"What leads to it: {rung.event}",
        f"What follows: {rung.consequence}",
        f"How trust comes back: {rung.repair}",
        f"Lasts: {lasts}",
        f"Decided by: {rung.quorum.value}",
        f"Closed meanwhile: {', '.join(rung.effects) or 'nothing'}",
    )
    return "\n".join(lines)
