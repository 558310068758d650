"""Owing letters: called by the notices of a feature, in the transaction of the change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from community.db import db

from .models import Letter, Outcome

_AT_ONCE = 500  # rows in one statement
_UNSURE = timedelta(minutes=1)  # a change is saved within it
WRITTEN_AT = func.coalesce(Letter.unsure_at, Letter.tried_at)
"""When a letter that was sent was written for the first time that may be shown."""


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

    A letter that gathers and was due later comes with what is due earlier. It is held until the
    transaction ends, so that no worker takes it in hand before the change it gathers is there.
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
        for person_id, key in sorted(keys.items(), key=lambda item: item[1])
    ]
    for first in range(0, len(rows), _AT_ONCE):
        db.session.execute(_insert(rows[first : first + _AT_ONCE], gathers=gathers))


def owe_again(kind: str, people: Iterable[int], *, about: str, now: datetime) -> None:
    """Owe those letters once more that were not needed when they were to be written."""
    unneeded = update(Letter).where(
        Letter.kind == kind,
        Letter.about == about,
        Letter.person_id.in_(people),
        Letter.outcome == Outcome.NOT_NEEDED,
    )
    db.session.execute(unneeded.values(untried(now)))


def untried(now: datetime) -> dict[str, Any]:
    """What makes a letter that has ended one to be posted, as if it had never been tried."""
    return {"outcome": None, "closed_at": None, "tries": 0, "due_at": now, "leased_until": None}


def _insert(rows: Sequence[Mapping[str, Any]], *, gathers: bool) -> Any:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Letter).values(rows)
    if not gathers:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=["kind", "recipient", "about"],
        index_where=text("NOT gathers OR taken_at IS NULL"),
        set_={
            "owed_at": _earlier(Letter.owed_at, statement.excluded.owed_at),
            "due_at": _earlier(Letter.due_at, statement.excluded.due_at),
        },
    )


def take_in_later(letter: Letter, *, now: datetime) -> None:
    """Have a letter that failed and is written anew tell what was gathered in another meanwhile,
    which is not needed any more. Where it may have gone as it was, a mailbox may show nothing else
    under its Message-ID: then each stays what it is, however often it is tried.
    """
    if not letter.gathers or letter.taken_at is None or letter.unsure_at is not None:
        return
    later = select(Letter).where(
        Letter.kind == letter.kind,
        Letter.recipient == letter.recipient,
        Letter.about == letter.about,
        Letter.taken_at.is_(None),
        Letter.closed_at.is_(None),
    )
    for other in db.session.scalars(later.order_by(Letter.id).with_for_update(skip_locked=True)):
        letter.owed_at = min(letter.owed_at, other.owed_at)
        other.outcome, other.closed_at, other.taken_at = Outcome.NOT_NEEDED, now, now


def told_already(letter: Letter, *kinds: str) -> list[tuple[datetime, datetime]]:
    """Between which instants what happened was told by other letters of this kind, and of `kinds`,
    about the same, to the same recipient. What happened in the last minute before one was written
    may have been saved after it, and counts as not told; so does what happened after one was tried
    that may have gone then.
    """
    others = select(Letter.owed_at, WRITTEN_AT.label("written_at")).where(
        Letter.kind.in_({letter.kind, *kinds}),
        Letter.recipient == letter.recipient,
        Letter.about == letter.about,
        Letter.outcome == Outcome.SENT,
        Letter.id != letter.id,
    )
    rows = db.session.execute(others).all()
    return [told_by(row.owed_at, row.written_at) for row in rows if row.written_at is not None]


def told_by(owed_at: datetime, written_at: datetime) -> tuple[datetime, datetime]:
    """Between which instants a letter that was owed and written then told what happened."""
    return owed_at, written_at - _UNSURE


def is_within(at: datetime, told: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether an instant lies in one of these spans, such as `told_already` gives."""
    return any(begins <= at < ends for begins, ends in told)


def give_to(person_id: int, address: str) -> None:
    """Letters that went to nobody in particular at an address, which is a person's by now or was
    until now, are theirs: they go with them.
    """
    mine = Letter.recipient == recipient_key(None, address), Letter.person_id.is_(None)
    db.session.execute(update(Letter).where(*mine).values(person_id=person_id))


def forget_address(kind: str, address: str, *, about: str) -> None:
    """Delete the letters of a kind to an address, about whatever begins with `about`."""
    mine = Letter.recipient == recipient_key(None, address), Letter.kind == kind
    begins = Letter.about.startswith(about, autoescape=True)
    db.session.execute(delete(Letter).where(*mine, begins))


def hand_over(gone_id: int, kept_id: int, *, now: datetime) -> None:
    """Make the letters to one person those to another, who turned out to be the same. What both
    have is one: it is not posted again where it was, and begins with what is earlier.
    """
    key = recipient_key(kept_id, None)
    hers = select(Letter).where(Letter.recipient == key).order_by(Letter.id).with_for_update()
    known = {(one.kind, one.about): one for one in db.session.scalars(hers) if _is_alone(one)}
    theirs = select(Letter).where(Letter.person_id == gone_id).order_by(Letter.id)
    for letter in db.session.scalars(theirs.with_for_update()):
        same = known.get((letter.kind, letter.about)) if _is_alone(letter) else None
        if same is None:
            letter.person_id = kept_id
            letter.recipient = key if letter.address is None else letter.recipient
        elif same.is_open and letter.outcome is Outcome.SENT:
            same.outcome, same.closed_at = Outcome.NOT_NEEDED, now
        elif same.is_open and letter.is_open:
            same.owed_at = min(same.owed_at, letter.owed_at)
            same.due_at = min(same.due_at, letter.due_at)
    db.session.flush()


def _is_alone(letter: Letter) -> bool:
    """Whether there is one alone of its kind about its event, for its recipient."""
    return not letter.gathers or letter.taken_at is None


def forget_person(person_id: int, addresses: Iterable[str] = ()) -> list[int]:
    """Delete every letter to a person, or to one of these addresses; gives their ids."""
    keys = [recipient_key(None, address) for address in addresses]
    theirs = or_(Letter.person_id == person_id, Letter.recipient.in_(keys))
    ids = list(db.session.scalars(select(Letter.id).where(theirs)))
    db.session.execute(delete(Letter).where(Letter.id.in_(ids)))
    return ids


def _earlier(one: Any, other: Any) -> ColumnElement[datetime]:
    return case((one > other, other), else_=one)
