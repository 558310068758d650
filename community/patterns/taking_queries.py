"""What is read of patterns for taking them along."""

from sqlalchemy import select

from community.db import db
from community.disclosures.queries import saids_of

from . import credit_queries
from .adaptation_queries import adapted_by
from .facets import LISTED
from .models import Pattern, PatternRelation
from .origin_queries import credited, origins_of
from .queries import standing_of
from .taking import Related, Taken


def taken(pattern: Pattern, address: str) -> Taken | None:
    """The present revision of a pattern, which is at `address`; six queries."""
    standing = standing_of(pattern)
    if standing is None:
        return None
    row = standing.row
    relations = said_of_others(pattern)
    origin = origins_of([pattern.id]).get(pattern.id)
    credit = credit_queries.credit_of(
        standing.content,
        credit_queries.contributors([pattern.id])[pattern.id],
        number=row.number,
        address=address,
        adapted=adapted_by([pattern.id]).get(pattern.id, ()),
    )
    return Taken(
        slug=pattern.slug,
        content=standing.content,
        stage=pattern.stage.value,
        number=row.number,
        at=row.at,
        credit=credited(credit, origin, row.number),
        said=saids_of([row.disclosure_id])[row.disclosure_id],
        relations=tuple(one for one, _ in relations),
    )


def said_of_others(pattern: Pattern) -> list[tuple[Related, str]]:
    """What it says of listed patterns, with their titles, in the order in which it was said."""
    query = (
        select(PatternRelation, Pattern.slug, Pattern.title)
        .join(Pattern, Pattern.id == PatternRelation.other_id)
        .where(
            PatternRelation.pattern_id == pattern.id,
            PatternRelation.withdrawn_at.is_(None),
            Pattern.stage.in_(LISTED),
        )
        .order_by(PatternRelation.id)
    )
    return [
        (Related(row.kind.value, slug, row.note), title)
        for row, slug, title in db.session.execute(query)
    ]
