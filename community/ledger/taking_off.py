"""Taking a line that is not right off the list: by those who hold the call, with a reason."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db, locked, number_of
from community.errors import Refusal

from .models import Confirmation, Line, LineRemoval


class NotListed(Refusal):
    """There is no such line on the list any more."""


def take_off(call: Call, key: str, *, reason: str, by: Member, now: datetime) -> None:
    """Take the line of a call with this key off the list. Twice changes nothing.

    Raises `NotListed`.
    """
    line = _held(call, key)
    listed = select(Confirmation.id).where(
        Confirmation.line_id == line.id, Confirmation.withdrawn_at.is_(None)
    )
    if db.session.scalar(listed) is None:
        raise NotListed("This line is not listed any more.")
    if _standing(line) is None:
        db.session.add(LineRemoval(line_id=line.id, by_id=by.id, at=now, reason=reason))
        db.session.flush()


def put_back(call: Call, key: str, *, by: Member, now: datetime) -> None:
    """List it again, if its person still says that it is right. Twice changes nothing.

    Raises `NotListed`.
    """
    removal = _standing(_held(call, key))
    if removal is not None:
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.id
        db.session.flush()


def _held(call: Call, key: str) -> Line:
    query = select(Line.id).where(Line.call_id == number_of(call), Line.key == key)
    number = db.session.scalar(query)
    if number is None:
        raise NotListed("This line is not listed any more.")
    return locked(Line, number)


def _standing(line: Line) -> LineRemoval | None:
    query = select(LineRemoval).where(
        LineRemoval.line_id == line.id, LineRemoval.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)
