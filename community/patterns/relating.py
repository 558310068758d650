"""Saying what a pattern has to do with another, and taking that away again. Each is a row."""

from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db, locked
from community.errors import Refusal

from .held_ends import waits_no_more
from .held_models import Held
from .models import Pattern, PatternRelation, Relation
from .queries import BOTH_WAYS
from .retired import refuse_retired

MOST = 40  # relations that a pattern says
MUST_SAY_HOW = frozenset({Relation.TENSION, Relation.CONTRADICTS})
ONE_WAY = frozenset({Relation.PART_OF, Relation.SUPERSEDES, Relation.ADAPTED})


def relate(
    pattern: Pattern, kind: Relation, other: Pattern, note: str = "", *, by: Person, now: datetime
) -> PatternRelation:
    """Say that `pattern` has to do with `other`, which shows the inverse by itself. What either
    says already is said once; another note takes the place of what was. A draft that waits for a
    curator to be read waits no more.

    Raises `Refusal` where it cannot be, and where it would be too many.
    """
    for number in sorted({pattern.id, other.id}):  # in one order, so that no two wait for another
        locked(Pattern, number)
    refuse_retired(pattern)
    refuse_impossible(pattern, kind, other, note)
    here, there = _said_here(pattern, kind, other), _said_there(pattern, kind, other)
    before = here or there
    if before is not None and before.note == note:
        return before
    if there is not None and here is None:
        raise Refusal(f"“{other.title}” says so already, and so it stands here. Change it there.")
    if before is not None:
        take_away(before, by=by, now=now)
    elif _number(pattern) >= MOST:
        raise Refusal(f"A pattern says at most {MOST} relations. Take one away first.")
    row = PatternRelation(
        pattern_id=pattern.id, kind=kind, other_id=other.id, note=note, by_id=by.id, at=now
    )
    db.session.add(row)
    db.session.flush()
    if note and not pattern.is_listed:
        waits_no_more(Held.PATTERN, pattern.id, by=by, now=now)
    return row


def take_away(relation: PatternRelation, *, by: Person, now: datetime) -> None:
    """It is not so, or not any more. Twice changes nothing."""
    row = locked(PatternRelation, relation.id)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now, by.id
        db.session.flush()


def refuse_impossible(pattern: Pattern, kind: Relation, other: Pattern, note: str) -> None:
    """Raise `Refusal` where a pattern cannot have this to do with another."""
    if pattern.id == other.id:
        raise Refusal("This is the pattern itself.")
    if kind in MUST_SAY_HOW and not note:
        raise Refusal(f"Say in a sentence how it is {kind} the other.")
    if kind in ONE_WAY and _said_here(other, kind, pattern):
        raise Refusal(f"“{other.title}” is said to be {kind} this one. It cannot be both.")


def said_already(pattern: Pattern, kind: Relation, other: Pattern) -> PatternRelation | None:
    """What stands on both patterns already, whichever of them says it."""
    return _said_here(pattern, kind, other) or _said_there(pattern, kind, other)


def _said_there(pattern: Pattern, kind: Relation, other: Pattern) -> PatternRelation | None:
    return _said_here(other, kind, pattern) if kind in BOTH_WAYS else None


def _said_here(one: Pattern, kind: Relation, other: Pattern) -> PatternRelation | None:
    query = select(PatternRelation).where(
        PatternRelation.pattern_id == one.id,
        PatternRelation.other_id == other.id,
        PatternRelation.kind == kind,
    )
    return db.session.scalar(query.where(PatternRelation.withdrawn_at.is_(None)))


def _number(pattern: Pattern) -> int:
    query = select(func.count()).where(
        PatternRelation.pattern_id == pattern.id, PatternRelation.other_id.is_not(None)
    )
    return db.session.scalar(query.where(PatternRelation.withdrawn_at.is_(None))) or 0
