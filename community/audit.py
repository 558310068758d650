"""The audit log: that something was done, in an order nobody can change without its showing.

Each entry holds the number of a row, a salted digest of what the row said and the hash of the entry
before; never a text, never a name. Models that features name with `watch` are heard of whenever a
row of them is added, changed or taken out, so that no verb can forget to tell. Statements that
change many rows at once are not heard of: what is watched goes by its rows, or by `take_out`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    Text,
    delete,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from . import clock
from .audit_naming import name_given
from .audit_saying import as_said, digest_of, key_of, said_columns, table_of
from .db import Base, db
from .salted import new_salt

_BEGIN = "0" * 64
_LOCK = 7_201_934_519  # of ours, among whatever else is held by a number
_TOLD = "acts to write down"
_OUT = "{}, taken out"
_AT_ONCE = 1000
_watched: dict[type, str] = {}
_changes: dict[type, str] = {}
_unsaid: dict[type, frozenset[str]] = {}
_sealed: dict[type, tuple[str, str]] = {}


class AuditEntry(Base):
    """One act: a row of the table `subject` was added, changed or taken out. The digest is of the
    columns named in `said_of`. Triggers of the database refuse to change an entry or to take one
    out.
    """

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    said_of: Mapped[str | None] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written down: of which row of which table, and what the row says, by column."""

    what: str
    subject: str
    key: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries follow from one another, the last hash, and which entry does not, if any."""

    sound: int
    head: str
    broken: int | None = None


def watch(
    acts: Mapping[type, str],
    *,
    changes: Mapping[type, str] | None = None,
    unsaid: Mapping[type, frozenset[str]] | None = None,
    sealed: Mapping[type, tuple[str, str]] | None = None,
) -> None:
    """Write down each row of these models that is added, under a name such as `measure imposed`;
    one that changes under that of `changes`. What is `unsaid` may be emptied later; of what is
    `sealed`, until then, the SHA-256 is in another column of the row.
    """
    _watched.update(acts)
    _changes.update(changes or {})
    _unsaid.update(unsaid or {})
    _sealed.update(sealed or {})


def watched() -> Mapping[type, Mapping[str, Any]]:
    """The models whose rows are written down, and of which columns what is said."""
    return {model: _said_columns(model) for model in _watched}


def seal_of(model: type) -> tuple[str, str] | None:
    """The column of a model that is sealed, and the one with its SHA-256."""
    return _sealed.get(model)


def record(acts: Iterable[Act], *, now: datetime) -> None:
    """Write acts down at the end of the chain, in the transaction of the caller."""
    session = db.session()
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer in any case
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    number, previous = last or (0, _BEGIN)
    rows = []
    for number, act in enumerate(acts, number + 1):  # noqa: B020 - it goes on from there
        salt = new_salt()
        row = {
            "number": number,
            "at": now,
            "what": act.what,
            "subject": act.subject,
            "key": act.key,
            "salt": salt,
            "digest": digest_of(salt, act.said),
            "said_of": ",".join(sorted(act.said)),
            "previous": previous,
        }
        previous = row["hash"] = _hash(row)
        rows.append(row)
    if rows:
        session.execute(insert(AuditEntry.__table__), rows)  # type: ignore[arg-type]


def verify() -> Verdict:
    """Follow the chain from its beginning. What it ends with is worth keeping elsewhere: whoever
    could write the database anew could write a whole chain anew.
    """
    sound, head = 0, _BEGIN
    for row in entries():
        if row["number"] != sound + 1 or row["previous"] != head or row["hash"] != _hash(row):
            return Verdict(sound, head, broken=sound + 1)
        sound, head = row["number"], row["hash"]
    return Verdict(sound, head)


def holds(head: str) -> bool:
    """Whether the chain still has an entry with a hash that was kept elsewhere."""
    query = select(AuditEntry.number).where(AuditEntry.hash == head)
    return db.session.scalar(query) is not None


def take_out(table: Table, where: ColumnElement[bool]) -> None:
    """Delete rows, and write down of each that is watched that it went."""
    columns = table.primary_key.columns
    for model in (one for one in _watched if table_of(one) is table):
        found = db.session.execute(select(*columns).where(where).order_by(*columns)).all()
        _told(db.session()).extend(
            Act(_OUT.format(_watched[model]), table.name, key_of(row), {}) for row in found
        )
    db.session.execute(delete(table).where(where).execution_options(synchronize_session=False))


def renumber(table: Table, where: ColumnElement[bool], values: Mapping[str, Any]) -> None:
    """Change what rows are numbered by, and write down of each that is watched that it is so."""
    for model in (one for one in _watched if table_of(one) is table):
        for row in db.session.execute(select(table).where(where)).mappings().all():
            last = {**row, **values}
            was, now_is = (key_of(one[c.name] for c in table.primary_key) for one in (row, last))
            said = {key: as_said(last[c.name]) for key, c in _said_columns(model).items()}
            _told(db.session()).append(Act(_OUT.format(_watched[model]), table.name, was, {}))
            _told(db.session()).append(Act(_watched[model], table.name, now_is, said))
    db.session.execute(update(table).where(where).values(values))


def entries() -> Iterator[dict[str, Any]]:
    """All there are, in their order."""
    table, after = AuditEntry.__table__, 0
    while True:
        query = select(table).where(table.c.number > after).order_by(table.c.number)
        found = [dict(row) for row in db.session.execute(query.limit(_AT_ONCE)).mappings()]
        if not found:
            return
        yield from found
        after = found[-1]["number"]


def _hash(row: dict[str, Any]) -> str:
    """Of everything an entry says, in one form: JSON (RFC 8259), names sorted, times in UTC."""
    said = {name: value for name, value in row.items() if name != "hash" and value is not None}
    said["at"] = row["at"].isoformat(timespec="microseconds")
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@event.listens_for(db.session, "after_flush")
def _hear(session: Session, _flushed: UOWTransaction) -> None:
    given = name_given(session)
    differs = session.is_modified if given else _says_other
    changed = [row for row in session.dirty if type(row) in _watched and differs(row)]
    for rows, done in ((session.new, "{}"), (changed, "{}, changed"), (session.deleted, _OUT)):
        for row in rows:
            model = type(row)
            if (what := _watched.get(model)) is not None:
                number = inspect(model).primary_key_from_instance(row)
                name = (given or _changes.get(model)) if rows is changed else None
                said = {} if done is _OUT else _said(row)
                act = Act(name or done.format(what), model.__tablename__, key_of(number), said)
                _told(session).append(act)


def _says_other(row: Any) -> bool:
    seen: Any = inspect(row)
    return any(seen.attrs[key].history.has_changes() for key in _said_columns(type(row)))


def _said(row: Any) -> Mapping[str, str]:
    return {key: as_said(getattr(row, key)) for key in _said_columns(type(row))}


def _said_columns(model: type) -> Mapping[str, Any]:
    return said_columns(model, _unsaid.get(model, frozenset()))


def _told(session: Session) -> list[Act]:
    acts: list[Act] = session.info.setdefault(_TOLD, [])
    return acts


@event.listens_for(db.session, "before_commit", insert=True)
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    acts = session.info.pop(_TOLD, None)
    if acts:
        record(acts, now=clock.now())


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:  # what a savepoint undid is told of all the same: it was done, and undone
        session.info.pop(_TOLD, None)
