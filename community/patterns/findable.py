"""What can be found of the library: listed patterns by everybody, a draft by its author alone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select

from community.db import db
from community.holdings import Audience, Entry, Scope, Texts
from community.text import plain

from .content import SECTIONS, Content, from_json
from .facets import LISTED
from .models import Pattern, PatternRevision

PATTERN = "pattern"
_LEADING = ("solution", "problem", "context")


def _tell(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    is_other = changed("slug", "stage", "revision", "title", "summary", "author_id")
    return [(PATTERN, row.id)] if is_other else []


def _tell_of_revision(row: Any, changed: Callable[..., bool]) -> Sequence[Scope]:
    return [(PATTERN, row.pattern_id)] if changed("content") else []


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    return {number for kind, number in scopes if kind == PATTERN}


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    present = and_(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    )
    query = (
        select(Pattern.id, Pattern.slug, Pattern.stage, Pattern.author_id, Pattern.changed_at)
        .add_columns(PatternRevision.content)
        .join(PatternRevision, present)
        .where(Pattern.id.in_(numbers))
    )
    return [_entry(row) for row in db.session.execute(query)]


def entries_of(numbers: Collection[int]) -> Sequence[Entry]:
    """What can be found of some patterns, whatever their stage; one query."""
    return _entries(numbers)


def texts_of(numbers: Collection[int]) -> Mapping[int, str]:
    """What some patterns say now, title and all; one query."""
    present = and_(
        PatternRevision.pattern_id == Pattern.id, PatternRevision.number == Pattern.revision
    )
    query = select(Pattern.id, PatternRevision.content).join(PatternRevision, present)
    rows = db.session.execute(query.where(Pattern.id.in_(numbers)))
    said = {number: from_json(kept) for number, kept in rows}
    return {number: f"{content.title}\n{_text(content)}" for number, content in said.items()}


def _text(content: Content) -> str:
    """The summary leads; aliases and tags stand at the end."""
    names = (*_LEADING, *(name for name in SECTIONS if name not in _LEADING))
    said = (plain(content.text_of(name)) for name in names)
    others = (" · ".join(content.also_known_as), " · ".join(content.tags))
    checks = (check.question for check in content.checks)
    return "\n".join(filter(None, (content.summary, *said, *checks, *others)))


def _entry(row: Any) -> Entry:
    content = from_json(row.content)
    is_listed = row.stage in LISTED
    return Entry(
        number=row.id,
        key=row.slug,
        title=content.title,
        text=_text(content),
        audience=Audience.PUBLIC if is_listed else Audience.AUTHOR,
        author_id=None if is_listed else row.author_id,
        language=content.language,
        at=row.changed_at,
    )


TEXTS = (
    Texts(
        kind="pattern",
        model=Pattern,
        told={Pattern: _tell, PatternRevision: _tell_of_revision},
        numbers=_numbers,
        entries=_entries,
    ),
)
