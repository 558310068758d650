"""Patterns in short, for a palette: the first line of the solution, and a paragraph with credit."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, select

from community.db import db
from community.patterns.adaptation_queries import adapted_by, adapted_from_ids
from community.patterns.content import from_json
from community.patterns.credit import line
from community.patterns.credit_queries import contributors, credit_of
from community.patterns.facets import LISTED
from community.patterns.models import Pattern, PatternRevision
from community.patterns.note_source_queries import scopes_begun_from
from community.patterns.origin_queries import credited, kept_of, origins_of
from community.patterns.quoting import first_line, paragraph
from community.patterns.telling import scope_of
from community.patterns.upkeep_queries import unchecked_among

_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_PRESENT = and_(
    PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
)
_LISTED = (
    select(Pattern.id, Pattern.slug, Pattern.stage, Pattern.revision, PatternRevision.content)
    .join(PatternRevision, _PRESENT)
    .where(Pattern.id.in_(_NUMBERS), Pattern.stage.in_(LISTED))
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Its stage, the first line of what helps, and the summary with it and whom to credit; and
    whether nobody has checked it for long.
    """

    stage: str
    solution: str
    paragraph: str
    needs_check: bool


def scopes_of(numbers: Collection[int]) -> Sequence[str]:
    """What the credit of some patterns stands for, among the revisions of what is kept: these, all
    that they were adapted from, and what the notes stand for that any of them was begun from.
    """
    if not numbers:
        return ()
    every = [*numbers, *adapted_from_ids(numbers)]
    return (*map(scope_of, every), *scopes_begun_from(every))


def quotes_of(
    numbers: Collection[int], address_of: Callable[[str, int], str], now: datetime
) -> Mapping[int, Quote]:
    """Of some patterns, few, by their numbers; nothing of drafts, which nobody cites.
    `address_of` gives where a revision stays.
    """
    if not numbers:
        return {}
    people = contributors(numbers)
    origins, adapted = origins_of(numbers), adapted_by(numbers)
    waiting, quotes = unchecked_among(numbers, now), {}
    for pattern in db.session.execute(_LISTED, {"numbers": list(numbers)}):
        content = from_json(pattern.content)
        credit = credit_of(
            content,
            people[pattern.id],
            number=pattern.revision,
            address=address_of(pattern.slug, pattern.revision),
            adapted=adapted.get(pattern.id, ()),
            kept=kept_of(origins.get(pattern.id)),
        )
        credit = credited(credit, origins.get(pattern.id), pattern.revision)
        words = paragraph(content, line(credit))
        is_waiting = pattern.id in waiting
        quotes[pattern.id] = Quote(pattern.stage.value, first_line(content), words, is_waiting)
    return quotes
