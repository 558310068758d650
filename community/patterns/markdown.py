"""A pattern as Markdown with front matter, and read from it again: the same bytes both ways. Pure.

The head holds everything but the longer texts, which stand under their headings. What else stands
in the body (title, checks, sources, credit) is there for readers and is written anew from the head.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from community.conduct.clause_texts import clause_lines
from community.disclosures.facts import said_in
from community.text import clean, flat

from . import front_matter
from .content import SECTIONS, Content, Source, from_values
from .credit import Credit, licence_words, line
from .taking import FORMAT, Related, Taken, content_facts, facts_of, is_to_go_to

CHECKS, SOURCES, CREDIT = "How do we know it is honoured?", "Sources", "Credit"
_SECTION_OF: Mapping[str, str] = {heading: name for name, heading in SECTIONS.items()}
_OURS = re.compile(
    r"(\\*)## ({})".format("|".join(map(re.escape, (*_SECTION_OF, CHECKS, SOURCES, CREDIT))))
)


class FileRefused(ValueError):
    """The file is no pattern that can be read; the text is a sentence that says why."""


def write(taken: Taken) -> str:
    """The file of a pattern."""
    content = content_facts(taken.content)
    short = {name: value for name, value in content.items() if name not in SECTIONS}
    return front_matter.write({"format": FORMAT} | short | facts_of(taken)) + "\n".join(
        _body(taken)
    )


def is_ours(head: Mapping[str, Any]) -> bool:
    """Whether a head is of a file that was written here, or at another place of this kind."""
    return head.get("format") == FORMAT and "pattern" in head


def read(text: str) -> Taken:
    """What `write` made. Raises `FileRefused`, or `front_matter.HeadRefused`."""
    head, body = front_matter.split(text)
    if not is_ours(head):
        raise FileRefused("Its head does not say that it is a pattern of a library like this one.")
    try:
        content = from_values({**head, **sections_of(body)})
        _refuse_other_than_texts(content)
        return _taken(head, content)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FileRefused("Its head does not say what the head of a pattern says.") from error


def sections_of(body: str) -> dict[str, str]:
    """The longer texts that stand under our headings, by section."""
    found: dict[str, list[str]] = {}
    under: list[str] = []
    for row in body.split("\n"):
        ours = _OURS.fullmatch(row)
        if ours is None:
            under.append(row)
        elif ours[1]:
            under.append(row[1:])
        else:
            under = found.setdefault(_SECTION_OF.get(ours[2], ""), [])
    return {
        name: "\n".join(rows).strip("\n") for name, rows in found.items() if name and "".join(rows)
    }


def _taken(head: Mapping[str, Any], content: Content) -> Taken:
    said = said_in(head["disclosure"])
    if said is None:
        raise ValueError("nothing is said about tools")
    credit = Credit(
        title=content.title,
        people=tuple(map(_word, head["authors"])),
        others=bool(head["and_others"]),
        place=_word(head["place"]),
        address=_word(head["address"]),
        licence=content.licence,
        adapted=tuple(map(_word, head["adapted_from"])),
    )
    return Taken(
        slug=_word(head["pattern"]),
        content=content,
        stage=_word(head["stage"]),
        number=int(head["revision"]),
        at=_instant(head["revised"]),
        credit=credit,
        said=said,
        relations=tuple(map(_related, head["relations"])),
        successor=_word(head["successor"]) if "successor" in head else None,
    )


def _related(given: Mapping[str, Any]) -> Related:
    at, by = given.get("at"), given.get("by")
    said = {"at": None if at is None else _instant(at), "by": None if by is None else _word(by)}
    return Related(**{**given, **said})


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found


def _refuse_other_than_texts(content: Content) -> None:
    """What ought to be text is; YAML could have said a number."""
    texts = [content.title, content.summary, content.language, content.licence]
    texts += [*content.also_known_as, *content.tags]
    for check in content.checks:
        texts += [check.question, check.where]
    for source in content.sources:
        texts += [source.text, source.url, source.licence, source.changes]
    for text in texts:
        _word(text)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _body(taken: Taken) -> Iterator[str]:
    content = taken.content
    yield from ("", f"# {flat(content.title)}", "", flat(content.summary), "")
    yield from (f"> {flat(taken.retired)}", "") if taken.retired else ()
    if taken.redactions:
        yield from (*clause_lines(taken.redactions, taken.code_at)[1:], "")
    for name, heading in SECTIONS.items():
        text = clean(content.text_of(name)).strip("\n")
        if text:
            yield from (f"## {heading}", "")
            yield from (f"\\{row}" if _OURS.fullmatch(row) else row for row in text.split("\n"))
            yield ""
    if content.checks:
        yield from (f"## {CHECKS}", "")
        for check in content.checks:
            where = f": {check.where}" if check.where else ""
            yield f"- {flat(check.question)} ({check.kind.value}{flat(where)})"
        yield ""
    if content.sources:
        yield from (f"## {SOURCES}", "")
        yield from (f"- {_source(source)}" for source in content.sources)
        yield ""
    yield from (f"## {CREDIT}", "", flat(line(taken.credit)), "")
    yield from taken.assisted_by
    yield from [""] if taken.assisted_by else []


def _source(source: Source) -> str:
    """What it is called, under which licence and where it is, and what was changed of it."""
    told = flat(source.text)
    told += f", {flat(licence_words(source.licence)[0])}" if source.licence else ""
    url = f"<{source.url}>" if is_to_go_to(source.url) else flat(source.url)
    told += f": {url}" if source.url else ""
    return f"{told}. Changed: {flat(source.changes)}" if source.changes else told
