"""What is held of the names that people took off patterns. It goes with their drafts; for what
others read it stays, so that nobody is named again.
"""

from datetime import datetime

from sqlalchemy import delete, select

from community.db import db
from community.holdings import Facts, Holding

from .facets import Stage
from .models import Pattern
from .name_models import NameTakenOff


def export(person_id: int) -> Facts:
    """From which patterns they took their name, and when."""
    query = (
        select(NameTakenOff, Pattern.slug)
        .join(Pattern, Pattern.id == NameTakenOff.pattern_id)
        .where(NameTakenOff.person_id == person_id)
        .order_by(NameTakenOff.id)
    )
    return {
        "names taken off patterns": [
            {"pattern": slug, "at": row.at, "put back": row.withdrawn_at}
            for row, slug in db.session.execute(query)
        ]
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete what is about their drafts, which go."""
    mine = select(Pattern.id).where(Pattern.author_id == person_id, Pattern.stage == Stage.DRAFT)
    db.session.execute(delete(NameTakenOff).where(NameTakenOff.pattern_id.in_(mine)))


HOLDINGS = (Holding(tables=frozenset({"pattern_name_taken_off"}), export=export, erase=erase),)
