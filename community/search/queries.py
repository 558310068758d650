"""Looking things up: what somebody may find, those whose title says it first, then the latest.

Each kind is looked up alone and in the order of its numbers, so that neither engine reads more
than it gives.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, table, union_all
from sqlalchemy import column as named
from sqlalchemy.sql.elements import quoted_name

from community.access import Viewer
from community.db import db
from community.holdings import Audience

from .models import Document, Kind, first_id, last_id
from .words import Asked

MOST_COUNTED = 1000
_IDS = {"sqlite": "rowid", "postgresql": "id"}


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
    return After(given[0] == "t", number) if number < first_id(Kind.NOTE) * 2 else None


def find(
    asked: Asked, kind: Kind, who: Viewer, *, most: int, after: After | None = None
) -> list[Found]:
    """At most so many documents of one kind that `who` may find, after a place in the list."""
    if not asked:
        return []
    found: list[Found] = []
    if after is None or after.is_by_title:
        found = _read(asked, kind, who, most, after, by_title=True)
    if len(found) < most:
        place = None if after is None or after.is_by_title else after
        found += _read(asked, kind, who, most - len(found), place, by_title=False)
    return found


def first(asked: Asked, who: Viewer, *, most: int) -> list[Found]:
    """The first few documents that `who` may find, kind by kind; one statement, of which no more
    is looked through than it takes to have so many.
    """
    if not asked:
        return []
    pieces = [
        _some(asked, kind, who, most, None, by_title=by_title).subquery()
        for kind in Kind
        for by_title in (True, False)
    ]
    query = union_all(*(select(piece) for piece in pieces)).limit(most)
    found = [Found(**row) for row in db.session.execute(query).mappings()]
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda one: (order[one.kind], not one.is_by_title, -one.id))


def count(asked: Asked, kind: Kind, who: Viewer) -> int:
    """How many of a kind there are; no more than a thousand are counted."""
    if not asked:
        return 0
    some = _matching(asked, kind, who, select(Document.id)).limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _read(
    asked: Asked, kind: Kind, who: Viewer, most: int, after: After | None, *, by_title: bool
) -> list[Found]:
    rows = db.session.execute(_some(asked, kind, who, most, after, by_title=by_title))
    return [Found(**row) for row in rows.mappings()]


def _some(
    asked: Asked, kind: Kind, who: Viewer, most: int, after: After | None, *, by_title: bool
) -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(Document.id, Document.kind, Document.number, Document.key, Document.call_id),
        *(Document.language, Document.at, Document.title, Document.text),
        literal(by_title).label("is_by_title"),
    )
    query, number = _matching(asked, kind, who, select(*columns), by_title=by_title), _number()
    if after is not None:
        query = query.where(number < after.id)
    return query.order_by(number.desc()).limit(most)


def _matching(
    asked: Asked, kind: Kind, who: Viewer, query: Select[Any], *, by_title: bool | None = None
) -> Select[Any]:
    """Documents of a kind that somebody may find, that say what is asked for: in their title, not
    there but elsewhere, or anywhere.
    """
    number = _number()
    return (
        query.select_from(_words())
        .join(Document, Document.id == number)
        .where(_says(asked, by_title), number.between(first_id(kind), last_id(kind)), _for(who))
    )


def _for(who: Viewer) -> ColumnElement[bool]:
    if who.member is None:
        return Document.audience == Audience.PUBLIC
    mine = Document.author_id == who.member.person_id
    return or_(Document.audience.in_([Audience.PUBLIC, Audience.MEMBERS]), mine)


def _says(asked: Asked, by_title: bool | None) -> ColumnElement[bool]:  # noqa: FBT001
    if _dialect() == "sqlite":
        return _is_matched(asked, by_title)
    words, sought = _words(), func.to_tsquery("simple", for_postgresql(asked))
    by_its_title: ColumnElement[bool] = words.c.title.op("@@")(sought)
    anywhere: ColumnElement[bool] = words.c.words.op("@@")(sought)
    if by_title:
        return by_its_title
    return anywhere if by_title is None else anywhere & ~by_its_title


def _is_matched(asked: Asked, by_title: bool | None) -> ColumnElement[bool]:  # noqa: FBT001
    words = for_sqlite(asked)
    title = f"{{title_words}} : ({words})"
    sought = {None: words, True: title, False: f"({words}) NOT ({title})"}[by_title]
    return named(quoted_name("search_words", quote=False)).op("MATCH")(literal(sought))


def for_sqlite(asked: Asked) -> str:
    """What is asked for, as FTS5 reads it. Words are letters, numbers and marks: nothing in them
    could end a quotation.
    """
    parts = [f'"{" ".join(word)}"' for word in asked.words]
    return " AND ".join(parts) + ("*" if asked.is_open else "")


def for_postgresql(asked: Asked) -> str:
    """The same, as `to_tsquery` reads it."""
    rows = [[f"'{part}'" for part in word] for word in asked.words]
    if asked.is_open:
        rows[-1][-1] += ":*"
    return " & ".join(f"({' <-> '.join(row)})" for row in rows)


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def _words() -> Any:
    return _WORDS[_dialect()]


def _number() -> Any:
    return _words().c[_IDS[_dialect()]]


_WORDS = {
    "sqlite": table("search_words", named("rowid")),
    "postgresql": table("search_words", named("id"), named("title"), named("words")),
}
