"""What is read of patterns for taking them along."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import case, exists, select
from sqlalchemy.orm import aliased

from community.accounts.brought_names import own_name
from community.accounts.models import Person
from community.db import db
from community.disclosures.queries import saids_of

from . import credit_queries
from .adaptation_queries import adapted_by
from .facets import LISTED
from .models import Pattern, PatternRelation, Relation
from .origin_models import PatternOrigin
from .origin_queries import credited, kept_of, origins_of
from .queries import standing_of
from .relation_queries import name_beside
from .retirement_queries import successors_of
from .taking import Related, Taken


def taken(pattern: Pattern, address: str) -> Taken | None:
    """The present revision of a pattern, which is at `address`; seven queries."""
    standing = standing_of(pattern)
    if standing is None:
        return None
    row = standing.row
    origin = origins_of([pattern.id]).get(pattern.id)
    credit = credit_queries.credit_of(
        standing.content,
        credit_queries.contributors([pattern.id])[pattern.id],
        number=row.number,
        address=address,
        adapted=adapted_by([pattern.id]).get(pattern.id, ()),
        kept=kept_of(origin),
    )
    return Taken(
        slug=pattern.slug,
        content=standing.content,
        stage=pattern.stage.value,
        number=row.number,
        at=row.at,
        credit=credited(credit, origin, row.number),
        said=saids_of([row.disclosure_id])[row.disclosure_id],
        relations=tuple(relations_taken([pattern.id]).get(pattern.id, ())),
        successor=successors_of([pattern.id], also_awaited=True).get(pattern.id),
    )


def relations_taken(numbers: Collection[int]) -> Mapping[int, Sequence[Related]]:
    """What each of these patterns says of listed ones, and of those that a file named and that are
    not here, in the order in which it was said, and who said so when; one query. What a pattern
    began with is said since then, in whatever words by now: so it stays credited.
    """
    who, its, first = aliased(Person), aliased(Pattern), aliased(PatternRelation)
    began = exists().where(
        first.pattern_id == PatternRelation.pattern_id,
        first.other_id == PatternRelation.other_id,
        first.kind == PatternRelation.kind,
        first.kind == Relation.ADAPTED,
        first.at == its.made_at,
    )
    since = case((began, its.made_at), else_=PatternRelation.at)
    query = (
        select(PatternRelation, Pattern.slug, name_beside(who), PatternOrigin.pattern_id, since)
        .join(its, its.id == PatternRelation.pattern_id)
        .join(who, who.id == PatternRelation.by_id)
        .outerjoin(PatternOrigin, PatternOrigin.pattern_id == PatternRelation.pattern_id)
        .outerjoin(Pattern, Pattern.id == PatternRelation.other_id)
        .where(
            PatternRelation.pattern_id.in_(numbers),
            PatternRelation.withdrawn_at.is_(None),
            PatternRelation.awaited.is_not(None) | Pattern.stage.in_(LISTED),
        )
        .order_by(PatternRelation.id)
    )
    found: dict[int, list[Related]] = {}
    for row, slug, name, brought, at in db.session.execute(query):
        by = own_name(name) if name and brought else name
        told = Related(row.kind.value, row.awaited or slug, row.note, by, at)
        found.setdefault(row.pattern_id, []).append(told)
    return found
