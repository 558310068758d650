"""The words of a pattern, one revision of it: what it holds, how it is kept, what it lacks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from community.agendas.sides import Side, side_to_hear

from .facets import Dimension, Door, Effort, Infrastructure, Moment, People

LICENCE = "CC-BY-SA-4.0"
LONGEST_TITLE = 80
LONGEST_SUMMARY = 200
LONGEST_NAMED = 1000  # letters that name a source, with whoever wrote it
UNSAID = "None so far."  # what a file that was brought in begins with as changes of it
LONGEST_IN_ALL = 160 * 1024  # bytes of all its longer texts together
TOO_MUCH = f"A pattern holds {LONGEST_IN_ALL // 1024} KB of text in all. Make it shorter."
MOST_WORDS_OF_TITLE = 6


class Kind(StrEnum):
    """How a check is made."""

    DOCUMENT = "document"
    COUNT = "count"
    INTERVIEW = "interview"
    LOG = "log"


class Audience(StrEnum):
    """Who reads: both contracts share the facts, and are told from another side."""

    COMMUNITY = "community"
    BUSINESS = "business"


class Training(StrEnum):
    """What the people who wrote it would like about models being trained on it. A wish: the licence
    says what is allowed, and this changes nothing about that.
    """

    WELCOME = "welcome"
    ASK = "ask us first"
    NO = "please do not"


@dataclass(frozen=True, slots=True)
class Check:
    """How to see that it is honoured: a question, where to look; for one audience or for both."""

    question: str
    kind: Kind = Kind.DOCUMENT
    where: str = ""
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What it was made from; `changes` says what was changed of it."""

    text: str
    url: str = ""
    licence: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a revision says. Longer texts are Markdown; the rest is one line each."""

    title: str
    summary: str
    also_known_as: tuple[str, ...] = ()
    language: str = "en"
    licence: str = LICENCE
    context: str = ""
    problem: str = ""
    forces: str = ""
    solution: str = ""
    avoid: str = ""
    resulting: str = ""
    seen: str = ""
    for_people: str = ""
    for_business: str = ""
    tension: str = ""
    business_tension: str = ""
    who_pays: str = ""
    checks: tuple[Check, ...] = ()
    sources: tuple[Source, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    infrastructure: tuple[Infrastructure, ...] = ()
    roles: tuple[Door, ...] = ()
    moments: tuple[Moment, ...] = ()
    effort: Effort | None = None
    people: People | None = None
    tags: tuple[str, ...] = ()
    training: Training | None = None

    def text_of(self, section: str) -> str:
        """The source of one of `SECTIONS`, or of the title or the summary."""
        return str(getattr(self, section))

    @property
    def side_to_hear(self) -> Side | None:
        """Which of its two contracts says too little."""
        return side_to_hear(self.for_people, self.for_business)

    def checks_for(self, audience: Audience) -> tuple[Check, ...]:
        """What an audience checks it by; where nothing is written for that, what others do: how to
        check that it is honoured is always there.
        """
        own = tuple(check for check in self.checks if check.audience in (None, audience))
        return own or self.checks

    @property
    def reads_alike(self) -> bool:
        """Whether the community and the business read the same words of it."""
        is_for_all = all(check.audience is None for check in self.checks)
        return is_for_all and self.business_tension in ("", self.tension)

    @property
    def weight(self) -> int:
        """How many bytes its longer texts are together."""
        return sum(len(self.text_of(name).encode()) for name in SECTIONS)

    @property
    def most_after(self) -> int:
        """How many bytes the longer texts of a revision after this one may be: what was written
        when more was kept may stay as long as it is.
        """
        return max(LONGEST_IN_ALL, self.weight)

    def with_text(self, section: str, text: str) -> "Content":
        """The same with another text for one section."""
        changed: dict[str, Any] = {section: text}
        return replace(self, **changed)


SECTIONS: Mapping[str, str] = {
    "context": "Context",
    "problem": "Problem",
    "forces": "Forces",
    "solution": "Solution",
    "avoid": "Don’t do this",
    "resulting": "What follows",
    "seen": "Seen in practice",
    "for_people": "For people",
    "for_business": "For the business",
    "tension": "The tension",
    "business_tension": "The tension, as the business meets it",
    "who_pays": "Who pays",
}
"""The longer texts, in reading order, with their headings."""

LINES: Mapping[str, str] = {"title": "Title", "summary": "Summary"}
"""The texts of one line."""

_LISTS: Mapping[str, type[StrEnum]] = {
    "dimensions": Dimension,
    "infrastructure": Infrastructure,
    "roles": Door,
    "moments": Moment,
}
_ONE: Mapping[str, type[StrEnum]] = {"effort": Effort, "people": People, "training": Training}


def to_json(content: Content) -> str:
    """`content` as it is kept: the same bytes for the same words."""
    return json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":"))


def from_json(kept: str) -> Content:
    """What `to_json` made. A field that came later has what it has by default."""
    return from_values(json.loads(kept))


def from_values(given: Mapping[str, Any]) -> Content:
    """A content of plain values, such as those of a file. Raises `ValueError`, `TypeError` or
    `KeyError` where they do not fit.
    """
    known = {field.name for field in fields(Content)}
    values = {name: value for name, value in given.items() if name in known}
    for name, kind in _LISTS.items():
        values[name] = in_order(kind, values.get(name, ()))
    for name, one in _ONE.items():
        values[name] = one(values[name]) if values.get(name) else None
    for name in ("also_known_as", "tags"):
        values[name] = tuple(values.get(name, ()))
    values["checks"] = tuple(_check(value) for value in values.get("checks", ()))
    values["sources"] = tuple(Source(**value) for value in values.get("sources", ()))
    return Content(**values)


def in_order(kind: type[Any], given: Sequence[str]) -> tuple[Any, ...]:
    """The values of `kind` that are given, each once, in the order of the list.

    Raises `ValueError` for one that is not in it.
    """
    chosen = {kind(value) for value in given}
    return tuple(value for value in kind if value in chosen)


def _check(given: Mapping[str, Any]) -> Check:
    audience = given.get("audience")
    return Check(
        given["question"],
        Kind(given.get("kind") or Kind.DOCUMENT),
        given.get("where", ""),
        Audience(audience) if audience else None,
    )


def facets_of(content: Content) -> list[tuple[str, str]]:
    """What it is found by, but for its stage: (facet, value), tags among them, each once."""
    found = [
        *(("dimension", value.value) for value in content.dimensions),
        *(("infrastructure", value.value) for value in content.infrastructure),
        *(("role", value.value) for value in content.roles),
        *(("moment", value.value) for value in content.moments),
        *((("effort", content.effort.value),) if content.effort else ()),
        *((("people", content.people.value),) if content.people else ()),
        *(("tag", tag) for tag in content.tags),
    ]
    return list(dict.fromkeys(found))


def missing(content: Content) -> Sequence[str]:
    """What has to be written before it can be proposed, by the names of the fields: a check for
    everybody, or one for each audience, and one of each facet among them.
    """
    facets = ("dimensions", "infrastructure", "effort", "people")
    wanted = ("summary", "context", "problem", "solution", "checks", *facets)
    found = [name for name in wanted if not getattr(content, name)]
    is_told = {check.audience for check in content.checks}
    is_for_all = None in is_told or is_told >= set(Audience)
    return [n for n in wanted if n in found or (n == "checks" and not is_for_all)]


def changed_sections(before: Content, after: Content) -> Sequence[str]:
    """The names of all fields that differ, in reading order."""
    return [f.name for f in fields(Content) if getattr(before, f.name) != getattr(after, f.name)]
