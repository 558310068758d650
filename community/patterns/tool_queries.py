"""What was said of tools beside a pattern: of its revisions, suggestions and known uses."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from community.db import db
from community.disclosures.models import Disclosure
from community.disclosures.queries import saids_of
from community.disclosures.redacting import tool_spots
from community.disclosures.wording import Degree, Said, assisted_by
from community.redaction import Spot

from .known_use_models import KnownUse
from .models import Pattern, PatternRevision
from .suggestion_models import Suggestion

_BESIDE: tuple[tuple[Any, str], ...] = (
    (KnownUse, "beside a known use"),
    (Suggestion, "beside a suggestion"),
    (PatternRevision, "beside a revision"),
)


def saids_beside(shown: Sequence[tuple[int, int]]) -> Sequence[Said | None]:
    """What was said of each revision, given with its pattern by number, where a tool was involved
    or that is not said; one query, and two more where there is such.
    """
    query = (
        select(PatternRevision.pattern_id, PatternRevision.number, Disclosure.id)
        .join(Disclosure, Disclosure.id == PatternRevision.disclosure_id)
        .where(
            PatternRevision.pattern_id.in_({number for number, _ in shown}),
            PatternRevision.number.in_({number for _, number in shown}),
            Disclosure.degree != Degree.NONE,
        )
    )
    found = {(row[0], row[1]): row[2] for row in db.session.execute(query)} if shown else {}
    told = [found.get(one) for one in shown]
    saids = saids_of([number for number in told if number is not None]) if any(told) else {}
    return [saids[number] if number is not None else None for number in told]


def assisted_lines(shown: Sequence[tuple[int, int]]) -> Sequence[str]:
    """The `Assisted-by:` lines of each in one, as `saids_beside`; nothing where there is none."""
    return [" ".join(assisted_by(said)) if said else "" for said in saids_beside(shown)]


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
