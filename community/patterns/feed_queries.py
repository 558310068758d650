"""What happened in the library of late, for the feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from community.db import db

from .credit_queries import taken_off
from .facets import LISTED, Stage
from .models import Pattern, PatternRevision, StageChange

MOST = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """A pattern came to a stage, or has another revision; `by` is whoever is named for it."""

    key: str
    slug: str
    title: str
    summary: str
    at: datetime
    by: str | None
    why: str
    stage: Stage | None = None
    number: int | None = None


def lately() -> Sequence[Happening]:
    """The latest of both, the newest first; three queries."""
    stages, revisions = _stages(), _revisions()
    pattern_ids = {pattern.id for _, pattern in stages} | {pattern.id for _, pattern in revisions}
    off = taken_off(pattern_ids)
    found = [
        *(_stage(row, pattern, (pattern.id, row.by_id) in off) for row, pattern in stages),
        *(_revision(row, pattern, (pattern.id, row.by_id) in off) for row, pattern in revisions),
    ]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:MOST]


def _stages() -> list[tuple[StageChange, Pattern]]:
    query = (
        select(StageChange, Pattern)
        .join(Pattern, Pattern.id == StageChange.pattern_id)
        .options(joinedload(StageChange.by))
        .where(Pattern.stage.in_(LISTED), StageChange.became.in_(LISTED))
        .order_by(StageChange.at.desc(), StageChange.id.desc())
        .limit(MOST)
    )
    return [(row, pattern) for row, pattern in db.session.execute(query)]


def _revisions() -> list[tuple[PatternRevision, Pattern]]:
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
    return [(row, pattern) for row, pattern in db.session.execute(query)]


def _stage(row: StageChange, pattern: Pattern, is_off: bool) -> Happening:  # noqa: FBT001 - one fact
    named = row.by.credited_as if row.by and not is_off else None
    return Happening(
        key=f"stage-{row.id}",
        slug=pattern.slug,
        title=pattern.title,
        summary=pattern.summary,
        at=row.at,
        by=named,
        why=row.why,
        stage=row.became,
    )


def _revision(row: PatternRevision, pattern: Pattern, is_off: bool) -> Happening:  # noqa: FBT001 - one fact
    return Happening(
        key=f"revision-{row.number}",
        slug=pattern.slug,
        title=pattern.title,
        summary=pattern.summary,
        at=row.at,
        by=None if is_off else row.by.credited_as,
        why=row.why,
        number=row.number,
    )
