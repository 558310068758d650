"""Patterns begun from notes: the words where they fit, and where they are from."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.disclosures.disclosing import disclose
from community.disclosures.queries import saids_of
from community.notes.events import NoteRedacted
from community.notes.models import Kind, Note
from community.notes.subject_queries import Subject, subject_of
from community.redaction import without
from community.text import plain_of

from .content import (
    LICENCE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_WORDS_OF_TITLE,
    Content,
    Source,
    from_json,
    from_values,
    to_json,
)
from .models import Pattern, PatternRevision
from .note_source_models import PatternNoteSource
from .note_source_queries import draft_from
from .writing import begin, html_of

_FITS = {
    Kind.QUESTION: "problem",
    Kind.DECISION: "solution",
    Kind.ACTION: "solution",
    Kind.ADAPTATION: "solution",
    Kind.EVIDENCE: "seen",
    Kind.CAUTION: "avoid",
}
_UNTITLED = "From a note"


def begin_from(note: Note, address: str, *, by: Member, now: datetime) -> Pattern:
    """A draft of `by` with what a note says, which is at `address`. What was said about tools goes
    with it, for them to look at. Doing it twice gives the draft that is there.
    """
    note = locked(Note, note.id)
    found = draft_from(note, by.person_id)
    if found is not None:
        return found
    said = saids_of([note.disclosure_id])[note.disclosure_id]
    disclosure = disclose(said, by=by.person, now=now)
    pattern = begin(content_of(note, address), by=by.person, disclosure=disclosure, now=now)
    row = {"note_id": note.id, "by_id": by.person_id, "at": now}
    db.session.add(PatternNoteSource(pattern_id=pattern.id, **row))
    db.session.flush()
    return pattern


def content_of(note: Note, address: str) -> Content:
    """What a note says as a pattern: the text where it fits, its beginning as title and summary."""
    words = plain_of(note.text_html).split()
    content = Content(
        title=_at_most(LONGEST_TITLE, words[:MOST_WORDS_OF_TITLE]).rstrip(".,:;!?") or _UNTITLED,
        summary=_at_most(LONGEST_SUMMARY, words) or _UNTITLED,
        sources=(_source(subject_of(note.thread), address),),
    )
    return content.with_text(_FITS.get(note.kind, "context"), note.text_source)


def note_redacted(event: NoteRedacted) -> None:
    """Take the words out of what was begun from the note."""
    begun = select(PatternNoteSource.pattern_id).where(PatternNoteSource.note_id == event.note.id)
    for pattern in db.session.scalars(select(Pattern).where(Pattern.id.in_(begun))):
        rows = select(PatternRevision).where(PatternRevision.pattern_id == pattern.id)
        for row in db.session.scalars(rows):
            told = _without(event.words, asdict(from_json(row.content)))
            content = from_values(told)
            row.content = to_json(content)
            row.html = json.dumps(html_of(content), ensure_ascii=False)
        pattern.title = without(event.words, pattern.title, LONGEST_TITLE)
        pattern.summary = without(event.words, pattern.summary, LONGEST_SUMMARY)
    db.session.flush()


def _source(subject: Subject | None, address: str) -> Source:
    """Where it is from, without a name: who wrote the note is told as they are credited now, and
    where what it is about is not everybody's, so is that.
    """
    if subject is None or not subject.is_open:
        return Source("A note from here", licence=LICENCE)
    return Source(f"A note on “{subject.title}”", address, LICENCE)


def _at_most(most: int, words: list[str]) -> str:
    told = " ".join(words)
    return told if len(told) <= most else f"{told[: most - 1].rsplit(' ', 1)[0]}…"


def _without(words: str, value: Any) -> Any:
    """Every text in plain values without the words."""
    if isinstance(value, dict):
        return {name: _without(words, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(words, one) for one in value]
    return without(words, value) if type(value) is str else value
