"""Saying of lines that they are right, or not; taking that back; adding a line of one's own."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from community.accounts.models import Member
from community.accounts.queries import is_called_alike
from community.calls.models import Call
from community.db import db, locked
from community.errors import Refusal as Refused

from .drafts import Answer, OwnLine, Showing
from .evidence_queries import took_place
from .models import Confirmation, Line, LineRemoval, Refusal, Shown
from .queries import is_taken_off

MOST_LINES = 12  # of one member for one call


class NotHeldYet(Refused):
    """What was done for a call can be said once it has begun."""


class TooManyLines(Refused):
    """A member has said more about one call than is listed."""


class IsTakenOff(Refused):
    """A line was taken off the list by those who hold its call."""


class NameOfAnother(Refused):
    """A pseudonym is somebody else's name."""


def confirm(answer: Answer, *, by: Member, now: datetime) -> int:
    """Let lines of `by` be listed; gives how many are. Those of others are left alone, and twice
    changes nothing. Raises `NameOfAnother`.
    """
    _refuse_names_of_others(answer.showing, by)
    lines = _held(answer.lines, by)
    for line in lines:
        line.minutes = answer.minutes.get(line.id, line.minutes)
        _list(line, answer.showing, now)
    return len(lines)


def decline(numbers: Collection[int], *, by: Member, now: datetime) -> int:
    """Let lines of `by` never be listed; gives how many. Twice changes nothing."""
    lines = _held(numbers, by)
    for line in lines:
        _end(Confirmation, line, now)
        if not _stands(Refusal, line):
            db.session.add(Refusal(line_id=line.id, at=now))
    db.session.flush()
    return len(lines)


def take_back(line: Line, *, now: datetime) -> None:
    """List a line no more; it waits again. Twice changes nothing."""
    _end(Confirmation, locked(Line, line.id), now)


def consider_again(line: Line, *, now: datetime) -> None:
    """A line that was declined waits again. Twice changes nothing."""
    _end(Refusal, locked(Line, line.id), now)


def add(call: Call, own: OwnLine, *, by: Member, now: datetime) -> Line:
    """Add a line of one's own, which is listed at once. One that is there already is confirmed.

    Raises `NotHeldYet`, `TooManyLines`, `IsTakenOff` and `NameOfAnother`.
    """
    _refuse_names_of_others(own.showing, by)
    call = locked(Call, call.id)
    if not took_place(call, now):
        raise NotHeldYet("This call has not been held. Say afterwards what you did for it.")
    mine = select(Line).where(Line.call_id == call.id, Line.member_id == by.id)
    line = db.session.scalar(mine.where(Line.kind == own.kind, Line.what == own.what))
    if line is None:
        if (
            db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        ) >= MOST_LINES:
            raise TooManyLines(f"{MOST_LINES} lines for one call are enough. Take one back first.")
        line = Line(call_id=call.id, member_id=by.id, kind=own.kind, what=own.what, made_at=now)
        db.session.add(line)
        db.session.flush()
    if _stands(LineRemoval, line):
        raise IsTakenOff("Those who hold the call have taken this line off. “My labour” says why.")
    line.minutes = own.minutes if own.minutes is not None else line.minutes
    _list(line, own.showing, now)
    return line


def _held(numbers: Collection[int], by: Member) -> Sequence[Line]:
    query = select(Line).where(Line.id.in_(numbers), Line.member_id == by.id, ~is_taken_off())
    return db.session.scalars(query.order_by(Line.id).with_for_update()).all()


def _list(line: Line, showing: Showing, now: datetime) -> None:
    _end(Refusal, line, now)
    standing = select(Confirmation).where(
        Confirmation.line_id == line.id, Confirmation.withdrawn_at.is_(None)
    )
    before = db.session.scalar(standing)
    if before is not None and Showing(before.shown, before.pseudonym) == showing:
        return
    _end(Confirmation, line, now)
    words = {"shown": showing.shown, "pseudonym": showing.pseudonym}
    db.session.add(Confirmation(line_id=line.id, at=now, **words))
    db.session.flush()


def _stands(model: type[Confirmation | Refusal | LineRemoval], line: Line) -> bool:
    query = select(model.id).where(model.line_id == line.id, model.withdrawn_at.is_(None))
    return db.session.scalar(query) is not None


def _end(model: type[Confirmation] | type[Refusal], line: Line, now: datetime) -> None:
    standing = update(model).where(model.line_id == line.id, model.withdrawn_at.is_(None))
    db.session.execute(standing.values(withdrawn_at=now))


def _refuse_names_of_others(showing: Showing, by: Member) -> None:
    if showing.shown is not Shown.PSEUDONYM:
        return
    if is_called_alike(showing.pseudonym, but=by):
        raise NameOfAnother("A member is called that. Choose a pseudonym that is nobody's name.")
