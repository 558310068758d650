"""Reads about words that are to be taken out of notes, or were: every place they are kept in."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from community.access import Viewer
from community.agendas.redaction_queries import calls_with, spots_beside
from community.calls.models import Call
from community.conduct.forgetting import kept_spots
from community.conduct.kept_tools import kept_tool_spots, tool_spots_to_keep
from community.conduct.state_models import Content
from community.db import db
from community.disclosures.redacting import tool_spots
from community.drafts import places
from community.drafts.models import Draft
from community.drafts.redacting import drafts_at
from community.redaction import Put, Spot

from .models import Note, NoteRemoval, Thread
from .outcomes import NoteOutcome
from .queries import revisions_of
from .redactions import NoteRedaction
from .subject_queries import Subject, subject_of
from .tasks import LONGEST_HOW, Completion
from .waiting_models import NoteHold

TEXT, HOW, WHY = "The note", "How the action was done", "Why the note was taken out"
BECAME = "What became of the note"


def redacted_since(note_id: int) -> int:
    """The version of a note from which on it is without what was taken out; 0: nothing was."""
    query = select(func.max(NoteRedaction.version)).where(NoteRedaction.note_id == note_id)
    return db.session.scalar(query) or 0


def redacted_since_at(key: str) -> int:
    """The same for the note at an address."""
    query = select(func.max(NoteRedaction.version)).join(Note, Note.id == NoteRedaction.note_id)
    return db.session.scalar(query.where(Note.key == key)) or 0


def spots_of(note: Note, *, held: bool = False) -> list[Spot]:
    """Where words of a note are kept: what it says and said, what is said of it and of the tools
    behind it, and what either said before a part of it was taken out under the code.
    """
    return [*spots_of_it_alone(note), *tool_spots_of(note, held=held)]


def spots_for_now(note: Note) -> list[Spot]:
    """The same, but for what is kept of tools so that it can be put back; held."""
    return [*spots_of_it_alone(note), *tool_spots(_tools_of(note), held=True)]


def open_spots_of(note: Note) -> list[Spot]:
    """What a note says and said, and what is said of it."""
    return [*own_spots_of(note), *_beside(note)]


def spots_of_it_alone(note: Note) -> list[Spot]:
    """The same, with what is kept of it so that it can be put back; nothing of what is said of
    tools, which other texts may share.
    """
    of_it = select(NoteOutcome.id).where(NoteOutcome.note_id == note.id).order_by(NoteOutcome.id)
    kept = kept_spots(Content.OUTCOME, *db.session.scalars(of_it))
    return [*open_spots_of(note), *kept_spots(Content.NOTE, note.id), *kept]


def tool_spots_of(note: Note, *, held: bool = False) -> list[Spot]:
    """What is said of the tools behind it, now and in its earlier versions; with what is kept of
    that so that it can be put back, whichever note it was taken out of.
    """
    told = _tools_of(note)
    return [*tool_spots(told, held=held), *kept_tool_spots(told)]


def tools_to_keep(note: Note) -> list[Spot]:
    """What is said of the tools behind it, held, by names under which it is kept."""
    return tool_spots_to_keep(_tools_of(note))


def _tools_of(note: Note) -> dict[int, str]:
    told = {one.disclosure_id: f"version {one.number}" for one in revisions_of(note)}
    return {**told, note.disclosure_id: "as it is now"}


def spots_in_records(note: Note, viewer: Viewer, *, held: bool = False) -> list[Spot]:
    """What may repeat words of a note beside the calls that it is or was about."""
    return spots_beside(calls, viewer, held=held) if (calls := calls_of(note)) else []


def calls_of(note: Note) -> list[Call]:
    """The calls that a note is or was about."""
    subject = subject_of(note.thread)
    if subject is None or subject.call is None:
        return []
    return calls_with(subject.item) if subject.item else [subject.call]


def drafts_about(notes: Sequence[Note], subject: Subject | None) -> list[Draft]:
    """What members have begun to write of these notes, or in answer to them, held."""
    forms = places.of_note_change, places.of_answer
    begun = [form(note.key) for note in notes for form in forms]
    begun += [places.of_note(subject.about)] if subject else []
    return drafts_at(begun)


def held_in(thread: Thread | None) -> list[NoteHold]:
    """What waits in a thread or was taken for spam there, held."""
    kept = NoteHold.thread_id == (thread.id if thread else 0), NoteHold.note_id.is_(None)
    query = select(NoteHold).where(*kept).order_by(NoteHold.id)
    return list(db.session.scalars(query.with_for_update(of=NoteHold)))


def unsaid_in(
    thread: Thread | None, notes: Sequence[Note], subject: Subject | None
) -> list[Draft | NoteHold]:
    """What is begun about these notes, and what waits in their thread, held."""
    return [*drafts_about(notes, subject), *held_in(thread)]


def own_spots_of(note: Note) -> Iterator[Spot]:
    """What a note says and said, the latest first."""
    yield Spot("now", TEXT, "as it is now", note.text_source, _into(note, "text_source"))
    for one in revisions_of(note)[::-1]:
        put = _into(one, "text_source")
        yield Spot(f"version-{one.number}", TEXT, f"version {one.number}", one.text_source, put)


def _beside(note: Note) -> Iterator[Spot]:
    done = select(Completion).where(Completion.note_id == note.id).order_by(Completion.id)
    for row in db.session.scalars(done):
        put = _into(row, "how")
        yield Spot(f"done-{row.id}", HOW, "beside the action", row.how, put, LONGEST_HOW)
    gone = select(NoteRemoval).where(NoteRemoval.note_id == note.id).order_by(NoteRemoval.id)
    for removal in db.session.scalars(gone):
        put = _into(removal, "reason")
        name, where = f"removal-{removal.id}", "beside the note"
        yield Spot(name, WHY, where, removal.reason, put, LONGEST_HOW)
    became = select(NoteOutcome).where(NoteOutcome.note_id == note.id).order_by(NoteOutcome.id)
    for one in db.session.scalars(became):
        put = _into(one, "why")
        name, is_open = f"outcome-{one.id}", not one.is_aside
        yield Spot(name, BECAME, "beside the note", one.why, put, LONGEST_HOW, is_open)


def _into(row: Any, column: str) -> Put:
    return lambda text: setattr(row, column, text)
