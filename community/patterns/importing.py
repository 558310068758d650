"""A pattern that somebody brings as Markdown: ours, or under headings such as InnerSource patterns
have, mapped to the fields of this library. Pure; what comes of it is a draft to look at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from community.text import clean, line

from . import front_matter, markdown
from .content import LONGEST_IN_ALL, SECTIONS, Content, Source
from .credit import LICENCES, licence_words, named
from .front_matter import HeadRefused
from .licensing import allowed, said_in
from .markdown import FileRefused
from .taking import iri

# Bytes of a file: what can be written, and the longest head.
LONGEST = LONGEST_IN_ALL + 4 * front_matter.LONGEST
TOO_BIG = f"The file is too big: at most {LONGEST // 1024} KB are read."
LINK_ONLY = "another"
MOST_ROWS = 100  # of checks and sources, as many as the form keeps
_MAPPED: Mapping[str, str] = {
    **{heading.lower(): name for name, heading in SECTIONS.items()},
    "title": "title",
    **dict.fromkeys(("patlet", "summary"), "summary"),
    **dict.fromkeys(("problem statement", "problem"), "problem"),
    **dict.fromkeys(("context", "story", "sketch"), "context"),
    **dict.fromkeys(("solution", "solutions"), "solution"),
    "rationale": "rationale",
    **dict.fromkeys(("resulting context", "consequences"), "resulting"),
    **dict.fromkeys(("known instances", "known instance", "known uses", "examples"), "seen"),
    **dict.fromkeys(("alias", "aliases", "also known as"), "also_known_as"),
    **dict.fromkeys(("author", "authors", "author(s)"), "authors"),
    **dict.fromkeys(("license", "licence", "copyright and license"), "licence"),
}
_ADAPTED = "What it says was adapted from it."
_LOOSE = "what stands under no heading of its own"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says: as a content, where its headings went, and what has no place here.

    `is_link_only`: its licence does not let us copy the text, so only a link to it is kept.
    """

    content: Content
    mapped: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    is_link_only: bool = False


class LicenceUnsaid(FileRefused):
    """Neither the file nor whoever brings it says under which licence it is."""


def found_in(given: bytes, *, url: str, licence: str | None) -> Found:
    """What is in a file that came from `url` under `licence` (None: it was not said; else what the
    file says of that goes before it). Raises `FileRefused`.
    """
    text = _text(given)
    try:
        head, body = front_matter.split(text)
        found = _ours(text) if markdown.is_ours(head) else _foreign(head, body, url, licence)
    except HeadRefused as refused:
        raise FileRefused(str(refused)) from refused
    if not found.content.title:
        raise FileRefused("It has no title: begin it with a line such as “# Ask Who Is Missing”.")
    return found


def _text(given: bytes) -> str:
    if len(given) > LONGEST:
        raise FileRefused(TOO_BIG)
    try:
        text = clean(given.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileRefused("The file is no text in UTF-8.") from error
    if not text.strip():
        raise FileRefused("There is nothing in it.")
    return text


def _ours(text: str) -> Found:
    taken = markdown.read(text)
    credit = taken.credit
    source = Source(
        text=f"“{credit.title}” by {credit.by}, {credit.place}"[:300],
        url=_web(credit.address),
        licence=licence_words(credit.licence)[0],
        changes="None so far.",
    )
    name = allowed(credit.licence)
    if name is None:
        return _link(credit.title, source)
    made_from = _made_from(taken.content.sources, credit.adapted)
    content = replace(taken.content, sources=(source, *made_from))
    left = ["its stage and its relations, which a steward can bring in with it"]
    if len(content.checks) > MOST_ROWS or len(content.sources) > MOST_ROWS:
        left.append("checks and sources past those that have room")
    content = replace(
        content, checks=content.checks[:MOST_ROWS], sources=content.sources[:MOST_ROWS]
    )
    return Found(content, left_out=tuple(left))


def _made_from(sources: Sequence[Source], told: Sequence[str]) -> list[Source]:
    """Its sources, with the people whom its credit names for these or for others."""
    found, known = list(sources), {named(one) for one in sources}
    for words in told:
        text, _, end = words.rpartition(" (")
        about, _, url = end.removesuffix(")").rpartition(", ")
        same = [place for place, one in enumerate(found) if one.url and one.url == url]
        if words in known:
            continue
        if same:
            found[same[0]] = replace(found[same[0]], text=text[:300])
        elif _web(url):
            is_licence = about in {name for name, _ in LICENCES.values()}
            text = f"{text}, {about}" if about and not is_licence else text
            licence = about if is_licence else ""
            found.append(Source(text[:300], _web(url), licence, _ADAPTED))
        else:
            found.append(Source(words[:300], changes=_ADAPTED))
    return found


def _foreign(head: Mapping[str, Any], body: str, url: str, told: str | None) -> Found:
    parts = list(_parts(body))
    under = _under(parts)
    title = line(under.pop("title", "") or _first_title(parts) or str(head.get("title") or ""))
    authors = line(under.pop("authors", "").replace("\n", ", "))
    in_file = said_in(head, under.pop("licence", ""), body)
    licence = told if in_file is None else in_file
    if licence is None:
        raise LicenceUnsaid("Say under which licence it is, or that you don’t know.")
    known = allowed(licence)
    source = Source(
        text=(f"“{title}” by {authors}" if authors else f"“{title}”")[:300],
        url=_web(url),
        licence=known or licence[:60],
        changes="Brought into the fields of this library.",
    )
    if known is None:
        return _link(title, source)
    why = under.pop("rationale", "")
    solution = under.pop("solution", "")
    names = under.pop("also_known_as", "")
    content = Content(
        title=title,
        summary=line(under.pop("summary", "")),
        also_known_as=tuple(filter(None, (line(part) for part in re.split(r"[,\n]", names)))),
        solution=f"{solution}\n\n### Why it works\n\n{why}".strip("\n") if why else solution,
        sources=(source,),
    )
    loose = [text for depth, heading, text in parts if text and _is_loose(depth, heading, title)]
    if loose:
        under["context"] = "\n\n".join([*loose, *filter(None, [under.get("context")])])
    for name, text in under.items():
        if name in SECTIONS:
            content = content.with_text(name, text)
    mapped = [(heading, _MAPPED[heading.lower()]) for _, heading, _ in parts if _is_known(heading)]
    mapped += [(_LOOSE, "context")] if loose else []
    headings = [heading for _, heading, _ in parts if heading not in ("", title)]
    left = [heading for heading in headings if not _is_known(heading)]
    return Found(content, tuple(mapped), tuple(left))


def _link(title: str, source: Source) -> Found:
    if not source.url:
        raise FileRefused(
            "Its licence does not let its text be copied here. Say where it is, so that a draft of"
            " your own words can link to it."
        )
    kept = replace(source, changes="")
    return Found(Content(title=title, summary="", sources=(kept,)), is_link_only=True)


def _parts(body: str) -> Iterator[tuple[int, str, str]]:
    """(depth, heading, text) of each heading down to the second; deeper ones stay in the text."""
    depth, heading, rows, is_code = 0, "", [], False
    for row in body.split("\n"):
        is_code ^= _FENCE.match(row) is not None
        found = None if is_code else _HEADING.fullmatch(row)
        if found is None or len(found[1]) > 2:  # noqa: PLR2004 - what is further in stays in the text
            rows.append(row)
            continue
        yield depth, heading, "\n".join(rows).strip("\n")
        depth, heading, rows = len(found[1]), line(found[2].rstrip().rstrip("#")), []
    yield depth, heading, "\n".join(rows).strip("\n")


def _under(parts: list[tuple[int, str, str]]) -> dict[str, str]:
    """The texts by what they are mapped to; two for one field follow each other."""
    found: dict[str, str] = {}
    for _, heading, text in parts:
        if _is_known(heading) and text:
            name = _MAPPED[heading.lower()]
            found[name] = f"{found[name]}\n\n{text}" if name in found else text
    return found


def _first_title(parts: list[tuple[int, str, str]]) -> str:
    return next((heading for depth, heading, _ in parts if depth == 1), "")


def _is_loose(depth: int, heading: str, title: str) -> bool:
    """Whether what stands there is under the title, or before any heading."""
    return depth == 0 or (depth == 1 and heading == title and not _is_known(heading))


def _is_known(heading: str) -> bool:
    return heading.lower() in _MAPPED


def _web(url: str) -> str:
    return iri(url)[:500] if url.startswith(("https://", "http://")) else ""
