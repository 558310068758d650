"""The line that credits the people who wrote a pattern. Values in, one sentence out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .content import Source

LICENCES: Mapping[str, tuple[str, str]] = {
    "CC0-1.0": ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
}
"""What each licence is called and where it is written down, by its SPDX identifier."""
_NOBODY = "people who are not named"


@dataclass(frozen=True, slots=True)
class Credit:
    """What has to be said wherever a pattern is shown or copied.

    `people` are those who wrote revisions, in the order of their first, as they want to be called;
    `others` says that there are some who want no name. `address` is the revision's, which stays.
    """

    title: str
    people: tuple[str, ...]
    others: bool
    place: str
    address: str
    licence: str
    adapted: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """The people in words, such as "Ada, Ben and others"."""
        return words_for(self.people, others=self.others)


@dataclass(frozen=True, slots=True)
class Adapted:
    """A pattern that another was adapted from, and by whom it is, in words."""

    title: str
    slug: str
    by: str


def line(credit: Credit) -> str:
    """The credit line, as it stands on pages, in exports and on cards."""
    name, address = licence_words(credit.licence)
    licence = f"{name} ({address})" if address else name
    parts = [f"“{credit.title}” by {credit.by}, {credit.place}: {credit.address}.", f"{licence}."]
    if credit.adapted:
        parts.append(f"Adapted from {listed(credit.adapted)}.")
    return " ".join(parts)


def licence_words(licence: str) -> tuple[str, str]:
    """What a licence is called, and its address where we know one."""
    return LICENCES.get(licence, (licence, ""))


def words_for(people: Sequence[str], *, others: bool) -> str:
    """People in words, such as "Ada, Ben and others"."""
    return listed([*people, *(["others"] if others else [])]) if people else _NOBODY


def adapted_from(sources: Sequence[Source], patterns: Sequence[Adapted] = ()) -> tuple[str, ...]:
    """What a pattern was made from: other `patterns`, with what a source says of them, and sources
    that say what was changed; each once.
    """
    changed = [source for source in sources if source.changes]
    told = []
    for pattern in patterns:
        same = next((one for one in changed if f"/patterns/{pattern.slug}/" in one.url), None)
        words = f"“{pattern.title}” by {pattern.by}"
        told.append(_named(replace(same, text=words)) if same else words)
        changed = [one for one in changed if one is not same]
    return (*told, *(_named(source) for source in changed))


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _named(source: Source) -> str:
    known = ", ".join(filter(None, (source.licence, source.url)))
    return f"{source.text} ({known})" if known else source.text
