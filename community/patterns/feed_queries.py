"""What happened in the library of late, for the feed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Person
from community.db import db

from .content import from_json
from .credit_lines import Addresses, Shown, credit_lines
from .credit_queries import taken_off
from .facets import LISTED, Stage
from .models import Pattern, PatternRevision, StageChange
from .retirement_queries import successors_of, told_of
from .suggestion_queries import suggesters
from .tool_queries import assisted_lines

MOST = 50
_Row = tuple[StageChange | PatternRevision, Pattern, PatternRevision]


@dataclass(frozen=True, slots=True)
class Happening:
    """A pattern came to a stage, or has another revision; `by` are those who did it, as they
    are named, whoever suggested it before whoever took it: nobody where it came by the rules. The
    line that credits what it says is the `credit`, with the tools behind it in `assisted`;
    `retired` tells of a pattern that is what to use instead.
    """

    key: str
    slug: str
    title: str
    summary: str
    at: datetime
    by: tuple[str | None, ...]
    why: str
    credit: str
    stage: Stage | None = None
    number: int | None = None
    retired: str = ""
    assisted: str = ""


def lately(address_of: Addresses) -> Sequence[Happening]:
    """The latest of both, the newest first, with the credit of what each says; nine queries,
    one more where a pattern was adapted, and two where a tool was involved.
    """
    both: list[_Row] = [*_stages(), *_revisions()]
    both = sorted(both, key=lambda one: (one[0].at, _key(one[0])), reverse=True)[:MOST]
    numbers = {pattern.id for _, pattern, _ in both}
    off, by_others = taken_off(numbers), suggesters(numbers)
    shown = [_shown(pattern, said) for _, pattern, said in both]
    told, successors = credit_lines(shown, address_of), successors_of([o.pattern_id for o in shown])
    assisted = assisted_lines([(one.pattern_id, one.number) for one in shown])
    return [
        replace(
            _happening(row, pattern, words, _named(_people(row, by_others), pattern, off)),
            retired=told_of(pattern.id, address_of(pattern.slug, one.number), successors),
            assisted=tools,
        )
        for (row, pattern, _), one, words, tools in zip(both, shown, told, assisted, strict=True)
    ]


def _stages() -> list[tuple[StageChange, Pattern, PatternRevision]]:
    """With what each pattern says now."""
    present = and_(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    )
    query = (
        select(StageChange, Pattern, PatternRevision)
        .join(Pattern, Pattern.id == StageChange.pattern_id)
        .join(PatternRevision, present)
        .options(joinedload(StageChange.by))
        .where(Pattern.stage.in_(LISTED), StageChange.became.in_(LISTED))
        .order_by(StageChange.at.desc(), StageChange.id.desc())
        .limit(MOST)
    )
    return [(row, pattern, said) for row, pattern, said in db.session.execute(query)]


def _revisions() -> list[tuple[PatternRevision, Pattern, PatternRevision]]:
    """Revisions since the pattern was first listed; what was changed in drafts is not news."""
    was_listed = exists().where(
        StageChange.pattern_id == PatternRevision.pattern_id,
        StageChange.became.in_(LISTED),
        StageChange.at <= PatternRevision.at,
    )
    query = (
        select(PatternRevision, Pattern)
        .join(Pattern, Pattern.id == PatternRevision.pattern_id)
        .options(joinedload(PatternRevision.by))
        .where(Pattern.stage.in_(LISTED), PatternRevision.number > Pattern.opened_from, was_listed)
        .order_by(PatternRevision.at.desc(), PatternRevision.number.desc())
        .limit(MOST)
    )
    return [(row, pattern, row) for row, pattern in db.session.execute(query)]


def _key(row: StageChange | PatternRevision) -> str:
    return f"revision-{row.number}" if isinstance(row, PatternRevision) else f"stage-{row.id}"


def _shown(pattern: Pattern, said: PatternRevision) -> Shown:
    return Shown(pattern.id, pattern.slug, said.number, from_json(said.content))


def _people(
    row: StageChange | PatternRevision, by_others: Mapping[tuple[int, int], Person]
) -> list[Person]:
    people = [row.by] if row.by else []
    if isinstance(row, StageChange):
        return people
    suggester = by_others.get((row.pattern_id, row.number))
    return [suggester, *people] if suggester else people


def _named(
    people: Sequence[Person], pattern: Pattern, off: Collection[tuple[int, int]]
) -> tuple[str | None, ...]:
    return tuple(None if (pattern.id, o.id) in off else o.credited_as for o in people)


def _happening(
    row: StageChange | PatternRevision, pattern: Pattern, credit: str, by: tuple[str | None, ...]
) -> Happening:
    return Happening(
        key=_key(row),
        slug=pattern.slug,
        title=pattern.title,
        summary=pattern.summary,
        at=row.at,
        by=by,
        why=row.why_shown if isinstance(row, StageChange) else row.why,
        credit=credit,
        stage=row.became if isinstance(row, StageChange) else None,
        number=row.number if isinstance(row, PatternRevision) else None,
    )
