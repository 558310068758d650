"""What is held of the names that people took off patterns, and of patterns they brought in. It goes
with their drafts; for what others read it stays, so that nobody is named again.
"""

from datetime import datetime

from sqlalchemy import delete, select

from community.db import db
from community.holdings import Facts, Holding

from .leaving_queries import drafts_to_erase
from .models import Pattern
from .name_models import NameTakenOff
from .origin_models import PatternOrigin


def export(person_id: int) -> Facts:
    """From which patterns they took their name, and which they brought in."""
    query = (
        select(NameTakenOff, Pattern.slug)
        .join(Pattern, Pattern.id == NameTakenOff.pattern_id)
        .where(NameTakenOff.person_id == person_id)
        .order_by(NameTakenOff.id)
    )
    brought = (
        select(PatternOrigin, Pattern.slug)
        .join(Pattern, Pattern.id == PatternOrigin.pattern_id)
        .where(PatternOrigin.by_id == person_id)
        .order_by(PatternOrigin.pattern_id)
    )
    return {
        "names taken off patterns": [
            {"pattern": slug, "at": row.at, "put back": row.withdrawn_at}
            for row, slug in db.session.execute(query)
        ],
        "patterns brought in": [
            {"pattern": slug, "from": row.address, "at": row.at}
            for row, slug in db.session.execute(brought)
        ],
    }


def erase(person_id: int, _now: datetime) -> None:
    """Delete what is about their drafts, which go."""
    mine = drafts_to_erase(person_id)
    db.session.execute(delete(NameTakenOff).where(NameTakenOff.pattern_id.in_(mine)))


HOLDINGS = (
    Holding(
        tables=frozenset({"pattern_name_taken_off", "pattern_origin", "pattern_brought_writer"}),
        export=export,
        erase=erase,
    ),
)
