"""Reads about the threads of notes on patterns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from community.db import db
from community.notes.models import Kind, Note, NoteRemoval, Thread
from community.notes.outcomes import RAISING, NoteOutcome

from .content import SECTIONS
from .models import Pattern
from .thread_models import PatternThread, Section

HEADINGS: Mapping[Section, str] = {
    **{Section(name): heading for name, heading in SECTIONS.items()},
    Section.CHECKS: "How do we know it is honoured?",
    Section.WHOLE: "The whole pattern",
}
"""What each section is called."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted on a section: how many notes stand, and how many of them are still open."""

    section: str
    heading: str
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class NotesBlock:
    """What a page tells of the notes on a pattern, by section; `may_add`: the reader may write."""

    slug: str
    sections: Mapping[str, Noted]
    may_add: bool


def thread_of_pattern(pattern_id: int, section: Section) -> Thread | None:
    """The thread on a section of a pattern, once something has been said."""
    query = select(Thread).join(PatternThread, PatternThread.thread_id == Thread.id)
    mine = PatternThread.pattern_id == pattern_id, PatternThread.section == section
    return db.session.scalar(query.where(*mine))


def threads_of(pattern: Pattern) -> Sequence[int]:
    """The numbers of its threads."""
    query = select(PatternThread.thread_id).where(PatternThread.pattern_id == pattern.id)
    return db.session.scalars(query).all()


def noted_on(pattern: Pattern) -> Mapping[str, Noted]:
    """What was noted on each section on which something was, in reading order. One query."""
    is_open = Note.kind.in_(RAISING) & NoteOutcome.id.is_(None)
    query = (
        select(PatternThread.section, func.count(), func.sum(case((is_open, 1), else_=0)))
        .join(Note, Note.thread_id == PatternThread.thread_id)
        .outerjoin(NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.stands())
        .outerjoin(NoteOutcome, (NoteOutcome.note_id == Note.id) & NoteOutcome.ended_at.is_(None))
        .where(PatternThread.pattern_id == pattern.id, NoteRemoval.id.is_(None))
        .group_by(PatternThread.section)
    )
    found = {section: (count, opened) for section, count, opened in db.session.execute(query)}
    return {
        section.value: Noted(section.value, HEADINGS[section], *found[section])
        for section in Section
        if section in found
    }


def cautions_of(pattern: Pattern) -> Sequence[tuple[datetime, datetime | None]]:
    """When each caution was raised, and when it was answered or taken out. One query."""
    query = (
        select(Note.made_at, NoteOutcome.at, NoteRemoval.at)
        .join(PatternThread, PatternThread.thread_id == Note.thread_id)
        .outerjoin(NoteOutcome, (NoteOutcome.note_id == Note.id) & NoteOutcome.ended_at.is_(None))
        .outerjoin(NoteRemoval, (NoteRemoval.note_id == Note.id) & NoteRemoval.stands())
        .where(PatternThread.pattern_id == pattern.id, Note.kind == Kind.CAUTION)
    )
    rows: Any = db.session.execute(query)
    return [(made, answered or gone) for made, answered, gone in rows]


def last_note_on(pattern: Pattern) -> Select[Any]:
    """When somebody last wrote a note on it, to be asked together with other things."""
    query = select(func.max(Note.made_at)).join(
        PatternThread, PatternThread.thread_id == Note.thread_id
    )
    return query.where(PatternThread.pattern_id == pattern.id)
