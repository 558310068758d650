"""Where words about relations are kept: beside those that are said, awaited or suggested."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from community.db import db
from community.redaction import Put, Spot

from .models import Pattern, PatternRelation, StageChange
from .suggestion_models import SuggestedRelation, Suggestion

_LONGEST_NOTE, _LONGEST_ADDRESS = 300, 80


def spots_of_relations(pattern: Pattern) -> Iterator[Spot]:
    """Notes beside what either pattern says, and the addresses that this one waits for."""
    query = select(PatternRelation).where(
        or_(PatternRelation.pattern_id == pattern.id, PatternRelation.other_id == pattern.id)
    )
    for row in db.session.scalars(query.order_by(PatternRelation.id)):
        name, what = f"{row.__tablename__}-{row.id}-note", "What it has to do with another"
        yield Spot(name, what, "note", row.note, _into_note(row), _LONGEST_NOTE)
    awaiting: tuple[Any, ...] = (PatternRelation, StageChange)
    for model in awaiting:
        mine = select(model).where(model.pattern_id == pattern.id, model.awaited.is_not(None))
        for one in db.session.scalars(mine.order_by(model.id)):
            name, told = f"{model.__tablename__}-{one.id}-awaited", one.awaited or ""
            yield Spot(name, "What it waits for", "address", told, _drop(one), _LONGEST_ADDRESS)


def spots_of_suggested_relations(pattern: Pattern) -> Iterator[Spot]:
    """Suggested to either pattern: the words may stand on both."""
    row = SuggestedRelation
    query = select(row, Suggestion).join(Suggestion, Suggestion.id == row.suggestion_id)
    is_its = or_(Suggestion.pattern_id == pattern.id, row.other_id == pattern.id)
    for one, of in db.session.execute(query.where(is_its).order_by(row.id)):
        name = f"suggestion-{of.id}" if of.pattern_id == pattern.id else row.__tablename__
        what, where = "What it would have to do with another", f"suggestion {of.id}"
        is_open = of.pattern_id == pattern.id and of.number >= pattern.opened_from
        name, most = f"{name}-relation-{one.id}", _LONGEST_NOTE
        yield Spot(name, what, where, one.note, _into_note(one), most, is_open)


def _into_note(row: Any) -> Put:
    return lambda text: setattr(row, "note", text)


def _drop(row: PatternRelation | StageChange) -> Put:
    """An address out of which words are taken is none any more: what was said of it goes whole."""

    def put(_left: str) -> None:
        if isinstance(row, StageChange):
            row.awaited = None
        else:
            db.session.delete(row)

    return put
