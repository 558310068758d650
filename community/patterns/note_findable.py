"""What can be found of notes on patterns: those on what everybody may read."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select

from community.db import db
from community.holdings import Audience, Entry, Scope
from community.notes.findable import Elsewhere, find_also
from community.notes.models import Note, NoteRemoval
from community.text import plain_of

from .facets import LISTED
from .findable import PATTERN
from .models import Pattern
from .thread_models import PatternThread

_LANGUAGE = "en"  # nobody says in which one they write a note


def _numbers(scopes: Collection[Scope]) -> Collection[int]:
    patterns = {number for kind, number in scopes if kind == PATTERN}
    if not patterns:
        return ()
    query = select(Note.id).join(PatternThread, PatternThread.thread_id == Note.thread_id)
    return db.session.scalars(query.where(PatternThread.pattern_id.in_(patterns))).all()


def _entries(numbers: Collection[int]) -> Sequence[Entry]:
    gone = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    query = (
        select(Note.id, Note.key, Note.text_html, Note.made_at)
        .join(PatternThread, PatternThread.thread_id == Note.thread_id)
        .join(Pattern, Pattern.id == PatternThread.pattern_id)
        .where(Note.id.in_(numbers), Pattern.stage.in_(LISTED), ~gone)
    )
    return [
        Entry(
            number=row.id,
            key=row.key,
            title="",
            text=plain_of(row.text_html),
            audience=Audience.PUBLIC,
            language=_LANGUAGE,
            at=row.made_at,
        )
        for row in db.session.execute(query)
    ]


def connect() -> None:
    """Let them be found among the notes."""
    find_also(PATTERN, Elsewhere(_numbers, _entries))
