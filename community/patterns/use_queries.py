"""Who uses a pattern, as far as they let it be known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db

from .use_models import Shown, UseMark, Using

MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Users:
    """How many have come so far with a pattern, and the names of those who show theirs."""

    using: str
    count: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of a pattern in use, and what the reader themselves has said."""

    users: Sequence[Users]
    mine: Mapping[str, str] = field(default_factory=dict)


def marks_of(pattern_id: int, person_id: int | None, off: Collection[int] = ()) -> Marks:
    """The counts and the names that everybody may know, and a person's own mark; two queries, or
    three for somebody who is signed in. `off` are people who took their names off the pattern.
    """
    counted = UseMark.pattern_id == pattern_id, UseMark.shown != Shown.PRIVATE
    numbers = select(UseMark.using, func.count()).where(*counted).group_by(UseMark.using)
    counts: dict[Using, int] = dict(db.session.execute(numbers).all())
    names = _names(pattern_id, off)
    there = (using for using in Using if using in counts)
    users = [Users(using.value, counts[using], names.get(using, [])) for using in there]
    return Marks(users, _mine(pattern_id, person_id) if person_id is not None else {})


def _names(pattern_id: int, off: Collection[int]) -> Mapping[Using, list[str]]:
    """The first names of those who show them, and want to be named at all."""
    query = (
        select(UseMark.using, Person.credited_as)
        .join(Person, Person.id == UseMark.person_id)
        .where(
            UseMark.pattern_id == pattern_id,
            UseMark.shown == Shown.PUBLIC,
            UseMark.person_id.not_in(off),
            Person.credited_as.is_not(None),
        )
        .order_by(UseMark.at, UseMark.person_id)
        .limit(MOST_NAMES)
    )
    found: dict[Using, list[str]] = {}
    for using, name in db.session.execute(query):
        found.setdefault(using, []).append(name or "")
    return found


def _mine(pattern_id: int, person_id: int) -> Mapping[str, str]:
    row = db.session.get(UseMark, (pattern_id, person_id))
    return {"using": row.using.value, "shown": row.shown.value} if row is not None else {}
