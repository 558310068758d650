"""The line that credits the people who wrote a pattern. Values in, one sentence out."""

import re
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
_UNTITLED = "a pattern that not everybody can read any more"
_OF_PATTERN = re.compile(
    r"/patterns/(?P<slug>[a-z0-9-]+)(?:/revisions/(?P<number>\d{1,6}))?(?![^/?#.])"
)


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


Kept = tuple[int, str]
"""What a pattern was made from, as a file says it, and which of all these it is there."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """A pattern that another was adapted from. `people` wrote it, each from a revision on, and are
    named unless they want no name; where it is not listed any more, neither its title is told nor
    who came to it since, as of `revision`. `before` is what it was itself made from, as a file says
    it that it came with.
    """

    title: str
    slug: str
    people: tuple[tuple[int, str | None], ...]
    is_listed: bool = True
    revision: int = 1
    before: tuple[str, ...] = ()


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


def adapted_from(
    sources: Sequence[Source], patterns: Sequence[Adapted] = (), kept: Sequence[Kept] = ()
) -> tuple[str, ...]:
    """What a pattern was made from: other `patterns`, each by whom and with what a source says of
    it, and sources that say what was changed; each once. `kept` is what a file says of patterns
    that are not here, in the place of sources that are these.
    """
    told, rest = [], [source for source in sources if source.changes]
    for pattern in patterns:
        same = [source for source in sources if is_about(source, pattern.slug, pattern.title)]
        told += [_told(pattern, source) for source in same or (None,)]
        rest = [one for one in rest if one not in same]
    known = {_end(words) for words in told}
    told += [words for one in patterns for words in one.before if _end(words) not in known]
    known = {_end(words) for words in told}
    new = [(place, words) for place, words in kept if _end(words) not in known]
    known |= {_end(words) for _, words in new}
    more = [words for source in rest if _end(words := named(source)) not in known]
    found = list(dict.fromkeys([*told, *more]))
    for place, words in new:
        found.insert(place, words)
    return tuple(found)


def _end(words: str) -> str:
    """The licence and the address of what is named, by which it is known; all of it without one."""
    return words[max(words.rfind(" ("), 0) :] if "://" in words else words


def is_about(source: Source, slug: str, title: str) -> bool:
    """Whether a source is the pattern at an address, or, where it has none, of this title."""
    if source.url:
        return _slug_in(source.url) == slug
    return source.text.strip(' “”"').casefold() == title.casefold()


def is_named_in(words: Sequence[str], slug: str, title: str | None) -> bool:
    """Whether what a file says a pattern was made from names the pattern at an address, or with a
    title, where it is known.
    """
    begins = f"“{title}” by " if title else None
    return any(_slug_in(one) == slug or (begins and one.startswith(begins)) for one in words)


def _slug_in(url: str) -> str:
    found = _OF_PATTERN.search(url)
    return found["slug"] if found else ""


def _told(pattern: Adapted, source: Source | None) -> str:
    """A pattern by whom it is, with what a source says of it."""
    people = pattern.people
    title = f"“{pattern.title}”" if pattern.is_listed else _UNTITLED
    if not pattern.is_listed:
        found = _OF_PATTERN.search(source.url) if source else None
        number = int(found["number"]) if found and found["number"] else pattern.revision
        people = tuple((first, name) for first, name in people if first <= number)
        title = source.text if source else title
    names = tuple(dict.fromkeys(name for _, name in people if name))
    words = f"{title} by {words_for(names, others=any(not name for _, name in people))}"
    return named(replace(source, text=words)) if source else words


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def named(source: Source) -> str:
    """A source in words, with its licence and its address."""
    known = ", ".join(filter(None, (source.licence, source.url)))
    return f"{source.text} ({known})" if known else source.text
