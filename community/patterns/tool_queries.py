"""What was said of tools beside a pattern: of its revisions, suggestions and known uses."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from community.db import db
from community.disclosures.redacting import tool_spots
from community.redaction import Spot

from .known_use_models import KnownUse
from .models import Pattern, PatternRevision
from .suggestion_models import Suggestion

_BESIDE: tuple[tuple[Any, str], ...] = (
    (KnownUse, "beside a known use"),
    (Suggestion, "beside a suggestion"),
    (PatternRevision, "beside a revision"),
)


def tool_spots_of(pattern: Pattern) -> Iterator[Spot]:
    """Every place of it; what stands beside a revision that nobody else may read is not shown."""
    told: dict[int, str] = {}
    for model, where in _BESIDE:
        query = select(model.disclosure_id).where(model.pattern_id == pattern.id)
        told |= dict.fromkeys(db.session.scalars(query), where)
    read = select(PatternRevision.disclosure_id).where(
        PatternRevision.pattern_id == pattern.id, PatternRevision.number >= pattern.opened_from
    )
    uses = select(KnownUse.disclosure_id).where(KnownUse.pattern_id == pattern.id)
    seen = {*db.session.scalars(read), *db.session.scalars(uses)}
    yield from tool_spots({number: told[number] for number in told if number in seen})
    rest = {number: told[number] for number in told if number not in seen}
    yield from tool_spots(rest, is_open=False)
