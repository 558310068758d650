"""The words that are known: learnt from what can be found, and forgotten with the last of it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from community.db import db
from community.holdings import Audience

from .engine_queries import WORDS, dialect, matches, number
from .models import Document, Kind, Term, first_id, last_id
from .spelling import words_in

Row = Mapping[str, Any]
Words = dict[Audience, set[str]]

_AT_ONCE = 500
_LATEST = 100  # texts in which most words stand that any text has
_READ = 4000  # letters of each


def words_by_audience(rows: Iterable[Row]) -> Words:
    """The words of some rows of the index, by who may find them; nothing of what one alone may."""
    found: Words = {}
    for row in rows:
        if row["audience"] != Audience.AUTHOR:
            words = words_in((row["title_words"], row["text_words"]))
            found.setdefault(Audience(row["audience"]), set()).update(words)
    return found


def learn(rows: Iterable[Row]) -> None:
    """Know the words of rows that are in the index now."""
    for audience, words in sorted(words_by_audience(rows).items()):
        if words:
            turned = {word: word[::-1] for word in sorted(words)}
            given = {"of": audience, "words": json.dumps(turned, ensure_ascii=False)}
            db.session.execute(_learnt(dialect()), given)


def forget(rows: Iterable[Row]) -> None:
    """Know no longer what stood in rows that were in the index, and stands nowhere else."""
    for audience, words in sorted(words_by_audience(rows).items()):
        if words:
            drop(audience, words - _of_the_latest(audience))


def drop(audience: Audience, words: Collection[str]) -> int:
    """Of these words, forget those that stand in nothing such an audience may find. Gives how many
    that were.
    """
    order, done = sorted(words), 0
    for first in range(0, len(order), _AT_ONCE):
        given = {"of": audience, "some": order[first : first + _AT_ONCE]}
        done += db.session.execute(_dropped(dialect()), given).rowcount  # type: ignore[attr-defined]
    return done


def sweep(audience: Audience, after: str) -> tuple[int, str]:
    """Forget of the next few words those that stand nowhere. Gives how many those were, and the
    last word; an empty one at the end.
    """
    query = select(Term.word).where(Term.audience == audience, Term.word > after)
    words = db.session.scalars(query.order_by(Term.word).limit(_AT_ONCE)).all()
    return drop(audience, words), words[-1] if words else ""


def _of_the_latest(audience: Audience) -> set[str]:
    """Words of what was said last: to look each common one up would take longer."""
    last = (
        select(_DOCUMENT.c.title_words, func.substr(_DOCUMENT.c.text_words, 1, _READ))
        .where(_DOCUMENT.c.id.between(first_id(Kind.NOTE), last_id(Kind.NOTE)))
        .where(_DOCUMENT.c.audience == audience)
        .order_by(_DOCUMENT.c.id.desc())
        .limit(_LATEST)
    )
    whole = (
        (title, words.rpartition(" ")[0] if len(words) == _READ else words)
        for title, words in db.session.execute(last)
    )
    return {word for texts in whole for word in words_in(texts)}


# What is asked does not change, only what it is asked with: each statement is put together once.


@cache
def _learnt(engine: str) -> Any:
    given = bindparam("words", type_=String())
    pairs: Any = (
        func.json_each(given).table_valued("key", "value")
        if engine == "sqlite"
        else func.jsonb_each_text(cast(given, JSONB)).table_valued("key", "value")
    )
    insert: Callable[..., Any] = insert_sqlite if engine == "sqlite" else insert_postgresql
    of = bindparam("of", type_=Term.audience.type)
    rows = select(of, pairs.c.key, pairs.c.value).where(true()).order_by(pairs.c.key)
    return (
        insert(_TERM).from_select(["audience", "word", "backwards"], rows).on_conflict_do_nothing()
    )


@cache
def _dropped(engine: str) -> Any:
    of = bindparam("of", type_=Term.audience.type)
    some: BindParameter[Any] = bindparam("some", expanding=True)
    there = exists(
        select(literal(1))
        .select_from(WORDS[engine])
        .join(_DOCUMENT, _DOCUMENT.c.id == number(engine))
        .where(_stands(engine), _DOCUMENT.c.audience == of)
    )
    return delete(_TERM).where(_TERM.c.audience == of, _TERM.c.word.in_(some), ~there)


def _stands(engine: str) -> ColumnElement[bool]:
    """That the word of a term stands in a text. Of letters alone, it could end no quotation."""
    if engine == "sqlite":
        return matches(literal('"') + _TERM.c.word + literal('"'))
    said: ColumnElement[bool] = WORDS["postgresql"].c.words.op("@@")(
        func.plainto_tsquery("simple", _TERM.c.word)
    )
    return said


_DOCUMENT: Any = Document.__table__
_TERM: Any = Term.__table__
