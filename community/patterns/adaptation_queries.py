"""Reads about patterns that were adapted from others: whom to credit, and what has still to be said
of what was changed.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from community.accounts.brought_names import own_name
from community.db import db
from community.marks import BAR

from .content import UNSAID, Content
from .credit import Adapted, is_about
from .credit_queries import contributors
from .facets import LISTED, Stage
from .models import Pattern, PatternRelation, Relation
from .origin_models import PatternOrigin
from .origin_queries import kept_of

_UNNAMED = "the pattern it was adapted from"
_MOST_STEPS = 20  # of adaptations of adaptations


def adapted_by(pattern_ids: Collection[int]) -> Mapping[int, list[Adapted]]:
    """The patterns that each of these was adapted from, those from which these were, and so on, the
    nearest first, and who wrote them; one query, and one more where there are any.

    What a pattern began with stays credited, whatever becomes of the other, and of the relation.
    """
    if not pattern_ids:
        return {}
    rows = db.session.execute(_sources(), {"numbers": list(pattern_ids)}).all()
    people = contributors({other.id for _, other, _ in rows}) if rows else {}
    found: dict[int, dict[int, Adapted]] = {}
    for number, other, origin in rows:
        wrote = [(one.first, own_name(one.name) if one.name else None) for one in people[other.id]]
        told = Adapted(
            *(other.title, other.slug, tuple(wrote), other.is_listed, other.opened_from),
            before=tuple(words for _, words in kept_of(origin)),
        )
        found.setdefault(number, {}).setdefault(other.id, told)
    return {number: list(told.values()) for number, told in found.items()}


@cache
def _sources() -> Select[Any]:
    """Put together once: each of `numbers` with each pattern it goes back to, the nearest first."""
    chain = _chain(bindparam("numbers", expanding=True))
    query = select(chain.c.root, Pattern, PatternOrigin)
    query = query.join(Pattern, Pattern.id == chain.c.other_id)
    query = query.outerjoin(PatternOrigin, PatternOrigin.pattern_id == Pattern.id)
    return query.order_by(chain.c.root, chain.c.steps, chain.c.said)


def adapted_from_ids(pattern_ids: Collection[int]) -> Sequence[int]:
    """The numbers of the patterns that these were adapted from, and those from which those were."""
    return list(dict.fromkeys(db.session.scalars(_others(), {"numbers": list(pattern_ids)})))


@cache
def _others() -> Select[int]:
    """Put together once: what `numbers` go back to, the nearest first."""
    chain = _chain(bindparam("numbers", expanding=True))
    return select(chain.c.other_id).order_by(chain.c.steps, chain.c.said)


def adapts_any() -> ColumnElement[bool]:
    """For a query on patterns: whether there may be any of which `adapted_by` tells."""
    is_its = PatternRelation.pattern_id == Pattern.id, PatternRelation.kind == Relation.ADAPTED
    return exists().where(*is_its, PatternRelation.other_id.is_not(None))


def _chain(pattern_ids: BindParameter[Any]) -> CTE:
    """Each of these patterns as `root`, with all it goes back to, in so many `steps`."""
    row, other, its = PatternRelation, aliased(Pattern), aliased(Pattern)
    is_begun = row.at == its.made_at
    is_here = row.other_id.is_not(None) & (is_begun | row.withdrawn_at.is_(None))
    is_source = (row.kind == Relation.ADAPTED) & is_here
    first = (
        select(
            row.pattern_id.label("root"),
            row.other_id.label("other_id"),
            literal(1).label("steps"),
            row.id.label("said"),
        )
        .join(its, its.id == row.pattern_id)
        .where(row.pattern_id.in_(pattern_ids), is_source)
        .cte("adapted", recursive=True)
    )
    further = (
        select(first.c.root, row.other_id, first.c.steps + 1, row.id)
        .join(row, row.pattern_id == first.c.other_id)
        .join(its, its.id == row.pattern_id)
        .join(other, other.id == row.other_id)
        .where(is_source, first.c.steps < _MOST_STEPS, other.id != first.c.root)
    )
    return first.union(further)


def unsaid_changes(pattern: Pattern, content: Content) -> Sequence[str]:
    """What a draft still lacks that says it was adapted: what was changed, for each pattern. One
    that is not listed any more is not called by its title; of what was purged nothing is left that
    a source could be known by, so any that says what was changed will do.
    """
    query = (
        select(Pattern.slug, Pattern.title, Pattern.stage)
        .join(PatternRelation, PatternRelation.other_id == Pattern.id)
        .where(
            PatternRelation.pattern_id == pattern.id,
            PatternRelation.kind == Relation.ADAPTED,
            PatternRelation.withdrawn_at.is_(None),
        )
        .order_by(PatternRelation.id)
    )
    told = [one for one in content.sources if one.changes and one.changes != UNSAID]
    brought = [
        f"what you changed of {one.text}, among what it was made from, where “{UNSAID}” is left"
        for one in content.sources
        if one.changes == UNSAID
    ]
    return brought + [
        f"what you changed of {f'“{title}”' if stage in LISTED else _UNNAMED}, among what it was"
        " made from"
        for slug, title, stage in db.session.execute(query)
        if not any(title == BAR or is_about(one, slug, title) for one in told)
    ]


def is_fresh_adaptation(pattern: Pattern) -> bool:
    """Whether it says what the pattern it was adapted from said, and nobody has changed it yet."""
    return pattern.revision == 1 and db.session.scalar(_begun_with(pattern)) is not None


def draft_adapted(other: Pattern, person_id: int) -> Pattern | None:
    """What somebody has begun to adapt from a pattern and not changed yet."""
    query = (
        select(Pattern)
        .join(PatternRelation, PatternRelation.pattern_id == Pattern.id)
        .where(
            PatternRelation.other_id == other.id,
            PatternRelation.kind == Relation.ADAPTED,
            PatternRelation.at == Pattern.made_at,
            PatternRelation.withdrawn_at.is_(None),
            Pattern.author_id == person_id,
            Pattern.stage == Stage.DRAFT,
            Pattern.revision == 1,
            ~Pattern.aside.has(),
        )
    )
    return db.session.scalar(query.order_by(Pattern.id).limit(1))


def _begun_with(pattern: Pattern):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return select(PatternRelation.id).where(
        PatternRelation.pattern_id == pattern.id,
        PatternRelation.kind == Relation.ADAPTED,
        PatternRelation.at == pattern.made_at,
    )
