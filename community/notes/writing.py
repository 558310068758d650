"""Writing notes: in a thread, as an answer, with whom they mention."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select

from community.accounts.mentioning import named_in
from community.accounts.models import Member
from community.agendas.models import Item
from community.calls.models import Call
from community.conduct.emergency_models import Act
from community.conduct.emergency_queries import until_when
from community.db import db, locked, number_of
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Said
from community.distance.forbidding import refuse_contact, refuse_person
from community.distance.sparing import HOUR, refuse_names
from community.drafts.keeping import forget_draft
from community.drafts.tabs import ALONE, Tab
from community.errors import Refusal, TooMany
from community.events import announce
from community.text import POLICY_VERSION, read_markdown

from .drafting import place_in
from .events import NoteWritten
from .freezing import refuse_until
from .models import CallThread, ItemThread, Kind, Note, NoteMention, Thread
from .queries import thread_of_item, thread_read_with
from .sorting import Beside, put_beside
from .subject_queries import CALL, ITEM, Subject, subject_of

MOST_NOTES = 30  # of one member within
A_WHILE = timedelta(minutes=10)


# Written once: every note asks it.
_LATELY = (
    select(func.count())
    .select_from(Note)
    .where(Note.by_id == bindparam("by_id"), Note.made_at > bindparam("since"))
)
_TOO_MUCH = select(_LATELY.scalar_subquery(), until_when().scalar_subquery())


class ThreadIsClosed(Refusal):
    """What the thread is about is gone."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """What somebody wrote. Owner and day are of actions, the address of a pattern of decisions."""

    source: str
    said: Said
    kind: Kind = Kind.NOTE
    owner_id: int | None = None
    due_on: date | None = None
    follows: str | None = None


def thread_for(call: Call, *, now: datetime) -> Thread:
    """The thread of a call, begun if there is none; the call is read again."""
    call_id = number_of(call)
    found = thread_read_with(call)
    if found is not None:
        return found
    locked(Call, call_id)  # two first notes begin one thread
    found = thread_read_with(call)
    if found is not None:
        return found
    thread = begin_thread(CALL, now)
    db.session.add(CallThread(call_id=call_id, thread_id=thread.id))
    db.session.flush()
    return thread


def thread_for_item(number: int, *, now: datetime) -> Thread:
    """The thread of an item on an agenda, begun if there is none."""
    found = thread_of_item(number)
    if found is not None:
        return found
    locked(Item, number)
    found = thread_of_item(number)
    if found is not None:
        return found
    thread = begin_thread(ITEM, now)
    db.session.add(ItemThread(item_id=number, thread_id=thread.id))
    db.session.flush()
    return thread


def begin_thread(about: str, now: datetime) -> Thread:
    """A thread about things of one sort; what it is about is tied to it beside."""
    thread = Thread(about=about, made_at=now)
    db.session.add(thread)
    db.session.flush()
    return thread


def write(
    thread: Thread,
    text: NoteText,
    *,
    about: Subject | None = None,
    parent: Note | None = None,
    by: Member,
    tab: Tab = ALONE,
    now: datetime,
) -> Note:
    """Add a note, as an answer to `parent` if one is given; the draft of it in `tab` is done with.
    `about` is what the thread is about, where that was read in this transaction.

    Raises what `add` does.
    """
    subject = _open(thread, about)
    note = _add(subject, thread, text, parent=parent, by=by, now=now)
    forget_draft(by, place_in(subject, parent), tab)
    return note


def add(
    thread: Thread, text: NoteText, *, parent: Note | None = None, by: Member, now: datetime
) -> Note:
    """The same, and what they have begun to write there stays.

    Raises `ThreadIsClosed`, `NotesAreFrozen`, `community.errors.TooMany`,
    `community.text.TextTooLong` and `community.distance.forbidding.ContactForbidden`.
    """
    return _add(_open(thread), thread, text, parent=parent, by=by, now=now)


def _open(thread: Thread, about: Subject | None = None) -> Subject:
    """What the thread is about, while it is there."""
    subject = about or subject_of(thread)
    if subject is None or subject.is_gone:
        raise ThreadIsClosed("What this thread is about has been deleted.")
    return subject


def _add(
    subject: Subject,
    thread: Thread,
    text: NoteText,
    *,
    parent: Note | None,
    by: Member,
    now: datetime,
) -> Note:
    _stay_off_record(subject, thread)
    _refuse_what_is_too_much(subject.call, by, now)
    read = read_markdown(text.source)
    people = named_in(read.handles, by=by, now=now)
    asked = {text.owner_id} if text.owner_id is not None else set()
    answered = {parent.by_id} if parent is not None else set()
    refuse_contact(asked | answered, by=by, now=now)
    if subject.author_id is not None:
        refuse_person(subject.author_id, by_id=by.person_id, now=now)
    note = Note(
        thread=thread,
        parent_id=parent.id if parent else None,
        root_id=parent.branch_id if parent else None,
        by_id=by.id,
        kind=text.kind,
        text_source=text.source,
        text_html=read.html(people),
        text_policy=POLICY_VERSION,
        disclosure_id=disclose(text.said, by=by.person, now=now).id,
        made_at=now,
    )
    db.session.add(note)
    db.session.flush()
    beside = Beside(text.owner_id, text.due_on, text.follows)
    put_beside(note, subject.call, beside, by=by, now=now)
    mention(note, people, by=by, now=now, is_new=True)
    announce(NoteWritten(note, tuple(people.values()), is_new=True, at=now))
    return note


def _stay_off_record(subject: Subject, thread: Thread) -> None:
    """Hold the item of a thread that is off the record, so that what is said of it stays so. Raises
    `ThreadIsClosed` where it has just come onto it.
    """
    if subject.item is None or not subject.is_off_record:
        return
    held = select(Item.id).where(Item.id == number_of(subject.item))
    db.session.execute(held.with_for_update(read=True))
    db.session.expire(subject.item)
    now = subject_of(thread)
    if now is None or not now.is_off_record:
        raise ThreadIsClosed("This item has just come onto the record. Look, then write again.")


def mention(
    note: Note, people: Mapping[str, int], *, by: Member, now: datetime, is_new: bool = False
) -> tuple[int, ...]:
    """Keep whom a note names now; gives those it did not name before.

    Raises `community.errors.TooMany`, and `community.distance.forbidding.ContactForbidden`.
    """
    mine = select(NoteMention).where(NoteMention.note_id == note.id)
    before = {} if is_new else {row.member_id: row for row in db.session.scalars(mine).all()}
    for member_id, row in before.items():
        if member_id not in people.values():
            db.session.delete(row)
    fresh = tuple(member_id for member_id in people.values() if member_id not in before)
    if fresh:
        refuse_contact(fresh, by=by, now=now)
        refuse_names(_named_lately(by, now), fresh, by=by, now=now)
    db.session.add_all(NoteMention(note_id=note.id, member_id=m, at=now) for m in fresh)
    db.session.flush()
    return fresh


def _named_lately(by: Member, now: datetime) -> Mapping[int, int]:
    """How often a member has named whom in notes within the hour."""
    query = select(NoteMention.member_id, func.count()).join(Note, Note.id == NoteMention.note_id)
    mine = query.where(Note.by_id == by.id, NoteMention.at > now - HOUR)
    return dict(db.session.execute(mine.group_by(NoteMention.member_id)).all())


def _refuse_what_is_too_much(call: Call | None, by: Member, now: datetime) -> None:
    """While the notes of the call are frozen, and where there are many of a member. One query."""
    given = {"by_id": by.id, "since": now - A_WHILE, "now": now, "act": Act.FREEZE_NOTES}
    given["call_id"] = call.id if call is not None else None
    lately, until = db.session.execute(_TOO_MUCH, given).one()
    refuse_until(until)
    if lately >= MOST_NOTES:
        raise TooMany("That is a lot of notes in a short time. Go on in a few minutes.")
