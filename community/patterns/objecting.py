"""Objections to a pattern, and the answers to them. After each of these it has the stage it has by
the rules.
"""

from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db
from community.errors import Refusal
from community.events import announce

from .curating import OwnPattern, end, held, held_in_use
from .curation_models import Objection, ObjectionAnswer
from .events import PatternJudged
from .held_ends import make_room
from .held_models import Held
from .judgement_queries import is_answered
from .models import Pattern
from .said_first import refuse_others
from .settling import settle

MOST_OBJECTIONS = 3  # of one member to one pattern that nobody has answered


class ObjectionGone(Refusal):
    """It was withdrawn."""


class TooManyObjections(Refusal):
    """What one has said before waits to be answered first."""


def object_to(
    pattern: Pattern, reason: str, *, waits: bool = False, by: Person, now: datetime
) -> Objection:
    """Say why it should not be proven. No days count until that is answered or withdrawn, once it
    `waits` for no curator. Raises `TooManyObjections`.
    """
    pattern = held_in_use(pattern)
    refuse_too_many(pattern, by)
    row = Objection(pattern_id=pattern.id, reason=reason, by_id=by.id, at=now)
    db.session.add(row)
    db.session.flush()
    if not waits:
        announce(PatternJudged(pattern, by.id, now))
    return row


def refuse_too_many(pattern: Pattern, by: Person) -> None:
    """Raise `TooManyObjections` where one more by this person would be too many."""
    mine = Objection.pattern_id == pattern.id, Objection.by_id == by.id
    stand = select(func.count()).where(*mine, Objection.withdrawn_at.is_(None), ~is_answered())
    if (db.session.scalar(stand) or 0) >= MOST_OBJECTIONS:
        raise TooManyObjections(
            f"{MOST_OBJECTIONS} objections of yours stand here. "
            "Wait for an answer, or withdraw one."
        )


def withdraw_objection(row: Objection, *, now: datetime) -> None:
    """Object no longer. Doing it twice changes nothing."""
    pattern = held(row.pattern)
    row.withdrawn_at = row.withdrawn_at or now
    settle(pattern, now=now)


def answer_objection(
    row: Objection, words: str, *, waits: bool = False, by: Person, now: datetime
) -> ObjectionAnswer | None:
    """Answer it; the first answer stands until it is taken back. Gives what is said now, which
    nobody reads while it `waits` for a curator. Raises `OwnPattern`, `ObjectionGone` and
    `said_first.SaidFirst`.
    """
    if row.by_id == by.id:
        raise OwnPattern("You raised it yourself: you can withdraw it.")
    pattern = held_in_use(row.pattern)
    refuse_withdrawn(row)
    standing = answer_to(row)
    if standing is not None:
        refuse_others((standing.by_id, standing.words), (by.id, words))
        return None
    mine = ObjectionAnswer.objection_id == row.id, ObjectionAnswer.by_id == by.id
    make_room(Held.ANSWER, select(ObjectionAnswer.id).where(*mine), by=by, now=now)
    said = ObjectionAnswer(objection_id=row.id, words=words, by_id=by.id, at=now)
    if waits:
        end(said, by, now)
    db.session.add(said)
    db.session.flush()
    settle(pattern, now=now)
    return said


def refuse_withdrawn(row: Objection) -> None:
    """Raise `ObjectionGone` where it was withdrawn."""
    if row.withdrawn_at is not None:
        raise ObjectionGone("The objection was withdrawn meanwhile: it needs no answer any more.")


def take_answer_back(row: Objection, *, by: Person, now: datetime) -> None:
    """It stands again. Doing it twice changes nothing."""
    pattern = held(row.pattern)
    end(answer_to(row), by, now)
    settle(pattern, now=now)


def answer_to(row: Objection) -> ObjectionAnswer | None:
    """The answer that stands."""
    query = select(ObjectionAnswer).where(
        ObjectionAnswer.objection_id == row.id, ObjectionAnswer.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)
