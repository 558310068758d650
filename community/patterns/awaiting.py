"""What a file says of patterns that are not here: kept by their addresses, shown to whoever looks
after the pattern that says it and in exports, and made once a pattern that everybody may read is
at one of them.
"""

from collections.abc import Collection

from sqlalchemy import delete, select, update

from community.db import db

from .models import Pattern, PatternRelation, Relation, StageChange
from .queries import BOTH_WAYS
from .relating import ONE_WAY

_Said = tuple[int, Relation, int]


def arrived(pattern: Pattern, *, is_brought: bool = False) -> None:
    """Make what was said of the pattern at this address before everybody could read it: relations,
    but for those that stand already or cannot be; and, where it `is_brought` from elsewhere, that
    it is to be used instead of another: of what is written here a curator says that. Twice changes
    nothing; one query where nothing was.
    """
    if not pattern.is_listed:
        return
    waiting = select(PatternRelation).where(PatternRelation.awaited == pattern.slug)
    rows = db.session.scalars(waiting.order_by(PatternRelation.id).with_for_update()).all()
    said = _said(pattern, [row.pattern_id for row in rows]) if rows else set()
    for row in rows:
        if _is_made(row, pattern, said):
            row.other_id, row.awaited = pattern.id, None
            said.add((row.pattern_id, row.kind, pattern.id))
        else:
            db.session.delete(row)
    if is_brought:
        after = update(StageChange).where(StageChange.awaited == pattern.slug)
        is_other = StageChange.pattern_id != pattern.id
        db.session.execute(after.where(is_other).values(successor_id=pattern.id, awaited=None))
    db.session.flush()


def forget(slug: str, *, of: Pattern | None = None) -> None:
    """Wait no longer for whatever would be at an address: nobody, or one pattern alone. Nobody was
    shown it, so nothing is kept of it.
    """
    gone = delete(PatternRelation).where(PatternRelation.awaited == slug)
    given_up = update(StageChange).where(StageChange.awaited == slug)
    if of is not None:
        gone = gone.where(PatternRelation.pattern_id == of.id)
        given_up = given_up.where(StageChange.pattern_id == of.id)
    db.session.execute(gone)
    db.session.execute(given_up.values(awaited=None))


def _said(pattern: Pattern, others: Collection[int]) -> set[_Said]:
    """What stands between a pattern and others."""
    row = PatternRelation
    ways = (
        (row.pattern_id == pattern.id, row.other_id.in_(others)),
        (row.other_id == pattern.id, row.pattern_id.in_(others)),
    )
    return {
        (one.pattern_id, one.kind, one.other_id or 0)
        for way in ways
        for one in db.session.scalars(select(row).where(*way, row.withdrawn_at.is_(None)))
    }


def _is_made(row: PatternRelation, pattern: Pattern, said: Collection[_Said]) -> bool:
    there = (pattern.id, row.kind, row.pattern_id) in said
    is_said = (row.pattern_id, row.kind, pattern.id) in said or (there and row.kind in BOTH_WAYS)
    return row.pattern_id != pattern.id and not is_said and not (there and row.kind in ONE_WAY)
