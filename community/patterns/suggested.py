"""What a suggestion makes of a pattern, section by section and word by word: pure."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from community.differences import Clash, Stretch, words
from community.disclosures.asking import is_asked_again
from community.disclosures.wording import Degree

from .comparing import HEADINGS, told
from .content import LINES, SECTIONS, Content, from_values
from .merging import merge_contents

CHECKS, SOURCES = "checks", "sources"
FOUND_BY = (
    *("also_known_as", "dimensions", "infrastructure", "roles", "moments"),
    *("effort", "people", "tags", SOURCES, "training"),
)
LANGUAGE = "language"
SUGGESTABLE = (*LINES, *SECTIONS, CHECKS, *FOUND_BY, LANGUAGE)
"""Everything but the licence, which is the whole library's."""
_CHOSEN = frozenset({*FOUND_BY, LANGUAGE})
_FEW_WORDS = 40
_WEIGHTS = (Degree.NONE, Degree.WORDING, Degree.UNSAID, Degree.SOME, Degree.MOST)

Values = Mapping[str, str]
"""By section, what it would say, as it is kept: JSON."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a suggestion against the pattern as it stands; without `stretches` the
    pattern says so already.
    """

    section: str
    heading: str
    stretches: Sequence[Stretch]
    clashes: Sequence[Clash]


def values_between(before: Content, after: Content) -> Values:
    """What is suggested: the sections that differ."""
    changed = [s for s in SUGGESTABLE if getattr(before, s) != getattr(after, s)]
    told_as = {s: asdict(after)[s] for s in changed}
    return {s: json.dumps(value, ensure_ascii=False) for s, value in told_as.items()}


def with_values(before: Content, values: Values) -> Content:
    """`before` with what is suggested in place of its sections."""
    read = {section: json.loads(value) for section, value in values.items()}
    return from_values({**asdict(before), **read})


def merged(before: Content, standing: Content, values: Values) -> tuple[Content, Sequence[Part]]:
    """The pattern as it stands with all that is suggested, which was written over `before`, and
    what that changes. Where both changed the same words, it has the suggested ones.
    """
    found = merge_contents(before, standing, with_values(before, values))
    parts = [
        Part(
            section,
            HEADINGS[section],
            _changed(told(standing, section), told(found.content, section)),
            found.clashes.get(section, ()),
        )
        for section in SUGGESTABLE
        if section in values
    ]
    return found.content, parts


def own_words(before: Content, values: Values) -> Sequence[Part]:
    """What is suggested, by itself: for whom may not read any more what it would change."""
    after, named = with_values(before, values), [s for s in SUGGESTABLE if s in values]
    return [Part(s, HEADINGS[s], (Stretch("same", told(after, s)),), ()) for s in named]


def only(standing: Content, whole: Content, taken: Collection[str]) -> Content:
    """The pattern as it stands with the sections of `whole` that are taken."""
    changes: dict[str, Any] = {s: getattr(whole, s) for s in SUGGESTABLE if s in taken}
    return replace(standing, **changes)


def taken_in(standing: Content, became: Content, values: Values) -> frozenset[str]:
    """The suggested sections that are other than they were, in whatever words."""
    return frozenset(s for s in values if getattr(standing, s) != getattr(became, s))


def is_much_of(before: Content, values: Values) -> bool:
    """Whether so many words of the suggested sections are others that it is asked again whether a
    tool was involved; what it is found by has none.
    """
    after, worded = (
        with_values(before, values),
        [s for s in values if s not in _CHOSEN],
    )
    old, new = (" ".join(told(each, s) for s in worded) for each in (before, after))
    return is_asked_again(old, new)


def is_short(before: Content, sections: Collection[str]) -> bool:
    """Whether these sections have so few words that nearly any edit is much of them."""
    worded = [told(before, s) for s in SUGGESTABLE if s in sections and s not in _CHOSEN]
    return bool(worded) and len(" ".join(worded).split()) < _FEW_WORDS


def says_more(one: Degree, other: Degree) -> bool:
    """Whether `one` tells of more than `other` that a tool made."""
    return _WEIGHTS.index(one) > _WEIGHTS.index(other)


def _changed(before: str, after: str) -> Sequence[Stretch]:
    return () if before == after else words(before, after)
