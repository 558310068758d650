"""Reads about what patterns have to do with each other, and since when they are said to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Person
from community.db import db

from .facets import LISTED
from .invitation_queries import is_invited
from .language_queries import language_now
from .models import Pattern, PatternRelation, StageChange
from .name_models import NameTakenOff
from .queries import INVERSE
from .suggestion_models import SuggestedRelation, SuggestionDecision


@dataclass(frozen=True, slots=True)
class Told:
    """One relation as a pattern's page tells it; without a name where that was taken off. Where one
    person suggested it, or to take it away, and another took that, both are named.
    """

    id: int
    kind: str
    slug: str
    title: str
    language: str
    note: str
    is_ours: bool
    at: datetime
    by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    is_taken: bool
    taken_by: str | None
    is_withdrawal_taken: bool
    withdrawal_taken_by: str | None


def relations_of(pattern: Pattern, reader_id: int | None) -> Sequence[Told]:
    """Every relation that was ever said of it and a listed pattern, in either direction, those that
    stand first; two queries. What was taken away before everybody could read the pattern that said
    it is told to its author and to who is invited to it alone; `reader_id` is a person's number.
    """
    other, writer, taker = aliased(Pattern), aliased(Person), aliased(Person)
    row = PatternRelation
    query = (
        select(row, other, name_beside(writer), name_beside(taker), language_now(other))
        .join(
            other,
            or_(
                (row.pattern_id == pattern.id) & (other.id == row.other_id),
                (row.other_id == pattern.id) & (other.id == row.pattern_id),
            ),
        )
        .join(writer, writer.id == row.by_id)
        .outerjoin(taker, taker.id == row.withdrawn_by_id)
        .where(other.stage.in_(LISTED), _is_told_to(reader_id))
        .order_by(row.withdrawn_at.is_not(None), row.kind, other.title_key, row.id)
    )
    rows = db.session.execute(query).all()
    takers = _takers([each[0].id for each in rows]) if rows else {}
    return [_told(pattern, each, takers) for each in rows]


def relation_at(slug: str, number: int) -> PatternRelation | None:
    """The relation with this number that the pattern at this address says."""
    query = (
        select(PatternRelation)
        .join(Pattern, Pattern.id == PatternRelation.pattern_id)
        .options(joinedload(PatternRelation.pattern))
        .where(or_(Pattern.slug == slug, Pattern.drafted_as == slug))
    )
    its = PatternRelation.id == number, PatternRelation.other_id.is_not(None)
    return db.session.scalar(query.where(*its))


def relations_numbered(pattern: Pattern, numbers: Collection[int]) -> Sequence[PatternRelation]:
    """Those of these that the pattern says, or said."""
    query = select(PatternRelation).where(
        PatternRelation.pattern_id == pattern.id,
        PatternRelation.id.in_(numbers),
        PatternRelation.other_id.is_not(None),
    )
    return db.session.scalars(query.order_by(PatternRelation.id)).all()


def _is_told_to(reader_id: int | None) -> ColumnElement[bool]:
    row, saying = PatternRelation, aliased(Pattern)
    was_listed = exists().where(
        StageChange.pattern_id == row.pattern_id,
        StageChange.became.in_(LISTED),
        StageChange.at <= row.withdrawn_at,
    )
    is_told = row.withdrawn_at.is_(None) | was_listed
    if reader_id is None:
        return is_told
    is_own = exists().where(saying.id == row.pattern_id, saying.author_id == reader_id)
    return is_told | is_own | is_invited(reader_id, row.pattern_id)


def _takers(relation_ids: Sequence[int]) -> Mapping[tuple[int, bool], str | None]:
    """Who took what was suggested, by the relation and whether that was to take it away."""
    row, person = SuggestedRelation, aliased(Person)
    query = (
        select(row.relation_id, row.takes_away, name_beside(person))
        .join(SuggestionDecision, SuggestionDecision.suggestion_id == row.suggestion_id)
        .join(PatternRelation, PatternRelation.id == row.relation_id)
        .join(person, person.id == SuggestionDecision.by_id)
        .where(row.relation_id.in_(relation_ids), row.is_taken.is_(True))
    )
    return {(number or 0, away): name for number, away, name in db.session.execute(query)}


def name_beside(person: Any) -> ColumnElement[str | None]:
    """For a query of relations: as whom somebody who said one is credited; nobody who took their
    name off either of the two patterns.
    """
    is_off = exists().where(
        NameTakenOff.person_id == person.id,
        NameTakenOff.pattern_id.in_((PatternRelation.pattern_id, PatternRelation.other_id)),
        NameTakenOff.withdrawn_at.is_(None),
    )
    return case((~is_off, person.credited_as), else_=None)


def _told(
    pattern: Pattern, said: Sequence[Any], takers: Mapping[tuple[int, bool], str | None]
) -> Told:
    row, other, by, taker, language = said
    is_ours = row.pattern_id == pattern.id
    return Told(
        id=row.id,
        kind=row.kind.value if is_ours else INVERSE[row.kind],
        slug=other.slug,
        title=other.title,
        language=language,
        note=row.note,
        is_ours=is_ours,
        at=row.at,
        by=by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=taker,
        is_taken=(row.id, False) in takers,
        taken_by=takers.get((row.id, False)),
        is_withdrawal_taken=(row.id, True) in takers,
        withdrawal_taken_by=takers.get((row.id, True)),
    )
