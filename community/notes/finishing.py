"""Actions that are done, with a word on how; and that are open again."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked

from .carrying import follow
from .freezing import refuse_while_frozen
from .subject_queries import subject_of
from .tasks import Action, Completion


def finish(action: Action, *, how: str, by: Member, now: datetime) -> None:
    """Say that it is done. Doing it twice changes nothing. Raises
    `community.notes.freezing.NotesAreFrozen`.
    """
    action = locked(Action, action.note_id)
    subject = subject_of(action.note.thread)
    refuse_while_frozen(subject.call if subject else None, now)
    if _standing(action) is None:
        db.session.add(Completion(note_id=action.note_id, by_id=by.id, at=now, how=how))
        db.session.flush()
        db.session.expire(action, ["completion"])


def reopen(action: Action, *, by: Member, now: datetime) -> None:
    """It is still to be done, and goes where what its call left over is by now. Doing it twice
    changes nothing.
    """
    action = locked(Action, action.note_id)
    completion = _standing(action)
    if completion is not None:
        completion.withdrawn_at, completion.withdrawn_by_id = now, by.id
        db.session.flush()
        db.session.expire(action, ["completion"])
        follow(action, now=now)


def _standing(action: Action) -> Completion | None:
    query = select(Completion).where(
        Completion.note_id == action.note_id, Completion.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)
