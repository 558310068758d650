"""Reads about patterns that were adapted from others: whom to credit, and what has still to be said
of what was changed.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from community.db import db

from .content import Content
from .credit import Adapted, words_for
from .credit_queries import contributors
from .facets import LISTED, Stage
from .models import Pattern, PatternRelation, Relation
from .origin_queries import own_name

_UNNAMED = "the pattern it was adapted from"


def adapted_by(pattern_ids: Collection[int]) -> Mapping[int, list[Adapted]]:
    """The listed patterns that each of these was adapted from, and who wrote them; one query, and
    one more where there are any.
    """
    query = (
        select(PatternRelation.pattern_id, Pattern)
        .join(Pattern, Pattern.id == PatternRelation.other_id)
        .where(
            PatternRelation.pattern_id.in_(pattern_ids),
            PatternRelation.kind == Relation.ADAPTED,
            PatternRelation.withdrawn_at.is_(None),
            Pattern.stage.in_(LISTED),
        )
        .order_by(PatternRelation.id)
    )
    rows = db.session.execute(query).all()
    people = contributors({other.id for _, other in rows}) if rows else {}
    found: dict[int, list[Adapted]] = {}
    for number, other in rows:
        wrote = people[other.id]
        names = [own_name(one.name) for one in wrote if one.name]
        by = words_for(tuple(dict.fromkeys(names)), others=len(names) < len(wrote))
        found.setdefault(number, []).append(Adapted(other.title, other.slug, by))
    return found


def adapted_from_ids(pattern: Pattern) -> Sequence[int]:
    """The numbers of the patterns that it says it was adapted from."""
    query = select(PatternRelation.other_id).where(
        PatternRelation.pattern_id == pattern.id,
        PatternRelation.kind == Relation.ADAPTED,
        PatternRelation.withdrawn_at.is_(None),
    )
    return db.session.scalars(query.order_by(PatternRelation.id)).all()


def unsaid_changes(pattern: Pattern, content: Content) -> Sequence[str]:
    """What a draft still lacks that says it was adapted: what was changed, for each pattern.
    One that is not listed any more is not called by its title.
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
    told = [source for source in content.sources if source.changes]
    return [
        f"what you changed of {f'“{title}”' if stage in LISTED else _UNNAMED}, among what it was"
        " made from"
        for slug, title, stage in db.session.execute(query)
        if not any(f"/patterns/{slug}" in one.url or title in one.text for one in told)
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
