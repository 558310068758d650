"""Owing letters: called by the notices of a feature, in the transaction of the change."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from community.db import db

from .models import Letter

_AT_ONCE = 500  # rows in one statement


def recipient_key(person_id: int | None, address: str | None) -> str:
    """What tells one recipient from another; an address is only kept beside it, never in it."""
    if address is None:
        return f"person {person_id}"
    return f"address {sha256(address.casefold().encode()).hexdigest()[:40]}"


def owe(
    kind: str,
    *,
    about: str,
    now: datetime,
    person_id: int | None = None,
    address: str | None = None,
    facts: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    gathers: bool = False,
) -> None:
    """Owe one letter to a person, or to an `address` that is not (yet) theirs.

    A letter of this kind, to them, about the same event is owed once, however often this is called.
    """
    owe_all(
        kind,
        [person_id],
        about=about,
        now=now,
        address=address,
        facts=facts,
        due_at=due_at,
        gathers=gathers,
    )


def owe_all(
    kind: str,
    people: Iterable[int | None],
    *,
    about: str,
    now: datetime,
    address: str | None = None,
    facts: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    gathers: bool = False,
) -> None:
    """Owe the same letter to each of `people`, by their ids; one statement for 500 of them.

    A letter that gathers and was due later comes with what is due earlier.
    """
    keys = {person_id: recipient_key(person_id, address) for person_id in people}
    rows = [
        {
            "kind": kind,
            "recipient": key,
            "person_id": person_id,
            "address": address,
            "about": about,
            "facts": dict(facts or {}),
            "gathers": gathers,
            "owed_at": now,
            "due_at": due_at or now,
            "tries": 0,
        }
        for person_id, key in keys.items()
    ]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    for first in range(0, len(rows), _AT_ONCE):
        statement = dialect.insert(Letter).values(rows[first : first + _AT_ONCE])
        db.session.execute(statement.on_conflict_do_nothing())
    if gathers and due_at is not None:
        _bring_forward(kind, list(keys.values()), about, due_at)


def forget_person(person_id: int, addresses: Iterable[str] = ()) -> list[int]:
    """Delete every letter to a person, or to one of these addresses; gives their ids."""
    keys = [recipient_key(None, address) for address in addresses]
    theirs = or_(Letter.person_id == person_id, Letter.recipient.in_(keys))
    ids = list(db.session.scalars(select(Letter.id).where(theirs)))
    db.session.execute(delete(Letter).where(Letter.id.in_(ids)))
    return ids


def _bring_forward(kind: str, recipients: list[str], about: str, due_at: datetime) -> None:
    for first in range(0, len(recipients), _AT_ONCE):
        waiting = select(Letter).where(
            Letter.kind == kind,
            Letter.recipient.in_(recipients[first : first + _AT_ONCE]),
            Letter.about == about,
            Letter.taken_at.is_(None),
            Letter.due_at > due_at,
        )
        for letter in db.session.scalars(waiting):
            letter.due_at = due_at
    db.session.flush()
