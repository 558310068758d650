"""What happens in threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.accounts.models import Member
from community.conduct.state_models import ContentState
from community.events import Event

from .models import Note
from .waiting_models import NoteHold


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    """A note was written, or changed so that it names more people; `named` are those members."""

    note: Note
    named: tuple[int, ...]
    is_new: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteHeld(Event):
    """A first note with a link waits for a responder, or a note with its first link."""

    hold: NoteHold
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldNoteRead(Event):
    """A responder has let through what waited, or taken it for spam."""

    hold: NoteHold
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteSorted(Event):
    """A note became another kind, or what stands beside it is another."""

    note: Note
    at: datetime


@dataclass(frozen=True, slots=True)
class ActionGiven(Event):
    """An action was given to another member, by their number, than had it or whoever gave it."""

    note: Note
    owner_id: int
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class NotePurged(Event):
    """Nothing is left of a note; whoever keeps a copy of one of the `pieces` takes it out too."""

    note: Note
    pieces: Sequence[str]
    by: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteRedacted(Event):
    """Words were taken out of a note; whoever keeps a copy of it takes them out too. They are
    `bounded` where others write them by chance, so that longer words that have them stay. What is
    taken out `for_now` can be put back.
    """

    note: Note
    words: str
    by: Member
    at: datetime
    bounded: bool = False
    for_now: bool = False


@dataclass(frozen=True, slots=True)
class NoteWordsBack(Event):
    """What a state had taken out of a note is put back, where that could be."""

    note: Note
    state: ContentState
    at: datetime
