"""Reads about relations that are suggested: what each would change now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from community.db import db

from .facets import LISTED
from .language_queries import language_now
from .models import PatternRelation
from .queries import says
from .suggestion_models import SuggestedRelation, Suggestion

BESIDE = "What stands beside it"


@dataclass(frozen=True, slots=True)
class RelationPart:
    """One relation of a suggestion. `title`, in `language`, is None where not everybody may read
    the other pattern; `is_so`: nothing would change, as it is said, or is taken away, already.
    """

    id: int
    kind: str
    slug: str
    title: str | None
    language: str
    note: str
    takes_away: bool
    is_so: bool
    is_taken: bool | None

    @property
    def name(self) -> str:
        """What it is called in forms."""
        return f"relation-{self.id}"


def relations_suggested(row: Suggestion) -> Sequence[SuggestedRelation]:
    """What it would have said, or said no more, with the other patterns."""
    return db.session.scalars(_relations_of(row)).all()


def relation_parts(row: Suggestion) -> Sequence[RelationPart]:
    """The same as it is to be looked at; two queries at most."""
    told = _relations_of(row).add_columns(language_now()).join(SuggestedRelation.other)
    languages: dict[SuggestedRelation, str] = dict(db.session.execute(told).all())
    rows = list(languages)
    said = _standing(row.pattern_id, {one.other_id for one in rows if not one.takes_away})
    return [
        RelationPart(
            id=one.id,
            kind=one.kind.value,
            slug=one.other.slug,
            title=one.other.title if one.other.stage in LISTED else None,
            language=languages[one],
            note=one.note,
            takes_away=one.takes_away,
            is_so=_is_so(one, row.pattern_id, said),
            is_taken=one.is_taken,
        )
        for one in rows
    ]


def _relations_of(row: Suggestion) -> Select[SuggestedRelation]:
    query = (
        select(SuggestedRelation)
        .options(joinedload(SuggestedRelation.other), joinedload(SuggestedRelation.relation))
        .where(SuggestedRelation.suggestion_id == row.id)
    )
    return query.order_by(SuggestedRelation.id)


def _is_so(one: SuggestedRelation, pattern_id: int, said: Collection[PatternRelation]) -> bool:
    if one.takes_away:
        return one.relation is None or one.relation.withdrawn_at is not None
    return any(says(each, pattern_id, one.kind, one.other_id) for each in said)


def _standing(pattern_id: int, others: Collection[int]) -> Sequence[PatternRelation]:
    if not others:
        return ()
    row = PatternRelation
    ours = (row.pattern_id == pattern_id) & row.other_id.in_(others)
    theirs = (row.other_id == pattern_id) & row.pattern_id.in_(others)
    query = select(row).where(or_(ours, theirs), row.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(row.id)).all()
