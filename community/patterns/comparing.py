"""Two revisions beside each other, section by section and word by word: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.differences import Stretch, share_changed, words
from community.disclosures.asking import MUCH

from .content import LINES, SECTIONS, Check, Content, Source, changed_sections
from .facets import WORDS

HEADINGS = {
    **LINES,
    **SECTIONS,
    "also_known_as": "Also known as",
    "language": "Language",
    "licence": "Licence",
    "checks": "How do we know it is honoured?",
    "sources": "Sources",
    "dimensions": "What it keeps",
    "infrastructure": "Where it lives",
    "roles": "For whose work",
    "moments": "For which moment",
    "effort": "Time to begin",
    "people": "Who it takes",
    "tags": "Tags",
    "training": "Training models on it",
}
"""What every field is called, in reading order."""
WORDED = frozenset({*LINES, *SECTIONS, "also_known_as", "checks", "tags"})
"""Those that are written in the language of the pattern."""
_WEIGHTY = ("context", "problem", "solution", "checks")
_FEW = 4  # words: fewer are a slip of the pen, however short the section is


@dataclass(frozen=True, slots=True)
class Difference:
    """One section that is not the same, with its words."""

    name: str
    heading: str
    stretches: Sequence[Stretch]


def compare(before: Content, after: Content) -> list[Difference]:
    """What differs, in reading order."""
    return [
        Difference(name, HEADINGS[name], words(told(before, name), told(after, name)))
        for name in changed_sections(before, after)
    ]


def is_another(before: Content, after: Content) -> bool:
    """Whether so much of what it tells somebody to do is other words that what was said of the one
    is not said of the other.
    """
    return any(_is_much(told(before, name), told(after, name)) for name in _WEIGHTY)


def _is_much(before: str, after: str) -> bool:
    share = share_changed(before, after)
    return share > MUCH and share * max(len(before.split()), len(after.split())) >= _FEW


def told(content: Content, name: str) -> str:
    """One field in words, as they are compared."""
    value = getattr(content, name)
    if isinstance(value, tuple):
        lines = [line_of(each) for each in value]
        return "\n".join(lines) if name in {"checks", "sources"} else ", ".join(lines)
    return WORDS.get(value, str(value)) if value else ""


def line_of(value: object) -> str:
    """One value of a list in words."""
    if isinstance(value, Check):
        rest = [value.kind.value, value.where, value.audience.value if value.audience else ""]
        return f"{value.question} ({', '.join(word for word in rest if word)})"
    if isinstance(value, Source):
        return " · ".join(w for w in (value.text, value.url, value.licence, value.changes) if w)
    return WORDS.get(str(value), str(value))
