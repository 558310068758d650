"""What a file that is brought in was made from: named in one line, with everybody who has room and
nobody cut in two; those of this place by their titles alone, for their credit names people as it is
then. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .content import LONGEST_NAMED, UNSAID, Source
from .credit import LICENCES, Credit, licence_words, named
from .taking import iri

_ADAPTED = "What it says was adapted from it."
_BY = "” by "
_AND_OTHERS = " and others"
_PATTERNS = "/patterns/"


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


def of_file(credit: Credit, sources: Sequence[Source], *, is_here: bool) -> MadeFrom:
    """The file itself, its sources, and whom its credit names for these or for others. A file of a
    pattern that `is_here` says no name of this place.
    """
    licence, url = licence_words(credit.licence)[0], web(credit.address)
    if is_here:
        text = told = f"“{credit.title}”"
    else:
        text = f"“{credit.title}{_BY}{credit.by}"
        told = fitted(text, f", {credit.place}")
    first = Source(told, url, licence, "" if is_here else UNSAID)
    root = credit.address.partition(_PATTERNS)[0] + _PATTERNS if is_here else ""
    found, shortened = _with_names(
        sources, [one for one in credit.adapted if not _is_at(root, one)]
    )
    return MadeFrom((first, *found), shortened + (not told.startswith(text)))


def web(url: str) -> str:
    """An address that a browser may be sent to, or none."""
    return iri(url)[:500] if url.startswith(("https://", "http://")) else ""


def _is_at(root: str, words: str) -> bool:
    """Whether what a credit names is of this place: whoever adapts that names its people anew."""
    return bool(root) and root in words.rpartition(" (")[2]


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
