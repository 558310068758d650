"""What the database is asked for patterns that say part of something."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from .engine_queries import WORDS, matches, number
from .models import Kind, first_id, last_id
from .piece_queries import DOCUMENT, SHOWN, offered, seen_by

MOST_EACH = 200


def word_name(place: int) -> str:
    """What the word at a place is called where `saying_each` is asked."""
    return f"word_{place}"


@cache
def saying_each(dialect: str, words: int, *, is_member: bool) -> CompoundSelect[Any]:
    """Of so many words the `place` of each and the `number` of patterns that say it, the latest."""
    pieces = [_saying(dialect, place, is_member=is_member) for place in range(words)]
    return union_all(*(select(piece.subquery()) for piece in pieces))


@cache
def shown() -> Select[Any]:
    """Patterns of some `numbers` as a list shows them."""
    some = DOCUMENT.c.number.in_(bindparam("numbers", expanding=True))
    return select(*SHOWN).where(DOCUMENT.c.kind == Kind.PATTERN, some)


def _saying(dialect: str, place: int, *, is_member: bool) -> Select[Any]:
    """PostgreSQL is led by the index of words: in the order of numbers it would read all texts."""
    words, its = WORDS[dialect], number(dialect)
    beside = its if dialect == "sqlite" else its + literal_column("0")
    saying = (
        select(its.label("id"))
        .select_from(words)
        .where(_says(dialect, bindparam(word_name(place), type_=String())))
        .where(beside.between(first_id(Kind.PATTERN), last_id(Kind.PATTERN)))
    )
    if dialect != "sqlite":
        saying = saying.offset(literal_column("0"))
    some = saying.subquery()
    return (
        select(literal(place).label("place"), DOCUMENT.c.number)
        .join(some, some.c.id == DOCUMENT.c.id)
        .where(offered(Kind.PATTERN), seen_by(is_member=is_member))
        .order_by(DOCUMENT.c.id.desc())
        .limit(MOST_EACH)
    )


def _says(dialect: str, word: Any) -> ColumnElement[bool]:
    if dialect == "sqlite":
        return matches(word)
    said: ColumnElement[bool] = WORDS[dialect].c.words.op("@@")(func.to_tsquery("simple", word))
    return said
