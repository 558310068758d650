"""What kind a note is, and what stands beside decisions and actions."""

from dataclasses import dataclass
from datetime import date, datetime

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db, locked
from community.distance.forbidding import refuse_contact
from community.errors import Refusal
from community.events import announce

from .carrying import follow
from .events import ActionGiven, NoteSorted
from .finishing import reopen
from .freezing import refuse_while_frozen
from .models import Kind, Note, NoteRevision
from .queries import revision_of
from .removing import refuse_set_aside
from .subject_queries import subject_of
from .tasks import Action, Decision


@dataclass(frozen=True, slots=True)
class Beside:
    """Who does an action, by when; the address of the pattern that a decision follows."""

    owner_id: int | None = None
    due_on: date | None = None
    follows: str | None = None


class SortedMeanwhile(Refusal):
    """Somebody else has made the note another kind since it was read."""


def sort(
    note: Note,
    kind: Kind,
    *,
    owner_id: int | None = None,
    due_on: date | None = None,
    follows: str | None = None,
    base: int | None = None,
    by: Member,
    now: datetime,
) -> None:
    """Make `note`, which was read as version `base`, another kind; an action gets an owner and a
    day, a decision the address of the pattern it `follows`. What it was before is kept. Doing it
    twice changes nothing: what stands beside it goes only by whoever read it as that kind.

    Raises `SortedMeanwhile`, `removing.SetAside`, and
    `community.distance.forbidding.ContactForbidden`.
    """
    subject = subject_of(note.thread)
    call = subject.call if subject else None
    refuse_while_frozen(call, now)
    note = locked(Note, note.id)
    refuse_set_aside(note)
    before = revision_of(note, base) if base is not None else None
    if before is not None and before.kind is not note.kind and note.kind is not kind:
        raise SortedMeanwhile("Somebody else has made it something else. Look, then save again.")
    is_new = note.kind is not kind
    if is_new:
        _make(note, kind, by=by, now=now)
        if base is None and kind is Kind.ACTION and (owner_id, due_on) == (None, None):
            owner_id, due_on = _as_before(note)
    if owner_id is not None:
        refuse_contact({owner_id}, by=by, now=now)
    beside = Beside(owner_id, due_on, follows)
    has_read = base is not None and (before is None or before.kind is kind)
    if is_new or has_read or beside != Beside():
        given_to = put_beside(note, call, beside, is_new=is_new, by=by, now=now)
        if given_to is not None and given_to != by.id:
            announce(ActionGiven(note, given_to, by, now))
    announce(NoteSorted(note, now))


def _make(note: Note, kind: Kind, *, by: Member, now: datetime) -> None:
    keep_before(note)
    note.kind = kind
    note.version += 1
    note.changed_at, note.changed_by_id = now, by.id
    db.session.flush()


def _as_before(note: Note) -> tuple[int | None, date | None]:
    """Who was to do what a note was an action of before, and by when."""
    action = db.session.get(Action, note.id)
    return (action.owner_id, action.due_on) if action else (None, None)


def unsorted(note: Note) -> Note:
    """The note, held. Raises `SortedMeanwhile` where it is a decision or an action."""
    note = locked(Note, note.id)
    if note.kind in {Kind.DECISION, Kind.ACTION}:
        raise SortedMeanwhile("Somebody else has made it something else. It is theirs to change.")
    return note


def put_beside(
    note: Note,
    call: Call | None,
    beside: Beside,
    *,
    is_new: bool = False,
    by: Member,
    now: datetime,
) -> int | None:
    """The row that belongs to a decision or an action, made or brought up to date; where the note
    `is_new` as one, it was made now. Gives the number of the member to whom `by` has given it.
    """
    call_id = call.id if call else None
    if note.kind is Kind.DECISION:
        decision = db.session.get(Decision, note.id)
        if decision is None:
            decision = Decision(note_id=note.id, call_id=call_id, at=now)
            db.session.add(decision)
        if is_new:
            decision.at = now
        if decision.follows != beside.follows:
            decision.follows = beside.follows
    is_given = False
    if note.kind is Kind.ACTION:
        action = db.session.get(Action, note.id)
        if action is None:
            action = Action(note_id=note.id, call_id=call_id, at=now)
            db.session.add(action)
            db.session.flush()
            follow(action, now=now)
        elif is_new:
            _begin_anew(action, by=by, now=now)
        is_given = _give(action, beside, is_new=is_new, by=by, now=now)
    db.session.flush()
    return beside.owner_id if is_given else None


def _begin_anew(action: Action, *, by: Member, now: datetime) -> None:
    """What was an action before is one that is still to be done, whatever it was then."""
    action.at = now
    reopen(action, by=by, now=now)
    follow(action, now=now)


def _give(action: Action, beside: Beside, *, is_new: bool, by: Member, now: datetime) -> bool:
    """Whether it has another owner now, or is an action anew."""
    is_given = beside.owner_id is not None and (is_new or action.owner_id != beside.owner_id)
    if is_given:
        action.given_at, action.given_by_id = now, by.id
    if (action.owner_id, action.due_on) != (beside.owner_id, beside.due_on):
        action.owner_id, action.due_on = beside.owner_id, beside.due_on
    return is_given


def keep_before(note: Note) -> None:
    """Keep what a note is, before it changes."""
    db.session.add(
        NoteRevision(
            note_id=note.id,
            number=note.version,
            kind=note.kind,
            text_source=note.text_source,
            disclosure_id=note.disclosure_id,
            by_id=note.changed_by_id or note.by_id,
            at=note.changed_at or note.made_at,
        )
    )
    db.session.flush()
