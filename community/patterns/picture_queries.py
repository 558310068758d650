"""What the picture of the library is drawn from."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from community.db import db

from .models import Pattern, PatternFacet
from .picturing import SHOWN, Counts


def counted() -> Counts:
    """How many patterns stand where, by stage; one query."""
    one, other = aliased(PatternFacet), aliased(PatternFacet)
    query = (
        select(one.value, other.value, Pattern.stage, func.count())
        .join(other, (other.pattern_id == one.pattern_id) & (other.facet == "infrastructure"))
        .join(Pattern, Pattern.id == one.pattern_id)
        .where(one.facet == "dimension", Pattern.stage.in_(SHOWN))
        .group_by(one.value, other.value, Pattern.stage)
    )
    return {(a, b, stage.value): n for a, b, stage, n in db.session.execute(query)}
