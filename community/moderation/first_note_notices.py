"""Letters about first notes with a link: to those who can read them, and to who wrote them."""

from datetime import datetime, timedelta

from community.accounts.models import Person
from community.notes.events import HeldNoteRead, NoteHeld
from community.notes.subject_queries import subject_of
from community.notes.waiting_queries import readers_of
from community.outbox.choices import choices_of
from community.outbox.models import Group
from community.outbox.pacing import next_morning

from .discreet import owe_discreet

FIRST, WAITED = "first", "waited"
GATHERED = timedelta(minutes=30)


def first_note_read(event: HeldNoteRead) -> None:
    """Whoever wrote it is told that there is something, whatever became of it; if they want to hear
    of notes at all.
    """
    person = event.hold.by.person
    due_at = _when(person, event.at, event.at)
    if due_at is not None:
        facts = {"thread": event.hold.thread.key}
        owe_discreet(WAITED, person_id=person.id, facts=facts, due_at=due_at, now=event.at)


def first_note_held(event: NoteHeld) -> None:
    """One letter to each responder who can read it, with what else comes within half an hour; or in
    the morning, or none, as they chose for notes.
    """
    subject = subject_of(event.hold.thread)
    for one in readers_of(subject, event.at) if subject is not None else ():
        due_at = _when(one.person, event.at + GATHERED, event.at)
        if one.id != event.hold.by_id and due_at is not None:
            given = {"person_id": one.person_id, "due_at": due_at, "gathers": True}
            owe_discreet(FIRST, about="first notes", now=event.at, **given)


def _when(person: Person, soon: datetime, now: datetime) -> datetime | None:
    """When somebody is written to about notes: soon, with the daily letters, or never."""
    wanted = choices_of(person.id)
    if wanted[Group.NOTES]:
        return soon
    return next_morning(person.zone, now) if wanted[Group.NOTES_DAILY] else None
