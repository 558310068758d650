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
from .judgement_queries import is_answered
from .models import Pattern
from .said_first import refuse_others
from .settling import settle

MOST_OBJECTIONS = 3  # of one member to one pattern that nobody has answered


class ObjectionGone(Refusal):
    """It was withdrawn."""


class TooManyObjections(Refusal):
    """What one has said before waits to be answered first."""


def object_to(pattern: Pattern, reason: str, *, by: Person, now: datetime) -> Objection:
    """Say why it should not be proven. No days count until that is answered or withdrawn. Raises
    `TooManyObjections`.
    """
    pattern = held_in_use(pattern)
    mine = Objection.pattern_id == pattern.id, Objection.by_id == by.id
    stand = select(func.count()).where(*mine, Objection.withdrawn_at.is_(None), ~is_answered())
    if (db.session.scalar(stand) or 0) >= MOST_OBJECTIONS:
        raise TooManyObjections(
            f"{MOST_OBJECTIONS} objections of yours stand here. "
            "Wait for an answer, or withdraw one."
        )
    row = Objection(pattern_id=pattern.id, reason=reason, by_id=by.id, at=now)
    db.session.add(row)
    db.session.flush()
    announce(PatternJudged(pattern, by.id, now))
    return row


def withdraw_objection(row: Objection, *, now: datetime) -> None:
    """Object no longer. Doing it twice changes nothing."""
    pattern = held(row.pattern)
    row.withdrawn_at = row.withdrawn_at or now
    settle(pattern, now=now)


def answer_objection(row: Objection, words: str, *, by: Person, now: datetime) -> None:
    """Answer it; the first answer stands until it is taken back. Raises `OwnPattern`,
    `ObjectionGone` and `said_first.SaidFirst`.
    """
    if row.by_id == by.id:
        raise OwnPattern("You raised it yourself: you can withdraw it.")
    pattern = held_in_use(row.pattern)
    refuse_withdrawn(row)
    standing = answer_to(row)
    if standing is not None:
        refuse_others((standing.by_id, standing.words), (by.id, words))
    else:
        said = {"words": words, "by_id": by.id, "at": now}
        db.session.add(ObjectionAnswer(objection_id=row.id, **said))
        db.session.flush()
    settle(pattern, now=now)


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
