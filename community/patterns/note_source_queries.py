"""What is told of the note that a pattern was begun from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.access import Viewer
from community.agendas.models import Item
from community.calls.listing import listed
from community.calls.models import Call, Series, Visibility
from community.db import db
from community.notes.models import CallThread, ItemThread, Note, NoteRemoval
from community.notes.name_queries import unnamed_on
from community.notes.sight_queries import is_kept_from_lists
from community.notes.subject_queries import Subject, may_see_thread, subject_of
from community.notes.telling import of_thread_id

from .facets import LISTED, Stage
from .models import Pattern
from .note_source_models import PatternNoteSource
from .origin_models import PatternOrigin
from .telling import scope_of
from .thread_models import PatternThread


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


def scopes_begun_from(numbers: Collection[int]) -> Sequence[str]:
    """What is told of the notes that these patterns were begun from stands for: their threads, and
    the patterns that these are on, off which names may be taken.
    """
    query = (
        select(Note.thread_id, PatternThread.pattern_id)
        .join(PatternNoteSource, PatternNoteSource.note_id == Note.id)
        .outerjoin(PatternThread, PatternThread.thread_id == Note.thread_id)
        .where(PatternNoteSource.pattern_id.in_(numbers))
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    about = [scope_of(pattern) for _, pattern in rows if pattern is not None]
    return [*about, *(of_thread_id(thread) for thread, _ in rows)]


def told_of_source(pattern: Pattern, viewer: Viewer, off: Collection[int] = ()) -> FromNote | None:
    """The note a pattern was begun from, where the viewer may read it; one query where there is
    none. Nobody is named who is `off`, or whose name is off what the note is about.
    """
    here = select(PatternNoteSource.note_id).where(PatternNoteSource.pattern_id == pattern.id)
    there = select(PatternOrigin.begun_from).where(PatternOrigin.pattern_id == pattern.id)
    query = select(Note).where(or_(Note.id.in_(here), Note.key.in_(there)))
    note = db.session.scalar(query.order_by(Note.id).limit(1))
    if note is None or not may_be_begun_from(viewer, note):
        return None
    subject = subject_of(note.thread)
    is_off = note.by.person_id in off or note.by_id in unnamed_on(note.thread)
    by = None if is_off else note.by.person.credited_as
    return FromNote(note.key, by, subject.title if subject else "")


def told_notes(
    numbers: Collection[int] | BindParameter[Any], *, for_member: bool = False
) -> Select[int, str, int]:
    """The notes from which these patterns were begun, as far as everybody, or each member, may read
    those: the pattern's number, the note's key and its number.
    """
    thread, item, about = aliased(ItemThread), aliased(Item), aliased(Pattern)
    gone = exists().where(NoteRemoval.note_id == Note.id, NoteRemoval.stands())
    return (
        select(PatternNoteSource.pattern_id, Note.key, Note.id)
        .join(Note, Note.id == PatternNoteSource.note_id)
        .outerjoin(CallThread, CallThread.thread_id == Note.thread_id)
        .outerjoin(thread, thread.thread_id == Note.thread_id)
        .outerjoin(item, item.id == thread.item_id)
        .outerjoin(Call, Call.id == func.coalesce(CallThread.call_id, item.call_id))
        .outerjoin(Series, Series.id == Call.series_id)
        .outerjoin(PatternThread, PatternThread.thread_id == Note.thread_id)
        .outerjoin(about, about.id == PatternThread.pattern_id)
        .where(PatternNoteSource.pattern_id.in_(numbers), ~gone)
        .where(
            or_(
                about.stage.in_(LISTED),
                Call.id.is_not(None)
                & listed(for_member=for_member)
                & ~is_kept_from_lists(for_owner=False),
            )
        )
    )


def notes_begun_from(numbers: Sequence[int]) -> Mapping[int, str]:
    """The keys of the notes from which these patterns were begun, as far as everybody may read
    those; two queries.
    """
    kept = select(PatternOrigin.pattern_id, PatternOrigin.begun_from).where(
        PatternOrigin.pattern_id.in_(numbers), PatternOrigin.begun_from.is_not(None)
    )
    here = (row[:2] for row in db.session.execute(told_notes(numbers)))
    return {number: str(key) for number, key in (*db.session.execute(kept), *here)}


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
