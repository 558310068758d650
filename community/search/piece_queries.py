"""What of the index is asked for: what says some words, is of some kind, and may be found."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, func, or_, select, true

from community.holdings import Audience
from community.patterns.facets import Stage
from community.patterns.models import Pattern

from .engine_queries import WORDS, matches, number
from .models import Document, Kind, first_id, last_id

DOCUMENT = Document.__table__
SHOWN = tuple(
    DOCUMENT.c[name]
    for name in ("id", "kind", "number", "key", "call_id", "language", "at", "title", "text")
)


def matching(
    dialect: str, query: Select[Any], *, is_member: bool, by_title: bool | None
) -> Select[Any]:
    """Documents that somebody may find, that say what is asked for: in their title, not there but
    elsewhere, or anywhere.
    """
    return (
        query.select_from(WORDS[dialect])
        .join(DOCUMENT, DOCUMENT.c.id == number(dialect))
        .where(says(dialect, by_title=by_title), seen_by(is_member=is_member))
    )


def of_kind(dialect: str, kind: Kind) -> ColumnElement[bool]:
    """Documents of one kind, by the range of their numbers."""
    between: ColumnElement[bool] = number(dialect).between(first_id(kind), last_id(kind))
    return between


def offered(kind: Kind) -> ColumnElement[bool]:
    """Patterns that are retired are found only by whoever looks for retired ones in the library."""
    if kind is not Kind.PATTERN:
        return true()
    return DOCUMENT.c.number.not_in(select(Pattern.id).where(Pattern.stage == Stage.RETIRED))


def seen_by(*, is_member: bool) -> ColumnElement[bool]:
    """What a visitor may find, or the member who is `person_id`."""
    if not is_member:
        return DOCUMENT.c.audience == Audience.PUBLIC
    mine = DOCUMENT.c.author_id == bindparam("person_id", type_=Integer())
    return or_(DOCUMENT.c.audience.in_([Audience.PUBLIC, Audience.MEMBERS]), mine)


def says(dialect: str, *, by_title: bool | None) -> ColumnElement[bool]:
    """That words say what is asked for: in the title, not there but elsewhere, or anywhere."""
    if dialect == "sqlite":
        name = {None: "anywhere", True: "in_title", False: "elsewhere"}[by_title]
        return matches(bindparam(name, type_=String()))
    return says_in(WORDS[dialect], by_title=by_title)


def says_in(words: Any, *, by_title: bool | None) -> ColumnElement[bool]:
    """The same of rows of `words` on PostgreSQL."""
    sought = func.to_tsquery("simple", bindparam("anywhere", type_=String()))
    by_its_title: ColumnElement[bool] = words.c.title.op("@@")(sought)
    anywhere: ColumnElement[bool] = words.c.words.op("@@")(sought)
    if by_title:
        return by_its_title
    return anywhere if by_title is None else anywhere & ~by_its_title
