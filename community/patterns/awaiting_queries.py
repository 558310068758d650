"""Reads about what patterns wait for: others that a file names and that are not here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, exists, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from community.db import db

from .facets import LISTED
from .models import Pattern, PatternRelation, StageChange
from .queries import pattern_by_slug


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a pattern waits for at an address: of which kinds it is, and whether it is to be used
    instead. `is_here`: a pattern that nobody brought is there by now, and a curator has to say so.
    """

    pattern: Pattern
    slug: str
    kinds: tuple[str, ...]
    is_successor: bool
    is_here: bool


def awaited_by(pattern: Pattern) -> Sequence[Awaited]:
    """What a pattern waits for, by the addresses; one query."""
    row, change = PatternRelation, StageChange
    ours = row.pattern_id == pattern.id, row.awaited.is_not(None)
    theirs = change.pattern_id == pattern.id, change.awaited.is_not(None)
    both = union_all(
        select(row.awaited, type_coerce(row.kind, String).label("kind")).where(*ours),
        select(change.awaited, literal("")).where(*theirs),
    ).subquery()
    is_there = exists().where(Pattern.slug == both.c.awaited, Pattern.stage.in_(LISTED))
    query = select(both.c.awaited, both.c.kind, is_there).distinct()
    found: dict[tuple[str, bool], list[str]] = {}
    for slug, kind, is_here in db.session.execute(query.order_by(both.c.awaited, both.c.kind)):
        found.setdefault((slug, is_here), []).append(kind)
    return [
        Awaited(pattern, slug, tuple(filter(None, kinds)), "" in kinds, is_here)
        for (slug, is_here), kinds in found.items()
    ]


def awaited_at(slug: str, awaited: str) -> Awaited | None:
    """What the pattern at an address waits for at another."""
    pattern = pattern_by_slug(slug)
    rows = awaited_by(pattern) if pattern else ()
    return next((one for one in rows if one.slug == awaited), None)


def awaited_still() -> ColumnElement[str | None]:
    """The address of a successor that is awaited, until a pattern that nobody brought is there."""
    here = aliased(Pattern)
    is_there = exists().where(here.slug == StageChange.awaited, here.stage.in_(LISTED))
    return case((~is_there, StageChange.awaited))
