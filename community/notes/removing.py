"""Taking notes out, and putting them back: the shape of the thread stays."""

from datetime import datetime

from community.accounts.models import Member
from community.conduct.state_models import Content
from community.conduct.state_queries import standing_state
from community.db import db, locked
from community.errors import Refusal

from .freezing import refuse_while_frozen
from .hiding_at_once import make_room
from .models import Note, NoteRemoval
from .subject_queries import subject_of


class SetAside(Refusal):
    """What is set aside under the code comes back by those who set it aside alone."""


def remove(note: Note, *, by: Member, reason: str = "", now: datetime) -> None:
    """Take a note out; in its place stands that it was. Doing it twice changes nothing."""
    note = locked(Note, note.id)
    if make_room(note, now) is None:
        db.session.add(NoteRemoval(note_id=note.id, by_id=by.id, at=now, reason=reason))
        db.session.flush()
        db.session.expire(note, ["removal"])


def put_back(note: Note, *, by: Member, now: datetime) -> None:
    """Undo it. Doing it twice changes nothing. Raises `SetAside` where that was done under the code
    of conduct or at once, and `community.notes.freezing.NotesAreFrozen`.
    """
    note = locked(Note, note.id)
    subject = subject_of(note.thread)
    refuse_while_frozen(subject.call if subject else None, now, is_typed=False)
    refuse_set_aside(note)
    removal = make_room(note, now)
    if removal is not None:
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.id
        db.session.flush()
        db.session.expire(note, ["removal"])


def refuse_set_aside(note: Note) -> None:
    """Raise `SetAside` where a note is out of sight under the code of conduct, or was hidden at
    once.
    """
    if note.is_hidden_at_once:
        raise SetAside("It was hidden at once. Whoever did that can lift it, and the responders.")
    if standing_state(Content.NOTE, note.id) is not None:
        raise SetAside("It was taken out under the code of conduct. Its author can ask for a look.")
