"""Patterns begun from notes: the words where they fit, and where they are from."""

from datetime import datetime

from community.accounts.models import Member
from community.db import db, locked
from community.disclosures.disclosing import disclose
from community.disclosures.queries import saids_of
from community.notes.models import Kind, Note
from community.notes.subject_queries import Subject, subject_of
from community.text import plain_of

from .content import (
    LICENCE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_WORDS_OF_TITLE,
    Content,
    Source,
)
from .models import Pattern
from .note_source_models import PatternNoteSource
from .note_source_queries import draft_from
from .writing import begin

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


def _source(subject: Subject | None, address: str) -> Source:
    """Where it is from, without a name or a title: both are told on the page as they are now, and
    no copy stays behind. Where what it is about is not everybody's, nor is its address.
    """
    is_open = subject is not None and subject.is_open
    return Source("A note from here", address if is_open else "", LICENCE)


def _at_most(most: int, words: list[str]) -> str:
    told = " ".join(words)
    return told if len(told) <= most else f"{told[: most - 1].rsplit(' ', 1)[0]}…"
