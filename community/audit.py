"""The audit log: that something was done, in an order nobody can change without its showing.

Each entry holds the number of a row, a salted digest of what the row said and the hash of the entry
before; never a text, never a name. Models that features name with `watch` are heard of whenever a
row of them is added or taken out, so that no verb can forget to tell.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import String, event, insert, inspect, select, text
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from . import clock
from .db import Base, db

_BEGIN = "0" * 64
_LOCK = 7_201_934_519  # of ours, among whatever else is held by a number
_TOLD = "acts to write down"
_AT_ONCE = 1000
_WHO = {"reporter_name", "reporter_address"}
_watched: dict[type, str] = {}


class AuditEntry(Base):
    """One act: a row of the table `subject` was added or taken out. Triggers of the database refuse
    to change an entry or to take one out.
    """

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written down: of which row of which table, and what the row says."""

    what: str
    subject: str
    key: str
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries follow from one another, the last hash, and which entry does not, if any."""

    sound: int
    head: str
    broken: int | None = None


def watch(acts: dict[type, str]) -> None:
    """Write down each row of these models that is added, under a name such as `measure imposed`."""
    _watched.update(acts)


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
        salt = secrets.token_hex(16)
        row = {
            "number": number,
            "at": now,
            "what": act.what,
            "subject": act.subject,
            "key": act.key,
            "salt": salt,
            "digest": sha256(f"{salt}{act.said}".encode()).hexdigest(),
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
    for row in _entries():
        if row["number"] != sound + 1 or row["previous"] != head or row["hash"] != _hash(row):
            return Verdict(sound, head, broken=sound + 1)
        sound, head = row["number"], row["hash"]
    return Verdict(sound, head)


def holds(head: str) -> bool:
    """Whether the chain still has an entry with a hash that was kept elsewhere."""
    query = select(AuditEntry.number).where(AuditEntry.hash == head)
    return db.session.scalar(query) is not None


def _entries() -> Iterator[dict[str, Any]]:
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
    said = {name: value for name, value in row.items() if name != "hash"}
    said["at"] = row["at"].isoformat(timespec="microseconds")
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _said(row: Any) -> str:
    """What a row says, but for who it is of: whoever leaves cannot be found again by trying."""
    said = {
        one.key: str(getattr(row, one.key))
        for one in inspect(type(row)).column_attrs
        if not any(_names_somebody(column) for column in one.columns)
    }
    return json.dumps(said, sort_keys=True)


def _names_somebody(column: Any) -> bool:
    of = {key.column.table.name for key in column.foreign_keys}
    return bool(of & {"person", "member"}) or column.name in _WHO


@event.listens_for(db.session, "after_flush")
def _hear(session: Session, _flushed: UOWTransaction) -> None:
    acts = session.info.setdefault(_TOLD, [])
    for rows, done in ((session.new, "{}"), (session.deleted, "{}, taken out")):
        for row in rows:
            what = _watched.get(type(row))
            if what is not None:
                number = inspect(type(row)).primary_key_from_instance(row)
                key = "-".join(str(part) for part in number)
                acts.append(Act(done.format(what), type(row).__tablename__, key, _said(row)))


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
