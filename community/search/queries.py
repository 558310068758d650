"""Looking things up: what somebody may find, those whose title says it first, then the latest.

Each kind is looked up alone and in the order of its numbers, so that neither engine reads more
than it gives.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal,
    or_,
    select,
    table,
    union_all,
)
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
    return After(given[0] == "t", number) if number <= last_id(Kind.COLLECTION) else None


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
    """The first few documents that `who` may find, kind by kind; no more is looked through than it
    takes to have so many: patterns in one statement, all else in another where they are too few.
    """
    found: list[Found] = []
    for kinds in (Kind.PATTERN,), tuple(kind for kind in Kind if kind is not Kind.PATTERN):
        if asked and len(found) < most:
            query = _first_of(_dialect(), kinds, is_member=who.member is not None)
            values = _values(asked, who) | {"most": most - len(found)}
            found += (Found(**row) for row in db.session.execute(query, values).mappings())
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda one: (order[one.kind], not one.is_by_title, -one.id))


def count(asked: Asked, kind: Kind, who: Viewer) -> int:
    """How many of a kind there are; no more than a thousand are counted."""
    if not asked:
        return 0
    query = _number_of_all(_dialect(), kind, is_member=who.member is not None)
    return db.session.scalar(query, _values(asked, who)) or 0


def _read(
    asked: Asked, kind: Kind, who: Viewer, most: int, after: After | None, *, by_title: bool
) -> list[Found]:
    is_member = who.member is not None
    query = _some(_dialect(), kind, is_member=is_member, by_title=by_title)
    below = after.id if after else last_id(kind) + 1
    values = _values(asked, who) | {"most": most, "below": below}
    return [Found(**row) for row in db.session.execute(query, values).mappings()]


# What is asked does not change, only what it is asked with: each query is put together once.


@cache
def _first_of(dialect: str, kinds: tuple[Kind, ...], *, is_member: bool) -> CompoundSelect[Any]:
    pieces = [
        _listed(dialect, kind, is_member=is_member, by_title=by_title).subquery()
        for kind in kinds
        for by_title in (True, False)
    ]
    return union_all(*(select(piece) for piece in pieces)).limit(_MOST)


@cache
def _number_of_all(dialect: str, kind: Kind, *, is_member: bool) -> Select[Any]:
    every = _matching(dialect, kind, select(_DOCUMENT.c.id), is_member=is_member, by_title=None)
    return select(func.count()).select_from(every.limit(MOST_COUNTED).subquery())


@cache
def _some(dialect: str, kind: Kind, *, is_member: bool, by_title: bool) -> Select[Any]:
    query = _listed(dialect, kind, is_member=is_member, by_title=by_title)
    return query.where(_number(dialect) < bindparam("below", type_=BigInteger()))


def _listed(dialect: str, kind: Kind, *, is_member: bool, by_title: bool) -> Select[Any]:
    columns = select(*_SHOWN, literal(by_title).label("is_by_title"))
    query = _matching(dialect, kind, columns, is_member=is_member, by_title=by_title)
    return query.order_by(_number(dialect).desc()).limit(_MOST)


def _matching(
    dialect: str, kind: Kind, query: Select[Any], *, is_member: bool, by_title: bool | None
) -> Select[Any]:
    """Documents of a kind that somebody may find, that say what is asked for: in their title, not
    there but elsewhere, or anywhere.
    """
    number = _number(dialect)
    return (
        query.select_from(_WORDS[dialect])
        .join(_DOCUMENT, _DOCUMENT.c.id == number)
        .where(
            _says(dialect, by_title=by_title),
            number.between(first_id(kind), last_id(kind)),
            _for_members() if is_member else _DOCUMENT.c.audience == Audience.PUBLIC,
        )
    )


def _for_members() -> ColumnElement[bool]:
    mine = _DOCUMENT.c.author_id == bindparam("person_id", type_=Integer())
    return or_(_DOCUMENT.c.audience.in_([Audience.PUBLIC, Audience.MEMBERS]), mine)


def _says(dialect: str, *, by_title: bool | None) -> ColumnElement[bool]:
    if dialect == "sqlite":
        name = {None: "anywhere", True: "in_title", False: "elsewhere"}[by_title]
        searched: ColumnElement[str] = named(quoted_name("search_words", quote=False))
        return searched.op("MATCH")(bindparam(name, type_=String()))
    words = _WORDS[dialect]
    sought = func.to_tsquery("simple", bindparam("anywhere", type_=String()))
    by_its_title: ColumnElement[bool] = words.c.title.op("@@")(sought)
    anywhere: ColumnElement[bool] = words.c.words.op("@@")(sought)
    if by_title:
        return by_its_title
    return anywhere if by_title is None else anywhere & ~by_its_title


def _values(asked: Asked, who: Viewer) -> dict[str, Any]:
    """What a query is asked with; each takes of it what it has a place for."""
    given = {"person_id": who.member.person_id} if who.member is not None else {}
    if _dialect() != "sqlite":
        return given | {"anywhere": for_postgresql(asked)}
    words = for_sqlite(asked)
    title = f"{{title_words}} : ({words})"
    elsewhere = f"({words}) NOT ({title})"
    return given | {"anywhere": words, "in_title": title, "elsewhere": elsewhere}


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


def _number(dialect: str) -> Any:
    return _WORDS[dialect].c[_IDS[dialect]]


_WORDS = {
    "sqlite": table("search_words", named("rowid")),
    "postgresql": table("search_words", named("id"), named("title"), named("words")),
}
_DOCUMENT = Document.__table__
_SHOWN = tuple(
    _DOCUMENT.c[name]
    for name in ("id", "kind", "number", "key", "call_id", "language", "at", "title", "text")
)
_MOST: BindParameter[int] = bindparam("most", type_=Integer())
