"""Saying what became of what a note raises, and opening it again."""

from datetime import datetime

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal

from .models import Note
from .outcome_queries import outcome_of
from .outcomes import RAISING, NoteOutcome, Outcome
from .subject_queries import subject_of


class NothingToSettle(Refusal):
    """The note raises nothing that somebody could settle."""


class SettledByOthers(Refusal):
    """Somebody who looks after the thing has said what became of the note."""


class NoSuchRevision(Refusal):
    """There is no revision with this number."""


def settle(
    note: Note,
    outcome: Outcome,
    *,
    revision: int | None = None,
    why: str = "",
    by: Member,
    now: datetime,
) -> None:
    """Say what became of a note; what was said of it before makes room. The same again changes
    nothing. `revision` counts only for what was taken in.

    To take a note back overrules nobody. Raises `NothingToSettle`, `NoSuchRevision` and
    `SettledByOthers`.
    """
    note = locked(Note, note.id)
    subject = subject_of(note.thread)
    matters = subject.matters if subject else None
    if matters is None or note.kind not in RAISING or note.is_removed:
        raise NothingToSettle("This note is not open.")
    number = (revision or matters.present) if outcome is Outcome.INCORPORATED else None
    if number is not None and not 1 <= number <= matters.present:
        raise NoSuchRevision("There is no revision with this number.")
    standing = outcome_of(note)
    if standing and (standing.outcome, standing.revision, standing.why) == (outcome, number, why):
        return
    theirs = standing is not None and standing.by_id != by.id
    if standing and theirs and outcome is Outcome.WITHDRAWN and standing.outcome is not outcome:
        raise SettledByOthers("Somebody has said what became of it. They can open it again.")
    _end(standing, by=by, now=now)
    said = {"outcome": outcome, "revision": number, "why": why}
    db.session.add(NoteOutcome(note_id=note.id, by_id=by.id, at=now, **said))
    db.session.flush()


def reopen(note: Note, *, by: Member, now: datetime) -> None:
    """It is open again. Doing it twice changes nothing."""
    note = locked(Note, note.id)
    _end(outcome_of(note), by=by, now=now)


def _end(standing: NoteOutcome | None, *, by: Member, now: datetime) -> None:
    if standing is not None:
        standing.ended_at, standing.ended_by_id = now, by.id
        db.session.flush()
