"""Writing the index: what changed goes into it in the transaction that changed it, or out of it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, case, delete, exists, func, insert, select, text, update

from community.db import db, transaction
from community.holdings import Audience, Entry, Scope, Texts

from . import vocabulary
from .engine_queries import dialect
from .models import Document, Indexing, Kind, first_id
from .words import kept_words

VERSION = 7  # another number for each change of what stands in the index, and how
AT_ONCE = 500
_NOTE = "note"
# Written once: all that is written asks it.
_THERE = select(Document.__table__).where(Document.id.in_(bindparam("ids", expanding=True)))
_LOCK = 7_201_934_518  # of ours, among whatever else is held by a number


def texts() -> Iterator[Texts]:
    """Every kind of text that the features let people find."""
    for holding in current_app.extensions["holdings"]:
        yield from holding.texts


def index(scopes: Collection[Scope]) -> None:
    """Write what belongs to `scopes` as it is now."""
    others = any(scope[0] != _NOTE for scope in scopes)
    _hold(is_alone=others, unless_new=[number for _, number in scopes])
    for kind in texts():
        numbers = sorted(kind.numbers(scopes))
        for first in range(0, len(numbers), AT_ONCE):
            write(kind, numbers[first : first + AT_ONCE])


def write(kind: Texts, numbers: Sequence[int], *, anew: bool = False) -> int:
    """Let the index say of these texts what they say, and of no others among them anything. Gives
    how many rows that changed. `anew`: the words of all of them are learnt.
    """
    base = first_id(Kind(kind.kind))
    fresh = {base + e.number: _row(kind, base, e) for e in kind.entries(numbers)}
    given = {"ids": [base + number for number in numbers]}
    there = {row["id"]: dict(row) for row in db.session.execute(_THERE, given).mappings()}
    gone = sorted(there.keys() - fresh.keys())
    new = [fresh[number] for number in sorted(fresh.keys() - there.keys())]
    if gone:
        db.session.execute(delete(Document.__table__).where(Document.id.in_(gone)))  # type: ignore[arg-type]
    if new:
        db.session.execute(insert(Document.__table__), new)  # type: ignore[arg-type]
    other = [n for n in sorted(there.keys() & fresh.keys()) if _rewrite(there[n], fresh[n])]
    learnt = fresh.values() if anew else (*new, *(fresh[number] for number in other))
    vocabulary.learn(learnt)
    vocabulary.forget(there[number] for number in (*gone, *other))
    return len(gone) + len(new) + len(other)


def sweep(models: Iterable[type]) -> None:
    """Take out what is about rows that were deleted in bulk."""
    some = [kind for kind in texts() if kind.model in models]
    if some:
        _hold(is_alone=True)
    for kind in some:
        row: Any = kind.model
        of_kind = Document.kind == Kind(kind.kind)
        lost = ~exists().where(row.id == Document.number)
        gone = db.session.execute(select(Document.__table__).where(of_kind, lost)).mappings()
        rows = [dict(row) for row in gone]
        if rows:
            db.session.execute(delete(Document.__table__).where(of_kind, lost))  # type: ignore[arg-type]
            vocabulary.forget(rows)


def index_all(*, now: datetime, tell: Any = lambda _done: None) -> int:
    """Write everything anew, in pieces, each in a transaction of its own. Gives how many rows that
    changed; done twice it changes none.
    """
    done = 0
    for kind in texts():
        last = 0
        while True:
            with transaction():
                _hold(is_alone=True)
                numbers = _after(kind, last)
                done += write(kind, numbers, anew=True)
            tell(len(numbers))
            if len(numbers) < AT_ONCE:
                break
            last = numbers[-1]
    done += _sweep_words()
    with transaction():
        sweep([kind.model for kind in texts()])
        db.session.execute(delete(Indexing))
        db.session.add(Indexing(version=VERSION, at=now))
    return done


def _sweep_words() -> int:
    """Know no words that stand nowhere, in pieces. Gives how many those were."""
    done = 0
    for audience in Audience:
        last = ""
        while True:
            with transaction():
                _hold(is_alone=True)
                gone, last = vocabulary.sweep(audience, last)
            done += gone
            if not last:
                break
    return done


def _after(kind: Texts, number: int) -> Sequence[int]:
    """The next numbers of its rows, in order."""
    row: Any = kind.model
    query = select(row.id).where(row.id > number).order_by(row.id).limit(AT_ONCE)
    return db.session.scalars(query).all()


def purge() -> None:
    """Leave nothing of words that are in the index no more: SQLite keeps the old ones aside until
    it puts its pieces together.
    """
    if dialect() == "sqlite":
        db.session.execute(text("INSERT INTO search_words (search_words) VALUES ('optimize')"))


def is_whole() -> bool:
    """Whether everything has been put into the index once."""
    return db.session.get(Indexing, VERSION) is not None


def _row(kind: Texts, base: int, entry: Entry) -> dict[str, Any]:
    return {
        "id": base + entry.number,
        "kind": Kind(kind.kind),
        "number": entry.number,
        "key": entry.key,
        "call_id": entry.call_id,
        "author_id": entry.author_id,
        "audience": entry.audience,
        "language": entry.language,
        "at": entry.at,
        "title": entry.title,
        "text": text_of(entry),
        "title_words": kept_words(entry.title),
        "text_words": kept_words(text_of(entry)),
    }


def text_of(entry: Entry) -> str:
    """What it says, without the addresses of links to this place, whose words nobody wrote."""
    return _PATHS.sub("", entry.text)


_PATHS = re.compile(r" \(/[a-z0-9/_.#?=-]*\)")


def _rewrite(was: Mapping[str, Any], becomes: Mapping[str, Any]) -> bool:
    """Only what is another: words that stay are not looked up anew."""
    changed = {name: value for name, value in becomes.items() if was[name] != value}
    if changed:
        one = update(Document.__table__).where(Document.id == becomes["id"])  # type: ignore[arg-type]
        db.session.execute(one.values(changed))
    return bool(changed)


def _hold(*, is_alone: bool, unless_new: Collection[int] = ()) -> None:
    """On PostgreSQL, where transactions run beside each other: whoever changes who may find things
    waits for those who write such things, so that neither misses what the other does; and whoever
    changes notes that are in the index, so that a word that two take out is forgotten by the
    second. Until the end of the transaction, which is near.
    """
    if dialect() == "postgresql":
        alone = func.pg_advisory_xact_lock(_LOCK)
        ids = [first_id(Kind.NOTE) + number for number in unless_new]
        is_there = exists().where(Document.id.in_(ids))
        together = case((is_there, alone), else_=func.pg_advisory_xact_lock_shared(_LOCK))
        db.session.execute(select(alone if is_alone else together))
