"""Letters about first notes with a link: to those who can read them, and to who wrote them."""

from datetime import datetime, timedelta
from secrets import token_hex

from community.accounts.models import Person
from community.notes.events import HeldNoteRead, NoteHeld
from community.notes.subject_queries import subject_of
from community.notes.waiting_queries import readers_of
from community.outbox.choices import choices_of
from community.outbox.models import DISCREET, Group
from community.outbox.owing import owe
from community.outbox.pacing import next_morning

FIRST, WAITED = "first", "waited"
GATHERED = timedelta(minutes=30)


def first_note_read(event: HeldNoteRead) -> None:
    """Whoever wrote it is told that there is something, whatever became of it; if they want to hear
    of notes at all.
    """
    person = event.hold.by.person
    due_at = _when(person, event.at, event.at)
    if due_at is not None:
        facts = {"leads": WAITED, "thread": event.hold.thread.key}
        _owe(person.id, facts, due_at, event.at)


def first_note_held(event: NoteHeld) -> None:
    """One letter to each responder who can read it, with what else comes within half an hour; or in
    the morning, or none, as they chose for notes.
    """
    subject = subject_of(event.hold.thread)
    for one in readers_of(subject, event.at) if subject is not None else ():
        due_at = _when(one.person, event.at + GATHERED, event.at)
        if one.id != event.hold.by_id and due_at is not None:
            _owe(one.person_id, {"leads": FIRST}, due_at, event.at, gathers=True)


def _owe(
    person_id: int, facts: dict[str, str], due_at: datetime, at: datetime, *, gathers: bool = False
) -> None:
    owe(
        DISCREET,
        about="first notes" if gathers else token_hex(12),
        person_id=person_id,
        facts=facts,
        due_at=due_at,
        gathers=gathers,
        now=at,
    )


def _when(person: Person, soon: datetime, now: datetime) -> datetime | None:
    """When somebody is written to about notes: soon, with the daily letters, or never."""
    wanted = choices_of(person.id)
    if wanted[Group.NOTES]:
        return soon
    return next_morning(person.zone, now) if wanted[Group.NOTES_DAILY] else None
