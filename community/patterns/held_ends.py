"""What waits until a curator has read it, and then does no more."""

from datetime import datetime

from sqlalchemy import Select, update

from community.accounts.models import Person
from community.db import db

from .held_models import Held, LibraryHold, Outcome
from .held_queries import waiting


def end_as(held: LibraryHold, outcome: Outcome, *, by: Person, now: datetime) -> None:
    """Let it wait no more. The caller holds it."""
    held.outcome, held.ended_at, held.ended_by_id = outcome, now, by.id
    db.session.flush()


def waits_no_more(about: Held, number: int, *, by: Person, now: datetime) -> None:
    """The same, where it waits at all: it is to be shown to nobody, has no link any more, or is not
    what was to be read.
    """
    held = waiting(about, number)
    if held is not None:
        end_as(held, Outcome.TAKEN_BACK, by=by, now=now)


def make_room(about: Held, numbers: Select[int], *, by: Person, now: datetime) -> None:
    """The same of all with these numbers that wait: something else is said in their place."""
    waits = LibraryHold.about == about, LibraryHold.ended_at.is_(None)
    ended = {"outcome": Outcome.TAKEN_BACK, "ended_at": now, "ended_by_id": by.id}
    theirs = update(LibraryHold).where(*waits, LibraryHold.subject_id.in_(numbers))
    db.session.execute(theirs.values(**ended))
