"""Patterns in short, for a palette: the first line of the solution, and a paragraph with credit."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, select

from community.db import Instant, db
from community.patterns.adaptation_queries import adapted_by, adapted_from_ids, adapts_any
from community.patterns.content import from_json
from community.patterns.credit import line
from community.patterns.credit_queries import contributors, credit_of
from community.patterns.facets import LISTED
from community.patterns.models import Pattern, PatternRevision
from community.patterns.note_source_queries import scopes_begun_from
from community.patterns.origin_models import PatternOrigin
from community.patterns.origin_queries import credited, kept_of
from community.patterns.quoting import first_line, paragraph
from community.patterns.stages import CHECKED_FOR
from community.patterns.telling import scope_of
from community.patterns.upkeep_queries import is_unchecked
from community.text import flat


@dataclass(frozen=True, slots=True)
class Quote:
    """Its stage, the first line of what helps, and the summary with it and whom to credit, as
    plain words and for a text with marks (`marked`); and whether nobody has checked it for long.
    """

    stage: str
    solution: str
    paragraph: str
    marked: str
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
    values = {"numbers": list(numbers), "before": now - CHECKED_FOR}
    rows = db.session.execute(_listed(), values).all()
    people, quotes = contributors(numbers), {}
    adapted = adapted_by([row.id for row in rows if row.adapts])
    for pattern in rows:
        content, origin = from_json(pattern.content), pattern.PatternOrigin
        credit = credit_of(
            content,
            people[pattern.id],
            number=pattern.revision,
            address=address_of(pattern.slug, pattern.revision),
            adapted=adapted.get(pattern.id, ()),
            kept=kept_of(origin),
        )
        words = paragraph(content, line(credited(credit, origin, pattern.revision)))
        needs_check = bool(pattern.is_unchecked)
        quotes[pattern.id] = Quote(
            pattern.stage.value, first_line(content), words, flat(words), needs_check
        )
    return quotes


@cache
def _listed() -> Select[*tuple[Any, ...]]:
    """Put together once: of `numbers` those that are listed, where each is from, whether nobody has
    checked it since `before`, and whether it may be adapted from another.
    """
    numbers: BindParameter[Any] = bindparam("numbers", expanding=True)
    present = and_(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    )
    shown = Pattern.id, Pattern.slug, Pattern.stage, Pattern.revision, PatternRevision.content
    unchecked = is_unchecked(bindparam("before", type_=Instant())).label("is_unchecked")
    query = select(*shown, PatternOrigin, unchecked, adapts_any().label("adapts"))
    query = query.join(PatternRevision, present)
    query = query.outerjoin(PatternOrigin, PatternOrigin.pattern_id == Pattern.id)
    return query.where(Pattern.id.in_(numbers), Pattern.stage.in_(LISTED))
