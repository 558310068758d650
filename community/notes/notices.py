"""The letters about notes that name somebody, answer theirs or give them an action: soon after, or
once a day.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from community import text
from community.access import Viewer
from community.accounts.models import Member
from community.accounts.sessions import as_reader
from community.calls.words import day_words
from community.db import db
from community.outbox import choices
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe, told_already
from community.outbox.pacing import next_morning, pause

from .events import ActionGiven, NoteWritten
from .models import Kind as NoteKind
from .models import Note
from .muting import token_for
from .policies import may_see_note
from .subject_queries import subject_of
from .tasks import Action
from .telling_queries import AT_ONCE, Heard, Reader, heard_by, readers_among, told_at_once

DAILY = "notes_daily"
A_DAY = timedelta(days=1)
MOST_NOTES = 10  # in one letter
_LONGEST = 400  # characters of a note


@dataclass(frozen=True, slots=True)
class NoteWords:
    """A note in a letter."""

    by: str | None
    is_mention: bool
    is_task: bool
    text: str
    page: str
    by_when: str  # the day of an action, in words


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """The notes of a letter that are about one thing."""

    title: str
    notes: tuple[NoteWords, ...]


def note_written(event: NoteWritten) -> None:
    """Owe letters to whom a note names, whom it answers and to whom it gives an action, but for its
    author.
    """
    note = event.note
    is_task = event.is_new and note.kind is NoteKind.ACTION
    task = db.session.get(Action, note.id) if is_task else None
    above = db.session.get(Note, note.parent_id) if event.is_new and note.parent_id else None
    concerned = {*event.named, *([above.by_id] if above else [])}
    concerned |= {task.owner_id} if task is not None and task.owner_id is not None else set()
    concerned -= {note.by_id}
    if not concerned:
        return
    _tell(concerned, note, by_id=note.by_id, now=event.at)


def action_given(event: ActionGiven) -> None:
    """Owe a letter to whom somebody gives what was written before."""
    _tell({event.owner_id}, event.note, by_id=event.by.id, now=event.at)


def _tell(concerned: Collection[int], note: Note, *, by_id: int, now: datetime) -> None:
    readers = readers_among(concerned, note.thread_id, now - A_DAY, author_id=by_id)
    for reader in readers.values():
        _owe(reader, note.thread_id, now)


def _owe(reader: Reader, thread_id: int, now: datetime) -> None:
    """Soon after, gathered by thread; later where there were several; in the daily one after that
    or where that was chosen.
    """
    wanted = choices.choices_of(reader.person_id)
    wait = pause(reader.lately)
    if wanted[Group.NOTES] and wait is not None:
        owe(
            AT_ONCE,
            person_id=reader.person_id,
            about=f"thread {thread_id}",
            facts={"thread": thread_id},
            due_at=now + wait,
            gathers=True,
            now=now,
        )
    elif wanted[Group.NOTES] or wanted[Group.NOTES_DAILY]:
        owe(
            DAILY,
            person_id=reader.person_id,
            about="notes",
            due_at=next_morning(reader.zone, now),
            gathers=True,
            now=now,
        )


def _write_at_once(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """What concerns the person in one thread since the letter was owed."""
    member = _member(letter)
    if member is None:
        return None
    thread_id = letter.facts["thread"]
    told = told_already(letter)
    heard = [
        one
        for one in heard_by(member, letter.owed_at, thread_id=thread_id)
        if not is_within(one.at, told)
    ]
    stop = absolute("notes.show_thread_letters", token=token_for(thread_id, member.person_id))
    return _draft(heard, as_reader(member, now), stop)


def _write_daily(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """The same for all threads, but for what was told by other letters."""
    member = _member(letter)
    if member is None:
        return None
    told = told_at_once(member.person_id, letter.owed_at)
    before = told_already(letter)
    heard = [
        one
        for one in heard_by(member, letter.owed_at)
        if not is_within(one.at, before)
        and not is_within(one.at, told.get(f"thread {one.note.thread_id}", ()))
    ]
    return _draft(heard, as_reader(member, now), "")


def _draft(heard: Sequence[Heard], who: Viewer, stop: str) -> Draft | None:
    seen = [one for one in heard if may_see_note(who, one.note)]
    if not seen:
        return None
    threads: dict[str, list[NoteWords]] = {}
    for one in seen[:MOST_NOTES]:
        subject = subject_of(one.note.thread)
        threads.setdefault(subject.title if subject else "", []).append(_words(one))
    values = {
        "threads": [ThreadWords(title, tuple(notes)) for title, notes in threads.items()],
        "number": len(seen),
        "first": _words(seen[0]),
        "more": max(len(seen) - MOST_NOTES, 0),
        "stop": stop,
    }
    return Draft(values, stop=stop)


def _words(heard: Heard) -> NoteWords:
    words = text.plain(heard.note.text_source)
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"
    return NoteWords(
        heard.by,
        heard.is_mention,
        heard.is_task,
        short,
        absolute("notes.show_note", key=heard.note.key),
        day_words(heard.due_on) if heard.due_on else "",
    )


def _member(letter: Letter) -> Member | None:
    query = select(Member).where(Member.person_id == letter.person_id)
    return db.session.scalar(query)


KINDS = (
    Kind(AT_ONCE, Group.NOTES, _write_at_once),
    Kind(DAILY, Group.NOTES_DAILY, _write_daily),
)
