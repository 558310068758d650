"""What others said of a pattern, ready to render."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, lazyload

from community.accounts.models import Person
from community.conduct.place_queries import Place
from community.conduct.state_models import Content, ContentState
from community.conduct.state_queries import (
    Placeholder,
    is_redacted,
    placeholder_in,
    redactions_among,
    with_states,
)
from community.db import db

from .curation_models import CuratorWord, Objection, ObjectionAnswer, PatternCheck, Review
from .facets import LISTED
from .language_queries import language_now
from .models import Pattern, StageChange
from .place_queries import stage_places
from .writer_queries import writers_of


@dataclass(frozen=True, slots=True)
class Said:
    """Something somebody said of a pattern; `by` is None for who is not named. Where it is set
    aside under the code, `placeholder` stands in its place; `redactions`: for which clauses words
    of it were taken out.
    """

    row: Any
    by: str | None
    placeholder: Placeholder | None = None
    redactions: tuple[Placeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionLine(Said):
    """An objection that was not withdrawn, and the answer to it."""

    answer: Said | None = None


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a pattern was retired and since when, and what to use in its place."""

    why: str
    at: datetime
    successor: Pattern | None
    language: str  # of what to use
    change: StageChange
    place: Place | None = None


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


def answer_numbered(number: int) -> ObjectionAnswer | None:
    """The answer with this number, unless it or the objection was withdrawn."""
    query = select(ObjectionAnswer).join(Objection, Objection.id == ObjectionAnswer.objection_id)
    standing = ObjectionAnswer.withdrawn_at.is_(None), Objection.withdrawn_at.is_(None)
    return db.session.scalar(query.where(ObjectionAnswer.id == number, *standing))


def word_numbered(number: int) -> CuratorWord | None:
    """The curator's word with this number, unless it was withdrawn or says nothing."""
    standing = CuratorWord.withdrawn_at.is_(None), CuratorWord.word != ""
    return db.session.scalar(select(CuratorWord).where(CuratorWord.id == number, *standing))


def pattern_of_answer(row: ObjectionAnswer) -> Pattern:
    """The pattern that what it answers is said of."""
    return db.session.get_one(Objection, row.objection_id).pattern


def reviews_of(pattern_id: int, off: Collection[int]) -> Sequence[Said]:
    """The reviews that stand, the latest first, with those that are set aside; one query, and one
    more where words of some were taken out.
    """
    query = (
        select(Review, is_redacted(Content.REVIEW, Review.id).label("is_redacted"))
        .select_from(Review)
        .options(joinedload(Review.by))
        .where(Review.pattern_id == pattern_id, _stood(Review))
        .order_by(Review.id.desc())
    )
    rows = _shown(db.session.execute(with_states(query, Content.REVIEW, Review.id)).all())
    cut = _cut(Content.REVIEW, rows)
    return [_said(one[0], one[0].by, off, placeholder_in(one), cut) for one in rows]


def objections_of(pattern_id: int, off: Collection[int]) -> Sequence[ObjectionLine]:
    """The objections that were not withdrawn, in order, with their answers and with those that are
    set aside; two queries, and one more where words of some were taken out.
    """
    query = (
        select(Objection, is_redacted(Content.OBJECTION, Objection.id).label("is_redacted"))
        .select_from(Objection)
        .options(joinedload(Objection.by))
        .where(Objection.pattern_id == pattern_id, _stood(Objection))
        .order_by(Objection.id)
    )
    rows = _shown(db.session.execute(with_states(query, Content.OBJECTION, Objection.id)).all())
    cut, answers = _cut(Content.OBJECTION, rows), _answers(pattern_id, off) if rows else {}
    lines = ((one[0], _said(one[0], one[0].by, off, placeholder_in(one), cut)) for one in rows)
    return [
        ObjectionLine(said.row, said.by, said.placeholder, said.redactions, answers.get(row.id))
        for row, said in lines
    ]


def _answers(pattern_id: int, off: Collection[int]) -> Mapping[int, Said]:
    """The answers to objections that stand, by the number of these; the last of those that are set
    aside, where none does.
    """
    query = (
        select(
            ObjectionAnswer, is_redacted(Content.ANSWER, ObjectionAnswer.id).label("is_redacted")
        )
        .join(Objection, Objection.id == ObjectionAnswer.objection_id)
        .options(joinedload(ObjectionAnswer.by))
        .where(Objection.pattern_id == pattern_id, _stood(ObjectionAnswer))
        .order_by(ObjectionAnswer.withdrawn_at.is_(None), ObjectionAnswer.id)
    )
    found = db.session.execute(with_states(query, Content.ANSWER, ObjectionAnswer.id)).all()
    rows = _shown(found)
    cut = _cut(Content.ANSWER, rows)
    said = [_said(one[0], one[0].by, off, placeholder_in(one), cut) for one in rows]
    return {one.row.objection_id: one for one in said}


def word_for(pattern_id: int, off: Collection[int]) -> Said | None:
    """The curator's word that stands; the last of those that are set aside, where none does. One
    query, and one more where words of it were taken out.
    """
    query = (
        select(CuratorWord, is_redacted(Content.CURATOR_WORD, CuratorWord.id).label("is_redacted"))
        .select_from(CuratorWord)
        .options(joinedload(CuratorWord.by))
        .where(CuratorWord.pattern_id == pattern_id, _stood(CuratorWord))
        .order_by(CuratorWord.withdrawn_at.is_not(None), CuratorWord.id.desc())
    )
    found = db.session.execute(with_states(query, Content.CURATOR_WORD, CuratorWord.id)).all()
    rows = _shown(found)[:1]
    cut = _cut(Content.CURATOR_WORD, rows)
    said = [_said(one[0], one[0].by, off, placeholder_in(one), cut) for one in rows]
    return said[0] if said else None


def last_check(pattern_id: int, off: Collection[int]) -> Said | None:
    """The last time somebody who did not write it found it still right."""
    query = (
        select(PatternCheck)
        .options(joinedload(PatternCheck.by))
        .where(*checks_by_others(pattern_id))
        .order_by(PatternCheck.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return _said(row, row.by, off) if row is not None else None


def checks_by_others(pattern_id: int) -> tuple[ColumnElement[bool], ...]:
    """For a query on checks: those of a pattern that stand, by people who wrote none of it."""
    by_others = PatternCheck.by_id.not_in(writers_of(pattern_id))
    return PatternCheck.pattern_id == pattern_id, PatternCheck.withdrawn_at.is_(None), by_others


def retirement_of(pattern: Pattern) -> Retirement | None:
    """How it was retired, where it is; the one to use instead, as long as everybody may see it. One
    query, and one more where why it was is set aside or has a bar.
    """
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
    change = found[0]
    place = stage_places([change]).get(change.id)
    return Retirement(change.why_shown, change.at, found[1], found[2], change, place)


def _stood(model: Any) -> ColumnElement[bool]:
    """Whether something was not taken back, but for what was so as it was set aside."""
    is_there: ColumnElement[bool] = model.withdrawn_at.is_(None)
    return or_(is_there, model.withdrawn_at == ContentState.at)


def _shown(rows: Sequence[Any]) -> Sequence[Any]:
    """Those with something in their place: of spam there is nothing."""
    return [one for one in rows if one.set_aside is None or placeholder_in(one) is not None]


def _cut(about: Content, rows: Sequence[Any]) -> Mapping[int, tuple[Placeholder, ...]]:
    return redactions_among(about, [one[0].id for one in rows if one.is_redacted])


def _said(
    row: Any,
    by: Person,
    off: Collection[int],
    placeholder: Placeholder | None = None,
    cut: Mapping[int, tuple[Placeholder, ...]] = MappingProxyType({}),
) -> Said:
    name = None if row.by_id in off else by.credited_as
    return Said(row, name, placeholder, cut.get(row.id, ()))
