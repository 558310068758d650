"""Where each engine keeps the words that are looked up: in a table apart, written by triggers."""

from typing import Any

from sqlalchemy import ColumnElement, table
from sqlalchemy import column as named
from sqlalchemy.sql.elements import quoted_name

from community.db import db

WORDS = {
    "sqlite": table("search_words", named("rowid")),
    "postgresql": table("search_words", named("id"), named("title"), named("words")),
}
"""Of FTS5 the columns are named where words are asked for."""
_IDS = {"sqlite": "rowid", "postgresql": "id"}


def dialect() -> str:
    """Which of the two engines this place is kept by."""
    return db.session.get_bind().dialect.name


def number(dialect: str) -> Any:
    """The document that words are of."""
    return WORDS[dialect].c[_IDS[dialect]]


def matches(sought: Any) -> ColumnElement[bool]:
    """That the words of a document are what FTS5 is asked for."""
    searched: ColumnElement[str] = named(quoted_name("search_words", quote=False))
    return searched.op("MATCH")(sought)
