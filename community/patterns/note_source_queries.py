"""What is told of the note that a pattern was begun from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.access import Viewer
from community.calls.models import Visibility
from community.db import db
from community.notes.models import Note
from community.notes.subject_queries import Subject, may_see_thread, subject_of

from .facets import Stage
from .models import Pattern
from .note_source_models import PatternNoteSource


@dataclass(frozen=True, slots=True)
class FromNote:
    """The note: its address, who wrote it, and the title of what it is about."""

    key: str
    by: str | None
    title: str


def may_be_begun_from(viewer: Viewer, note: Note) -> bool:
    """Whether the words of a note may go on into a pattern: not what was taken out or is off the
    record, nor what is said where only a link or an invitation leads.
    """
    subject = subject_of(note.thread)
    if subject is None or subject.is_off_record or note.is_removed:
        return False
    return _is_told_of(subject) and may_see_thread(viewer, note.thread)


def threads_begun_from(pattern: Pattern) -> Sequence[int]:
    """The thread of the note a pattern was begun from."""
    query = select(Note.thread_id).join(PatternNoteSource, PatternNoteSource.note_id == Note.id)
    return db.session.scalars(query.where(PatternNoteSource.pattern_id == pattern.id)).all()


def told_of_source(pattern: Pattern, viewer: Viewer) -> FromNote | None:
    """The note a pattern was begun from, where the viewer may read it; one query where there is
    none.
    """
    query = select(Note).join(PatternNoteSource, PatternNoteSource.note_id == Note.id)
    note = db.session.scalar(query.where(PatternNoteSource.pattern_id == pattern.id))
    if note is None or not may_be_begun_from(viewer, note):
        return None
    subject = subject_of(note.thread)
    return FromNote(note.key, note.by.person.credited_as, subject.title if subject else "")


def draft_from(note: Note, person_id: int) -> Pattern | None:
    """The draft that somebody has begun from a note, as long as it is one."""
    query = select(Pattern).join(PatternNoteSource, PatternNoteSource.pattern_id == Pattern.id)
    mine = PatternNoteSource.note_id == note.id, PatternNoteSource.by_id == person_id
    return db.session.scalar(query.where(*mine, Pattern.stage == Stage.DRAFT).limit(1))


def is_fresh_from_note(pattern: Pattern) -> bool:
    """Whether it says what a note said, and nobody has looked at it since."""
    return pattern.revision == 1 and db.session.get(PatternNoteSource, pattern.id) is not None


def _is_told_of(subject: Subject) -> bool:
    if subject.call is None:
        return subject.is_open
    return subject.call.visibility is not Visibility.LINK
