"""A pattern that somebody brings as Markdown: ours, or under headings such as InnerSource patterns
have, mapped to the fields of this library. Pure; what comes of it is a draft to look at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from community.text import clean, line

from . import front_matter, markdown
from .comparing import HEADINGS
from .content import LONGEST_IN_ALL, SECTIONS, Content, Source
from .front_matter import HeadRefused
from .import_sources import Here, fitted, of_file, web
from .licensing import allowed, said_in
from .markdown import FileRefused

# Bytes of a file: what can be written, and the longest head.
LONGEST = LONGEST_IN_ALL + 4 * front_matter.LONGEST
TOO_BIG = f"The file is too big: at most {LONGEST // 1024} KB are read."
LINK_ONLY = "another"
NOWHERE = Here()
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
_CALLED = {
    **HEADINGS,
    "rationale": f"“Why it works” under {HEADINGS['solution']}",
    "authors": "What it was made from",
}
NAMES_LEFT = "names of people who wrote it or what it was made from, past those that have room"
_LOOSE = "what stands under no heading of its own"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says: as a content, where its headings went, and what has no place here.

    `is_link_only`: its licence does not let us copy the text, so only a link to it is kept.
    `adapts` is the address of the pattern of this place that it is.
    """

    content: Content
    mapped: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    is_link_only: bool = False
    adapts: str = ""

    @property
    def went_to(self) -> tuple[tuple[str, str], ...]:
        """Where each heading of the file went, by what that is called in the form."""
        return tuple((heading, _CALLED[name]) for heading, name in self.mapped)


class LicenceUnsaid(FileRefused):
    """Neither the file nor whoever brings it says under which licence it is."""


def found_in(given: bytes, *, url: str, licence: str | None, here: Here = NOWHERE) -> Found:
    """What is in a file that came from `url` under `licence` (None: it was not said; else what the
    file says of that goes before it). Raises `FileRefused`.
    """
    text = _text(given)
    try:
        head, body = front_matter.split(text)
        if markdown.is_ours(head):
            found = _ours(text, here)
        else:
            found = _foreign(head, body, url, licence, here)
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


def _ours(text: str, here: Here) -> Found:
    taken = markdown.read(text)
    credit, adapts = taken.credit, here.slug_at(taken.credit.address)
    made_from = of_file(credit, taken.content.sources, here, adapts=adapts)
    if allowed(credit.licence) is None:
        return _link(credit.title, made_from.sources[0])
    content = replace(taken.content, sources=made_from.sources)
    left = ["its stage and its relations, which a steward can bring in with it"]
    if len(content.checks) > MOST_ROWS or len(content.sources) > MOST_ROWS:
        left.append("checks and sources past those that have room")
    if made_from.shortened:
        left.append(NAMES_LEFT)
    content = replace(
        content, checks=content.checks[:MOST_ROWS], sources=content.sources[:MOST_ROWS]
    )
    return Found(content, left_out=tuple(left), adapts=adapts)


def _foreign(head: Mapping[str, Any], body: str, url: str, told: str | None, here: Here) -> Found:
    adapts = here.slug_at(url)
    parts = list(_parts(body))
    under = _under(parts)
    title = line(under.pop("title", "") or _first_title(parts) or str(head.get("title") or ""))
    authors = line(under.pop("authors", "").replace("\n", ", "))
    in_file = said_in(head, under.pop("licence", ""), body)
    licence = told if in_file is None else in_file
    if licence is None:
        raise LicenceUnsaid("Say under which licence it is, or that you don’t know.")
    known = allowed(licence)
    whole = f"“{title}” by {authors}" if authors and not here.has(url) else f"“{title}”"
    named = fitted(whole)
    changes = "" if adapts else "Brought into the fields of this library."
    source = Source(named, web(here.present(url, adapts)), known or licence[:60], changes)
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
    left += [NAMES_LEFT] if named != whole else []
    return Found(content, tuple(mapped), tuple(left), adapts=adapts)


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
