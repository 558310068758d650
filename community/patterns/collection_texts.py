"""A collection to take along, as Markdown and as data. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.conduct.clause_texts import clause_data, clause_lines
from community.conduct.state_queries import Placeholder
from community.text import flat

FORMAT = 1


@dataclass(frozen=True, slots=True)
class EntryTaken:
    """A pattern in a collection: `revision` as it reads there, `pinned` where that stays;
    `redactions`: for which clauses words of it are taken out.
    """

    pattern: str
    title: str
    summary: str
    why: str
    revision: int
    pinned: int | None
    at: datetime
    by: str | None
    credit: str = ""
    retired: str = ""
    assisted_by: tuple[str, ...] = ()
    redactions: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionTaken:
    """A collection with what everybody can read in it. `by` is None where nobody is named."""

    slug: str
    title: str
    about: str
    place: str
    by: str | None
    made_at: datetime
    changed_at: datetime
    entries: Sequence[EntryTaken]
    redactions: tuple[Placeholder, ...] = ()  # for which clauses words of its own are taken out
    code_at: str = ""  # the address of versions of the code, with these


_CUT = "taken_out_in_part"


def as_data(taken: CollectionTaken, schema: str) -> dict[str, Any]:
    """The collection as values for JSON; `schema` is the address of what they keep to."""
    return {
        "$schema": schema,
        "format": FORMAT,
        "collection": taken.slug,
        "title": taken.title,
        "about": taken.about,
        "place": taken.place,
        "by": taken.by,
        "made": taken.made_at.isoformat(),
        "changed": taken.changed_at.isoformat(),
        "entries": [
            {
                "pattern": entry.pattern,
                "title": entry.title,
                "why": entry.why,
                "revision": entry.revision,
                "pinned": entry.pinned,
                "at": entry.at.isoformat(),
                "by": entry.by,
                **clause_data(entry.redactions, taken.code_at, _CUT),
                **({"retired": entry.retired} if entry.retired else {}),
                **({"assisted_by": list(entry.assisted_by)} if entry.assisted_by else {}),
            }
            for entry in taken.entries
        ],
        **clause_data(taken.redactions, taken.code_at, _CUT),
    }


def as_markdown(taken: CollectionTaken, *, page: str) -> str:
    """The collection as a text; what was typed as plain words stands as a quotation."""
    by = flat(f"Gathered by {taken.by or 'somebody who is not named'}, {taken.place}.")
    lines = [f"# {flat(taken.title)}", "", *_quoted(taken.about), f"<{page}>"]
    lines += [*clause_lines(taken.redactions, taken.code_at), "", by, ""]
    for place, entry in enumerate(taken.entries, start=1):
        lines += [f"## {place}. {flat(entry.title)}", "", *_quoted(entry.why)]
        lines += [flat(entry.summary), *clause_lines(entry.redactions, taken.code_at), ""]
        lines += [f"> {flat(entry.retired)}", ""] if entry.retired else []
        lines += [flat(entry.credit), ""] if entry.credit else []
        lines += [*map(flat, entry.assisted_by), ""] if entry.assisted_by else []
    return "\n".join(lines)


def _quoted(words: str) -> Iterator[str]:
    if words:
        yield from (f"> {flat(line)}".rstrip() for line in words.splitlines())
        yield ""
