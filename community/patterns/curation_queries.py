"""What others said of a pattern, ready to render."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from community.accounts.models import Person
from community.db import db

from .curation_models import CuratorWord, Objection, ObjectionAnswer, PatternCheck, Review
from .facets import LISTED
from .language_queries import language_now
from .models import Pattern, StageChange


@dataclass(frozen=True, slots=True)
class Said:
    """Something somebody said of a pattern; `by` is None for who is not named."""

    row: Any
    by: str | None


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection that was not withdrawn, and the answer to it."""

    row: Objection
    by: str | None
    answer: Said | None


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a pattern was retired and since when, and what to use in its place."""

    why: str
    at: datetime
    successor: Pattern | None
    language: str  # of what to use


def review_numbered(number: int) -> Review | None:
    """The review with this number, unless it was withdrawn."""
    return db.session.scalar(
        select(Review).where(Review.id == number, Review.withdrawn_at.is_(None))
    )


def objection_numbered(number: int) -> Objection | None:
    """The objection with this number, unless it was withdrawn."""
    return db.session.scalar(
        select(Objection).where(Objection.id == number, Objection.withdrawn_at.is_(None))
    )


def objection_to_answer(number: int) -> Objection | None:
    """The same, or one that was withdrawn while somebody was answering it."""
    return db.session.get(Objection, number)


def reviews_of(pattern_id: int, off: Collection[int]) -> Sequence[Said]:
    """The reviews that stand, the latest first."""
    query = (
        select(Review)
        .options(joinedload(Review.by))
        .where(Review.pattern_id == pattern_id, Review.withdrawn_at.is_(None))
        .order_by(Review.id.desc())
    )
    return [_said(row, row.by, off) for row in db.session.scalars(query)]


def objections_of(pattern_id: int, off: Collection[int]) -> Sequence[ObjectionLine]:
    """The objections that were not withdrawn, with their answers; one query."""
    answering = aliased(Person)
    query = (
        select(Objection, ObjectionAnswer, answering)
        .join(Objection.by)
        .outerjoin(
            ObjectionAnswer,
            (ObjectionAnswer.objection_id == Objection.id) & ObjectionAnswer.withdrawn_at.is_(None),
        )
        .outerjoin(answering, answering.id == ObjectionAnswer.by_id)
        .options(contains_eager(Objection.by))
        .where(Objection.pattern_id == pattern_id, Objection.withdrawn_at.is_(None))
        .order_by(Objection.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    return [
        ObjectionLine(
            row,
            _said(row, row.by, off).by,
            _said(answer, who, off) if who is not None else None,
        )
        for row, answer, who in rows
    ]


def word_for(pattern_id: int, off: Collection[int]) -> Said | None:
    """The curator's word that stands."""
    query = (
        select(CuratorWord)
        .options(joinedload(CuratorWord.by))
        .where(CuratorWord.pattern_id == pattern_id, CuratorWord.withdrawn_at.is_(None))
    )
    row = db.session.scalar(query)
    return _said(row, row.by, off) if row is not None else None


def last_check(pattern_id: int, off: Collection[int]) -> Said | None:
    """The last time somebody found it still right."""
    query = (
        select(PatternCheck)
        .options(joinedload(PatternCheck.by))
        .where(PatternCheck.pattern_id == pattern_id, PatternCheck.withdrawn_at.is_(None))
        .order_by(PatternCheck.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return _said(row, row.by, off) if row is not None else None


def retirement_of(pattern: Pattern) -> Retirement | None:
    """How it was retired, where it is; the one to use instead, as long as everybody may see it."""
    successor = (Pattern.id == StageChange.successor_id) & Pattern.stage.in_(LISTED)
    query = (
        select(StageChange, Pattern, language_now())
        .outerjoin(Pattern, successor)
        .options(lazyload(Pattern.author))  # joined to it, it would ask for a successor
        .where(StageChange.pattern_id == pattern.id)
        .order_by(StageChange.id.desc())
        .limit(1)
    )
    found: Any = db.session.execute(query).first()
    if found is None or found[0].became != pattern.stage:
        return None
    return Retirement(found[0].why, found[0].at, found[1], found[2])


def _said(row: Any, by: Person, off: Collection[int]) -> Said:
    return Said(row, None if row.by_id in off else by.credited_as)
