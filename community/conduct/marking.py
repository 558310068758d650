"""A code as one Markdown text and back: headings begin sections, list items are clauses.

A key stands in braces at the end of a heading or of a clause, `{#expected-1}`; where there is none,
one is made.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from .content import TAKEN_KEYS, ClauseText, CodeText, SectionText

LONGEST_KEY = 40
KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)$")
_MARK = re.compile(r"[ \t]*\{#([^{}\s]{1,60})\}[ \t]*$")


@dataclass(slots=True)
class _Part:
    heading: str
    key: str
    lines: list[str] = field(default_factory=list)
    items: list[list[str]] = field(default_factory=list)
    in_item: bool = False


def read_text(source: str, *, taken: Iterable[str] = ()) -> tuple[str, tuple[SectionText, ...]]:
    """Introduction and sections of a pasted text. New keys avoid each other and `taken`."""
    parts = _parts(source)
    used = {key for part in parts for key in (part.key, *map(_key_of, part.items)) if key}
    used |= set(taken) | TAKEN_KEYS
    sections = [_section(part, used) for part in parts[1:]]
    intro = "\n".join([*parts[0].lines, *(f"- {_joined(item)}" for item in parts[0].items)])
    return intro.strip(), tuple(sections)


def write_text(code: CodeText) -> str:
    """The words of a code as Markdown that `read_text` understands; the ladder is not in it."""
    said = [code.intro, ""] if code.intro else []
    for section in code.sections:
        said += [f"## {section.heading} {{#{section.key}}}", ""]
        said += [section.body, ""] if section.body else []
        for clause in section.clauses:
            first, *more = clause.text.split("\n")
            lines = [f"- {first}", *(f"  {line}" if line else "" for line in more)]
            said += [*lines[:-1], f"{lines[-1]} {{#{clause.key}}}"]
        said += [""] if section.clauses else []
    return "\n".join(said).rstrip() + "\n"


def key_from(words: str, used: set[str]) -> str:
    """A key made from `words` that is not in `used`, and now is."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall("[a-z0-9]+", plain))[:30].strip("-")
    stem = stem if KEY.fullmatch(stem) else f"part-{stem}".rstrip("-")
    key, n = stem, 2
    while key in used or key in TAKEN_KEYS:
        key, n = f"{stem}-{n}", n + 1
    used.add(key)
    return key


def clause_key(section_key: str, used: set[str]) -> str:
    """The next key of a section that is not in `used`: `expected-7`; it is used from now on."""
    stem, n = section_key[:34].rstrip("-"), 1
    while f"{stem}-{n}" in used:
        n += 1
    used.add(f"{stem}-{n}")
    return f"{stem}-{n}"


def _parts(source: str) -> list[_Part]:
    parts = [_Part("", "")]
    for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = _HEADING.match(line)
        if heading and heading[1] != "#":
            words, key = _unmarked(heading[2])
            parts.append(_Part(words, key))
        elif not heading:  # a heading of the first level is the name of the whole
            _take(parts[-1], line)
    return parts


def _take(part: _Part, line: str) -> None:
    item = _ITEM.match(line)
    if item:
        part.items.append([item[1]])
        part.in_item = True
    elif part.in_item and (line.startswith(("  ", "\t")) or (line.strip() and part.items[-1][-1])):
        part.items[-1].append(line.strip())  # the item goes on
    elif part.in_item and not line.strip():
        part.items[-1].append("")
    else:
        part.in_item = False
        part.lines.append(line)


def _section(part: _Part, used: set[str]) -> SectionText:
    key = part.key or key_from(part.heading, used)
    clauses = []
    for item in part.items:
        text, marked = _unmarked(_joined(item))
        if text:
            clauses.append(ClauseText(marked or clause_key(key, used), text))
    return SectionText(key, part.heading, "\n".join(part.lines).strip(), tuple(clauses))


def _joined(item: list[str]) -> str:
    return "\n".join(item).strip()


def _key_of(item: list[str]) -> str:
    return _unmarked(_joined(item))[1]


def _unmarked(text: str) -> tuple[str, str]:
    """The text without its key, and the key; what is no key stays a part of the text."""
    mark = _MARK.search(text)
    if mark and len(mark[1]) <= LONGEST_KEY and KEY.fullmatch(mark[1]):
        return text[: mark.start()], mark[1]
    return text, ""
