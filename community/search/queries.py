"""Looking things up: what somebody may find, those whose title says it first, then the latest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery

from community.access import Viewer
from community.db import db

from . import asking_queries
from .asking_queries import MOST_COUNTED
from .compounds import Way, groups
from .engine_queries import dialect
from .models import LAST_ID, UNTITLED, Kind, last_id
from .words import Asked

__all__ = [
    "MOST_COUNTED",
    "After",
    "Found",
    "count",
    "find",
    "first",
    "notes_saying",
    "patterns_saying",
    "read_after",
]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found: where it is and what it says."""

    id: int
    kind: Kind
    number: int
    key: str
    call_id: int | None
    language: str
    at: Any
    title: str
    text: str
    is_by_title: bool


@dataclass(frozen=True, slots=True)
class After:
    """Where a list goes on: after the document `id`, found by its title or by its text."""

    is_by_title: bool
    id: int

    def __str__(self) -> str:
        return f"{'t' if self.is_by_title else 'w'}{self.id}"


def read_after(given: str | None) -> After | None:
    """A place in a list from an address; what is none means the beginning."""
    if not given or given[0] not in "tw" or not given[1:].isascii() or not given[1:].isdigit():
        return None
    number = int(given[1:20])
    return After(given[0] == "t", number) if number <= LAST_ID else None


def find(
    asked: Asked, kind: Kind, who: Viewer, *, most: int, after: After | None = None
) -> list[Found]:
    """At most so many documents of one kind that `who` may find, after a place in the list."""
    if not asked:
        return []
    found: list[Found] = []
    if kind not in UNTITLED and (after is None or after.is_by_title):
        found = _read(asked, kind, who, most, after, by_title=True)
    if len(found) < most:
        place = None if after is None or after.is_by_title else after
        found += _read(asked, kind, who, most - len(found), place, by_title=False)
    return found


def first(asked: Asked, who: Viewer, *, most: int) -> list[Found]:
    """The first few documents that `who` may find, kind by kind; no more is looked through than it
    takes to have so many: patterns in one statement, all else in another where they are too few.
    """
    found: list[Found] = []
    for kinds in (Kind.PATTERN,), tuple(kind for kind in Kind if kind is not Kind.PATTERN):
        if asked and len(found) < most:
            query = asking_queries.first_of(dialect(), kinds, is_member=who.member is not None)
            values = _values(asked, who) | {"most": most - len(found)}
            found += (Found(**row) for row in db.session.execute(query, values).mappings())
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda one: (order[one.kind], not one.is_by_title, -one.id))


def count(asked: Asked, kind: Kind, who: Viewer) -> int:
    """How many of a kind there are; no more than a thousand are counted."""
    if not asked:
        return 0
    query = asking_queries.number_of_all(dialect(), kind, is_member=who.member is not None)
    return db.session.scalar(query, _values(asked, who)) or 0


def patterns_saying(asked: Asked, who: Viewer) -> Subquery:
    """The patterns that `who` may find, to be asked further: the `number` of each, what it says as
    `text`, and `by_title`: 1 where its title says it, -1 where a note on it alone does.
    """
    query = asking_queries.of_patterns(dialect(), is_member=who.member is not None)
    return query.params(_values(asked, who)).subquery("saying")


def notes_saying(asked: Asked, who: Viewer, patterns: Collection[int]) -> Mapping[int, Found]:
    """The latest note that `who` may find on each of some patterns, by the number of that."""
    if not asked or not patterns:
        return {}
    query = asking_queries.on_patterns(dialect(), is_member=who.member is not None)
    values = _values(asked, who) | {"patterns": list(patterns)}
    rows = (dict(row) for row in db.session.execute(query, values).mappings())
    return {row.pop("pattern"): Found(**row, is_by_title=False) for row in rows}


def _read(
    asked: Asked, kind: Kind, who: Viewer, most: int, after: After | None, *, by_title: bool
) -> list[Found]:
    is_member = who.member is not None
    query = asking_queries.some(dialect(), kind, is_member=is_member, by_title=by_title)
    below = after.id if after else last_id(kind) + 1
    values = _values(asked, who) | {"most": most, "below": below}
    found = (Found(**row) for row in db.session.execute(query, values).mappings())
    return sorted(found, key=lambda one: -one.id)


def _values(asked: Asked, who: Viewer) -> dict[str, Any]:
    """What a query is asked with; each takes of it what it has a place for."""
    given = {"person_id": who.member.person_id} if who.member is not None else {}
    if dialect() != "sqlite":
        return given | {"anywhere": for_postgresql(asked)}
    words = for_sqlite(asked)
    title = f"{{title_words}} : ({words})"
    elsewhere = f"({words}) NOT ({title})"
    return given | {"anywhere": words, "in_title": title, "elsewhere": elsewhere}


def for_sqlite(asked: Asked) -> str:
    """What is asked for, as FTS5 reads it. Words are letters, numbers and marks: nothing in them
    could end a quotation.
    """
    every = [[_all_of(way) for way in group] for group in groups(asked.words)]
    if asked.is_open:
        every[-1] = [f"{way}*" for way in every[-1]]
    return " AND ".join(_any_of(group, " OR ") for group in every)


def _all_of(way: Way) -> str:
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in way)


def _any_of(ways: Sequence[str], said: str) -> str:
    """One of the ways in which something is written."""
    return ways[0] if len(ways) == 1 else f"({said.join(f'({way})' for way in ways)})"


def for_postgresql(asked: Asked) -> str:
    """The same, as `to_tsquery` reads it."""
    every = [
        [[[f"'{part}'" for part in phrase] for phrase in way] for way in group]
        for group in groups(asked.words)
    ]
    for way in every[-1] if asked.is_open else ():
        way[-1][-1] += ":*"
    parts = [
        [" & ".join(f"({' <-> '.join(phrase)})" for phrase in way) for way in group]
        for group in every
    ]
    return " & ".join(_any_of(group, " | ") for group in parts)
