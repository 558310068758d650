"""What a file that is brought in was made from: named in one line, with everybody who has room and
nobody cut in two; those of this place by their titles alone, for their credit names people as it is
then. Pure.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .content import LONGEST_NAMED, UNSAID, Source
from .credit import LICENCES, Credit, licence_words, named
from .taking import iri

_ADAPTED = "What it says was adapted from it."
_BY = "” by "
_AND_OTHERS = " and others"
_ADDRESS = re.compile(r"https?://([^\s/?#)]*)([^\s)]*)", re.IGNORECASE)
_USUAL_PORT = re.compile(r"(.*@)?(.*?)\.?(:80|:443)?$")
_SLUG = re.compile(r"[^/?#.]*")


@dataclass(frozen=True, slots=True)
class Here:
    """Where the patterns of this place are: what their addresses begin with, nothing where it has
    none. `listed` gives the address in words that a pattern everybody can read has now, by one it
    has or had, or nothing.
    """

    root: str = ""
    listed: Callable[[str], str] = lambda _slug: ""

    def has(self, words: str) -> bool:
        """Whether an address, or the end of what a credit names, is of this place."""
        return self._rest(words) is not None

    def slug_at(self, address: str) -> str:
        """The address in words of what everybody can read at a whole address, or nothing."""
        rest = self._rest(address)
        return self.listed(_SLUG.findall(rest)[0]) if rest else ""

    def present(self, address: str, slug: str) -> str:
        """The same address with the words that the pattern there has now."""
        rest = self._rest(address)
        return f"{self.root}{slug}{_SLUG.sub('', rest, count=1)}" if slug and rest else address

    def _rest(self, words: str) -> str | None:
        """What follows in words after what addresses of this place begin with, however that is
        written; None where they lead elsewhere.
        """
        root, there = _without_scheme(self.root), _without_scheme(words)
        return there.removeprefix(root) if root and there.startswith(root) else None


def _without_scheme(words: str) -> str:
    """The first address in words as a browser takes it, but for https or not."""
    found = _ADDRESS.search(words)
    if found is None:
        return ""
    host = _USUAL_PORT.sub(r"\2", found[1].lower(), count=1)
    return f"{host}{re.sub('/+', '/', found[2])}"


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The sources, and of how many of them names were left out."""

    sources: tuple[Source, ...]
    shortened: int = 0


def fitted(text: str, after: str = "") -> str:
    """As much of a title and of who wrote it as has room, none of these cut; `after` ends it."""
    most = LONGEST_NAMED - len(after)
    if len(text) <= most:
        return f"{text}{after}"
    head = text[: most - len(_AND_OTHERS) + 1]
    title, by, names = head.partition(_BY)
    kept = names.rpartition(", ")[0]
    if kept:
        return f"{title}{by}{kept}{_AND_OTHERS}{after}"
    return f"{title}”{after}" if by else f"{text[:most]}{after}"


def of_file(credit: Credit, sources: Sequence[Source], here: Here, *, adapts: str) -> MadeFrom:
    """The file itself, its sources, and whom its credit names for these or for others, without
    names of people for what is of this place. One that `adapts` what is at an address in words is
    led there, and names nothing else of this place: it is told with that.
    """
    licence, url = licence_words(credit.licence)[0], web(here.present(credit.address, adapts))
    if here.has(credit.address):
        text = told = fitted(f"“{credit.title}”")
    else:
        text = f"“{credit.title}{_BY}{credit.by}"
        told = fitted(text, f", {credit.place}")
    first = Source(told, url, licence, "" if adapts else UNSAID)
    own = [_without_people(one) if here.has(one.url) else one for one in sources]
    named_here = [one for one in credit.adapted if not (adapts and _is_at(here, one))]
    found, shortened = _with_names(
        own, [_without_names(one) if _is_at(here, one) else one for one in named_here]
    )
    return MadeFrom((first, *found), shortened + (not told.startswith(text)))


def web(url: str) -> str:
    """An address that a browser may be sent to, or none."""
    return iri(url)[:500] if url.startswith(("https://", "http://")) else ""


def _is_at(here: Here, words: str) -> bool:
    """Whether what a credit names is of this place."""
    return here.has(words.rpartition(" (")[2])


def _without_people(source: Source) -> Source:
    title, by, _ = source.text.partition(_BY)
    return replace(source, text=f"{title}”") if by else source


def _without_names(words: str) -> str:
    """What a credit names, with its licence and its address, and nobody who wrote it."""
    text, brace, end = words.rpartition(" (")
    title, by, _ = text.partition(_BY)
    return f"{title}”{brace}{end}" if by else words


def _with_names(sources: Sequence[Source], told: Sequence[str]) -> tuple[list[Source], int]:
    found, known, shortened = list(sources), {named(one) for one in sources}, 0
    for words in told:
        text, _, end = words.rpartition(" (")
        about, _, url = end.removesuffix(")").rpartition(", ")
        same = [place for place, one in enumerate(found) if one.url and one.url == url]
        if words in known:
            continue
        is_licence = about in {name for name, _ in LICENCES.values()}
        if not same and not web(url):
            text = words
        elif not same and about and not is_licence:
            text = f"{text}, {about}"
        told_in_line = fitted(text)
        shortened += told_in_line != text
        if same:
            found[same[0]] = replace(found[same[0]], text=told_in_line)
        else:
            licence = about if is_licence and web(url) else ""
            found.append(Source(told_in_line, web(url), licence, _ADAPTED))
    return found, shortened
