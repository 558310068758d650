"""What asks for a look in the library: links that do not answer, and what nobody has checked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager

from community.db import Instant, db

from .curation_models import PatternCheck
from .facets import Stage
from .known_use_models import FAILING_DAYS, KnownUse, UseLink
from .models import Pattern, StageChange
from .stages import CHECKED_FOR
from .writer_queries import wrote_some

MOST = 50
_IN_USE = (Stage.PROPOSED, Stage.EMERGING, Stage.PROVEN)


def dead_links(person_id: int | None = None) -> Sequence[KnownUse]:
    """The known uses whose links have not answered on several days, those that a person added where
    one is given, with their patterns; those that failed first come first.
    """
    query: Select[KnownUse] = (
        select(KnownUse)
        .join(UseLink, (UseLink.use_id == KnownUse.id) & (UseLink.url == KnownUse.url))
        .join(KnownUse.pattern)
        .options(contains_eager(KnownUse.pattern))
        .where(UseLink.failing_days >= FAILING_DAYS, KnownUse.withdrawn_at.is_(None))
        .where(Pattern.stage.in_(_IN_USE))
        .order_by(UseLink.failed_at, KnownUse.id)
        .limit(MOST)
    )
    if person_id is not None:
        query = query.where(KnownUse.by_id == person_id)
    return db.session.scalars(query).all()


def unchecked(now: datetime) -> Sequence[Pattern]:
    """The patterns that nobody has checked for twelve months, as `stages.needs_check` says; those
    that have waited longest first.
    """
    query = select(Pattern).where(*_need_a_check(now - CHECKED_FOR)).order_by(_since(), Pattern.id)
    return db.session.scalars(query.limit(MOST)).all()


def unchecked_among(numbers: Collection[int], now: datetime) -> frozenset[int]:
    """Those of these patterns, few, that nobody has checked for twelve months; one query."""
    if not numbers:
        return frozenset()
    values = {"numbers": list(numbers), "before": now - CHECKED_FOR}
    return frozenset(db.session.scalars(_unchecked_among(), values))


@cache
def _unchecked_among() -> Select[int]:
    """Put together once: whatever is typed into the palette asks it."""
    of_these = Pattern.id.in_(bindparam("numbers", expanding=True))
    return select(Pattern.id).where(of_these, *_need_a_check(bindparam("before", type_=Instant())))


def is_unchecked(before: Any) -> ColumnElement[bool]:
    """For a query on patterns: whether nobody checked one since `before`, and somebody should."""
    return and_(*_need_a_check(before))


def _need_a_check(before: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Pattern.stage.in_((Stage.EMERGING, Stage.PROVEN)), _since() <= before


def _since() -> ColumnElement[datetime]:
    check = PatternCheck.pattern_id == Pattern.id, PatternCheck.withdrawn_at.is_(None)
    by_others = PatternCheck.by_id != Pattern.author_id, ~wrote_some(PatternCheck.by_id, Pattern)
    checked = select(func.max(PatternCheck.at)).where(*check, *by_others)
    began = select(func.max(StageChange.at)).where(StageChange.pattern_id == Pattern.id)
    either = checked.scalar_subquery(), began.scalar_subquery()
    return func.coalesce(*either, Pattern.made_at)
