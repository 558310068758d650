"""Reading the file of a library that a steward brings: bounded, held to the schema, looked at whole
before anything is written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZipFile

from community.patterns.content import from_values
from community.patterns.facets import LISTED, Stage
from community.patterns.licensing import allowed
from community.patterns.models import Relation
from community.patterns.schemas import COLLECTION, PATTERN
from community.patterns.staging import RESERVED
from community.patterns.taking import is_to_go_to
from community.patterns.writing import html_of
from community.text import TextTooLong, clean, line

from .layout import (
    MOST_COLLECTIONS,
    MOST_FILES,
    MOST_FILES_OF_COMMAND,
    MOST_JSON_IN_ALL,
    MOST_JSON_OF_COMMAND,
    MOST_PATTERNS,
)
from .library_exporting import COLLECTIONS, FOLDER
from .library_markdown import BEGINNING, LONGEST, facts_in, is_markdown
from .library_threads import check_threads
from .reading import UNREADABLE, FileRefused, Files, refuse_large

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOTED = {Relation.TENSION.value, Relation.CONTRADICTS.value}

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """What a file holds, by address."""

    patterns: Sequence[Facts]
    collections: Sequence[Facts]

    @property
    def people(self) -> Sequence[str]:
        """Who wrote the revisions in it, as far as they are named."""
        revisions = (one for facts in self.patterns for one in facts["history"]["revisions"])
        return sorted({one["by"] for one in revisions if one["by"]})

    @property
    def texts(self) -> Sequence[str]:
        """What the notes in it say, to be rendered ahead of writing them."""
        threads = (one for facts in self.patterns for one in facts.get("threads", ()))
        notes = (note for thread in threads for note in thread["notes"])
        return [note["text"] for note in notes if note.get("text")]

    def told(self, part: str) -> int:
        """How much of one kind others said of its patterns."""
        return sum(len(facts.get("reception", {}).get(part, ())) for facts in self.patterns)


def read_library(file: IO[bytes], *, by_command: bool = False) -> LibraryFile:
    """The patterns and collections of a file, or the one pattern of a Markdown file; of a ZIP that
    is read by command there may be as many as are taken along. Raises `FileRefused`.
    """
    if is_markdown(file.read(BEGINNING)):
        file.seek(0)
        facts = facts_in(file.read(LONGEST + 1))
        return LibraryFile([_checked(f"{FOLDER}/{facts['pattern']}.json", facts)], [])
    file.seek(0)
    most = MOST_FILES_OF_COMMAND if by_command else MOST_FILES
    refuse_large(file, most)
    try:
        with ZipFile(file) as package:
            unpacked = MOST_JSON_OF_COMMAND if by_command else MOST_JSON_IN_ALL
            files = Files(package, most=most, unpacked=unpacked)
            paths = [p for p in files.paths() if re.fullmatch(rf"{FOLDER}/[^/]+\.json", p)]
            if not paths:
                raise FileRefused("There are no patterns in it.")
            if len(paths) > MOST_PATTERNS and not by_command:
                raise FileRefused(
                    f"It holds {len(paths):,} patterns; at most {MOST_PATTERNS:,} are imported"
                    " here. Ask whoever runs this place to import it with the command"
                    " import-library."
                )
            schema = PATTERN.read_text(encoding="utf-8")
            patterns = [_checked(path, files.values(path, schema)) for path in sorted(paths)]
            return LibraryFile(patterns, _collections(files))
    except UNREADABLE as error:
        raise FileRefused("This is not the ZIP of a library, or it is damaged.") from error


def _collections(files: Files) -> Sequence[Facts]:
    paths = sorted(p for p in files.paths() if re.fullmatch(rf"{COLLECTIONS}/[^/]+\.json", p))
    if len(paths) > MOST_COLLECTIONS:
        raise FileRefused(f"It holds more than {MOST_COLLECTIONS:,} collections.")
    schema = COLLECTION.read_text(encoding="utf-8")
    found = [(path, files.values(path, schema)) for path in paths]
    for path, facts in found:
        slug, slugs = facts["collection"], [one["pattern"] for one in facts["entries"]]
        if path != f"{COLLECTIONS}/{slug}.json" or _SLUG.fullmatch(slug) is None or slug == "new":
            raise FileRefused(f"{path}: the collection has no address here.")
        if len(slugs) != len(set(slugs)):
            raise FileRefused(f"{path}: a pattern stands in it twice.")
        if facts["title"] != line(facts["title"]) or not facts["title"]:
            raise FileRefused(f"{path}: its title is no line.")
        _check_texts(path, [facts["about"], *(one["why"] for one in facts["entries"])])
    return [facts for _, facts in found]


def _check_reception(path: str, facts: Facts) -> None:
    """What others said is of revisions that are there, at addresses one can go to, in texts."""
    said, numbers = facts["reception"], {one["number"] for one in facts["history"]["revisions"]}
    parts = {"reviews": "a review", "words": "a curator’s word", "checks": "a check"}
    for part, what in parts.items():
        of = {one.get("revision") for one in said[part]} - {None}
        if not of <= numbers:
            raise FileRefused(f"{path}: {what} is of a revision that is not in it.")
    if any(use["url"] and not use["url"].startswith("https://") for use in said["uses"]):
        raise FileRefused(f"{path}: the address of a known use is none to go to.")
    if len(said["words"]) > 1:
        raise FileRefused(f"{path}: two curators speak for it at once, where one does.")
    rows = [one for part in said.values() for one in part]
    rows += [row for one in rows for row in (one.get("verified"), one.get("answer")) if row]
    _check_texts(path, [text for row in rows for text in row.values() if isinstance(text, str)])


def _check_texts(path: str, texts: Sequence[str]) -> None:
    if any(text != clean(text) for text in texts):
        raise FileRefused(f"{path}: a text holds what is no text.")


def _checked(path: str, facts: Facts) -> Facts:
    for is_wrong, told in _faults(path, facts):
        if is_wrong:
            raise FileRefused(f"{path}: {told}.")
    if any(words != line(words) for words in facts["adapted_from"]):
        raise FileRefused(f"{path}: what it was made from is no line.")
    for revision in facts["history"]["revisions"]:
        _check_content(path, revision["content"])
    if "reception" in facts:
        _check_reception(path, facts)
    check_threads(path, facts)
    return facts


def _faults(path: str, facts: Facts) -> Sequence[tuple[bool, str]]:
    slug, history = facts["pattern"], facts.get("history")
    if history is None:
        return [(True, "its history is not in it")]
    numbers = [one["number"] for one in history["revisions"]]
    standing = [one for one in history["revisions"] if one["number"] == facts["revision"]]
    relations, stages = facts["relations"], history["stages"]
    told = [(one["kind"], one["pattern"]) for one in relations]
    named = [one["pattern"] for one in relations]
    after = facts["stage"] == Stage.RETIRED and stages and stages[-1]["successor"]
    named += [one["successor"] for one in stages if one["successor"] is not None]
    return [
        (path != f"{FOLDER}/{slug}.json", "its name is not that of the pattern"),
        (_SLUG.fullmatch(slug) is None or slug in RESERVED, "the pattern has no address here"),
        (Stage(facts["stage"]) not in LISTED, "is a draft"),
        (not is_to_go_to(facts["address"]), "the address it is from is none to go to"),
        (facts["place"] != line(facts["place"]), "the place it is from is no line"),
        (numbers != sorted(set(numbers)), "its revisions are not in order"),
        (not standing or numbers[-1] != facts["revision"], "its last revision is not in it"),
        (any(one["content"] != facts["content"] for one in standing), "says two different things"),
        (facts.get("successor", after or "") != (after or ""), "it names two successors"),
        (len(told) != len(set(told)), "a relation stands twice"),
        (any(_SLUG.fullmatch(n) is None for n in named), "it names a pattern that has no address"),
        (any(r["kind"] in _NOTED and not r["note"] for r in relations), "a relation says not how"),
        (any(one["was"] == one["became"] for one in stages), "a stage follows itself"),
        (any(s["became"] == Stage.RETIRED and not s["why"] for s in stages), "nothing says why"),
    ]


def _check_content(path: str, values: Facts) -> None:
    """Its lines are lines, its texts are texts that can be shown, and may be copied."""
    content = from_values(values)
    if allowed(content.licence) is None:
        raise FileRefused(
            f"{path}: its licence ({content.licence[:60]}) does not let its text be copied here."
            " Link to it instead."
        )
    lines = [content.title, content.summary, *content.also_known_as, *content.tags]
    lines += [words for check in content.checks for words in (check.question, check.where)]
    if any(words != line(words) for words in lines):
        raise FileRefused(f"{path}: a line holds what no line holds here.")
    urls = [source.url for source in content.sources if source.url]
    if any(not url.startswith(("https://", "http://")) for url in urls):
        raise FileRefused(f"{path}: the address of a source is none to go to.")
    try:
        html = html_of(content)
    except TextTooLong as error:
        raise FileRefused(f"{path}: a text is too long.") from error
    if any(content.text_of(name) != clean(content.text_of(name)) for name in html):
        raise FileRefused(f"{path}: a text holds what is no text.")
