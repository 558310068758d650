"""First notes with a link: they wait for a responder, who lets them through or takes them for spam.

Until then nobody else sees them, and nothing follows of them: whom they mention is not told.
"""

import re
from datetime import datetime

from community.access import Viewer, may
from community.accounts.models import Member
from community.accounts.sessions import as_reader
from community.audit import Act, record
from community.db import db, locked
from community.disclosures.disclosing import disclose
from community.disclosures.queries import said_in
from community.distance.distancing import scope_of
from community.distance.forbidding import ContactForbidden
from community.errors import Refusal, TooMany
from community.marks import PATTERNS
from community.revisions import bump
from community.text import read_markdown

from .drafting import forget_draft, place_in
from .models import Note, Thread
from .policies import Permission
from .subject_queries import Subject, subject_of
from .waiting_models import NoteHold, Read
from .waiting_queries import has_been_read, has_part_in, number_waiting_of, somebody_reads
from .writing import NoteText, ThreadIsClosed, add

MOST_WAITING = 5  # notes of one member
_NOT_NOW = "This note cannot be shown now. It waits here; look at it again another day."
_LINK = re.compile(rf'<a href="(?!{PATTERNS})')  # patterns of this place are no address


class HasPart(Refusal):
    """Whoever wrote in a thread does not judge what waits there."""


class NotNow(Refusal):
    """Whoever wrote it may not write there as it is; why is for them alone."""


def must_wait(text: NoteText, subject: Subject, who: Viewer) -> bool:
    """Whether a note has to be read by a responder first: the first of a member who was entrusted
    with nothing, where it has a link; as long as there is somebody who reads it,
    and may see what it is about.

    Raises `community.text.TextTooLong`.
    """
    member = who.member
    if member is None or who.roles or not _LINK.search(read_markdown(text.source).html()):
        return False
    if subject.call is not None and subject.is_led_by(who):
        return False
    return not has_been_read(member) and somebody_reads(subject)


def hold(
    thread: Thread, text: NoteText, *, parent: Note | None = None, by: Member, now: datetime
) -> NoteHold:
    """Keep a note until a responder has read it.

    Raises `community.notes.writing.ThreadIsClosed` and `community.errors.TooMany`.
    """
    subject = subject_of(thread)
    if subject is None or subject.is_gone:
        raise ThreadIsClosed("What this thread is about has been deleted.")
    if number_waiting_of(by) >= MOST_WAITING:
        raise TooMany("Some notes of yours wait to be read already. Go on when they have been.")
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
    forget_draft(by, place_in(subject, parent))
    bump(scope_of(by.id))
    db.session.flush()
    return row


def let_through(held: NoteHold, *, by: Member, now: datetime) -> Note:
    """Make a note of it as if it were written now, also where it was taken for spam. Doing it twice
    changes nothing.

    Raises `HasPart` for who wrote it, `NotNow`, and what writing a note raises, but for what would
    tell of measures.
    """
    held = locked(NoteHold, held.id)
    if held.note_id is not None:
        return db.session.get_one(Note, held.note_id)
    if held.by_id == by.id:
        raise HasPart("You wrote this. Another responder has to read it.")
    note = _written(held, now)
    held.note_id, held.text_source = note.id, ""
    _end(held, Read.LET_THROUGH, by, now)
    return note


def _written(held: NoteHold, now: datetime) -> Note:
    """The note, if its author may write it now."""
    author = as_reader(held.by, now)
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
