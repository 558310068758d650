"""First notes with a link, and the first links that somebody puts into a note: they wait for a
responder, who lets them through or takes them for spam.

Until then nobody else sees them, and nothing follows of them: whom they mention is not told.
"""

from datetime import datetime

from community.access import Viewer, may
from community.accounts.models import Member
from community.accounts.sessions import as_reader
from community.audit import Act, record
from community.db import db, locked
from community.disclosures.disclosing import disclose
from community.disclosures.queries import said_in
from community.disclosures.wording import Said
from community.distance.distancing import scope_of
from community.distance.forbidding import ContactForbidden
from community.drafts.keeping import forget_draft
from community.drafts.tabs import ALONE, Tab
from community.errors import Refusal, TooMany
from community.events import announce
from community.first_links import are_known, has_link
from community.revisions import bump

from .drafting import place_in, place_of_change
from .editing import ChangedMeanwhile, WordsWereTakenOut, change, look_at
from .events import HeldNoteRead, NoteHeld
from .models import Note, Thread
from .policies import Permission
from .subject_queries import Subject, subject_of
from .waiting_models import NoteHold, Read
from .waiting_queries import (
    change_waiting,
    has_part_in,
    is_from_waiting,
    number_waiting_of,
    readers_of,
)
from .writing import NoteText, ThreadIsClosed, add

MOST_WAITING = 5  # notes of one member
_NOT_NOW = "This note cannot be shown now. It waits here; look at it again another day."


class HasPart(Refusal):
    """Whoever wrote in a thread does not judge what waits there."""


class NotNow(Refusal):
    """Whoever wrote it may not write there as it is; why is for them alone."""


def must_wait(source: str, subject: Subject, who: Viewer, *, now: datetime) -> bool:
    """Whether what a member writes in a note has to be read by a responder first: where it has a
    link, and no link of theirs was read before, and they were entrusted with nothing; as long as
    there is somebody who reads it, and may see what it is about.

    Raises `community.text.TextTooLong`.
    """
    member = who.member
    if member is None or who.roles or not has_link(source):
        return False
    if subject.call is not None and subject.is_led_by(who):
        return False
    return not are_known(member.id) and bool(readers_of(subject, now))


def hold(
    thread: Thread,
    text: NoteText,
    *,
    parent: Note | None = None,
    by: Member,
    tab: Tab = ALONE,
    now: datetime,
) -> NoteHold:
    """Keep a note until a responder has read it; the draft of it in `tab` is done with.

    Raises `community.notes.writing.ThreadIsClosed` and `community.errors.TooMany`.
    """
    subject = subject_of(thread)
    if subject is None or subject.is_gone:
        raise ThreadIsClosed("What this thread is about has been deleted.")
    _refuse_more(by)
    row = NoteHold(
        thread=thread,
        parent_id=parent.id if parent else None,
        by_id=by.id,
        kind=text.kind,
        text_source=text.source,
        owner_id=text.owner_id,
        due_on=text.due_on,
        follows=text.follows,
        disclosure_id=disclose(text.said, by=by.person, now=now).id,
        made_at=now,
    )
    db.session.add(row)
    forget_draft(by, place_in(subject, parent), tab)
    _begin(row, now)
    return row


def hold_change(
    note: Note,
    source: str,
    *,
    base: int,
    said: Said | None,
    by: Member,
    tab: Tab = ALONE,
    now: datetime,
) -> NoteHold | None:
    """Keep another text for a note until a responder has read it, in place of one that waits
    already; nothing where it says the same. Raises what `editing.change` does.
    """
    note, source, _ = look_at(note, source, base=base, said=said, by=by, now=now)
    forget_draft(by, place_of_change(note), tab)
    row = change_waiting(note, by)
    if source == note.text_source:
        return row
    if row is None:
        _refuse_more(by)
        row = NoteHold(thread=note.thread, by_id=by.id, kind=note.kind, changes_id=note.id)
    told = disclose(said, by=by.person, now=now).id if said is not None else note.disclosure_id
    row.text_source, row.base, row.disclosure_id, row.made_at = source, note.version, told, now
    db.session.add(row)
    _begin(row, now)
    return row


def _refuse_more(by: Member) -> None:
    if number_waiting_of(by) >= MOST_WAITING:
        raise TooMany("Some notes of yours wait to be read already. Go on when they have been.")


def _begin(row: NoteHold, now: datetime) -> None:
    bump(scope_of(row.by_id))
    db.session.flush()
    announce(NoteHeld(row, now))


def let_through(held: NoteHold, *, by: Member, now: datetime) -> Note:
    """Make a note of it as if it were written now, also where it was taken for spam. Doing it twice
    changes nothing.

    Raises `HasPart` for who wrote it, `NotNow`, and what writing a note raises, but for what would
    tell of measures.
    """
    held = locked(NoteHold, held.id)
    if held.note_id is not None:
        return db.session.get_one(Note, held.note_id)
    if held.by_id == by.id:  # in a small place all may have written in the thread
        raise HasPart("You wrote this. Another responder has to read it.")
    note = _written(held, now)
    held.note_id, held.text_source = note.id, ""
    _end(held, Read.LET_THROUGH, by, now)
    return note


def _written(held: NoteHold, now: datetime) -> Note:
    """The note, if its author may write it now."""
    author = as_reader(held.by, now)
    if held.changes is not None:
        return _changed(held, held.changes, author, now)
    text = NoteText(
        held.text_source,
        said_in(held.disclosure),
        held.kind,
        held.owner_id,
        held.due_on,
        held.follows,
    )
    if not may(author, Permission.WRITE_NOTE, held.thread):
        raise NotNow(_NOT_NOW)
    try:
        return add(held.thread, text, parent=held.parent, by=held.by, now=now)
    except (ContactForbidden, TooMany):
        raise NotNow(_NOT_NOW) from None


def _changed(held: NoteHold, note: Note, author: Viewer, now: datetime) -> Note:
    """The note with its other text, if its author may still change it so."""
    if not may(author, Permission.EDIT_NOTE, note) or is_from_waiting(note):
        raise NotNow(_NOT_NOW)
    said = said_in(held.disclosure) if held.disclosure_id != note.disclosure_id else None
    text, base = held.text_source, held.base or 1
    try:
        change(note, text, base=base, said=said, by=held.by, now=now, is_asked=False)
    except (ContactForbidden, TooMany, ChangedMeanwhile, WordsWereTakenOut):
        raise NotNow(_NOT_NOW) from None
    return note


def take_for_spam(held: NoteHold, *, by: Member, now: datetime) -> None:
    """Show it to nobody but whoever wrote it; nothing stands in its place. Doing it twice changes
    nothing.

    Raises `HasPart`.
    """
    held = locked(NoteHold, held.id)
    if held.outcome is not None:
        return
    if has_part_in(held, by):
        raise HasPart("You have a part in this. Another responder has to look at it.")
    _end(held, Read.SPAM, by, now)


def _end(held: NoteHold, outcome: Read, by: Member, now: datetime) -> None:
    held.outcome, held.ended_at, held.ended_by_id = outcome, now, by.id
    bump(scope_of(held.by_id))
    db.session.flush()
    said = {"outcome": outcome.value}
    record([Act("first note read", "note_hold", str(held.id), said)], now=now)
    announce(HeldNoteRead(held, now))
