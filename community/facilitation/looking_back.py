"""Saying of a call that is over what worked well and what to do differently."""

from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db, locked, number_of
from community.errors import Refusal

from .look_back_models import LookBack, LookBackRemoval
from .timing import may_look_back


class NotTheTimeToLookBack(Refusal):
    """The call has not begun, or was held too long ago."""


class WordsAreOut(Refusal):
    """Somebody's words were taken out; as long as they are, they are neither changed nor said
    again.
    """


def look_back(call: Call, *, worked: str, differently: str, by: Member, now: datetime) -> None:
    """Say it, or say it anew: one has one say on a call. Without words it is taken back.

    Raises `NotTheTimeToLookBack` and `WordsAreOut`.
    """
    call = locked(Call, number_of(call))
    if not may_look_back(sittings_of(call), now):
        raise NotTheTimeToLookBack(
            "What people say of a call is gathered from its beginning until two weeks after it."
        )
    if not worked and not differently:
        take_back(call, by=by)
        return
    said = said_by(call, by)
    if said is None:
        said = LookBack(call_id=call.id, member_id=by.id)
        db.session.add(said)
    else:
        _refuse_what_is_out(said)
    said.worked, said.differently, said.at = worked, differently, now
    db.session.flush()


def take_back(call: Call, *, by: Member) -> None:
    """One has said nothing. Twice changes nothing. Raises `WordsAreOut`."""
    said = said_by(call, by)
    if said is None:
        return
    _refuse_what_is_out(said)
    of_it = LookBackRemoval.look_back_id == said.id
    db.session.execute(delete(LookBackRemoval).where(of_it))
    db.session.delete(said)
    db.session.flush()


def remove(said: LookBack, *, by: Member, reason: str, now: datetime) -> None:
    """Take somebody's words out. Doing it twice changes nothing."""
    said = locked(LookBack, said.id)
    if _standing(said) is None:
        removal = LookBackRemoval(look_back_id=said.id, by_id=by.id, at=now, reason=reason)
        db.session.add(removal)
        db.session.flush()


def put_back(said: LookBack, *, by: Member, now: datetime) -> None:
    """Undo it. Doing it twice changes nothing."""
    said = locked(LookBack, said.id)
    removal = _standing(said)
    if removal is not None:
        removal.withdrawn_at, removal.withdrawn_by_id = now, by.id
        db.session.flush()


def said_by(call: Call, member: Member) -> LookBack | None:
    """What a member has said of a call."""
    query = select(LookBack).where(LookBack.call_id == call.id, LookBack.member_id == member.id)
    return db.session.scalar(query)


def _standing(said: LookBack) -> LookBackRemoval | None:
    query = select(LookBackRemoval).where(
        LookBackRemoval.look_back_id == said.id, LookBackRemoval.withdrawn_at.is_(None)
    )
    return db.session.scalar(query)


def _refuse_what_is_out(said: LookBack) -> None:
    """The words are held first, so that nobody takes them out at the same moment."""
    if _standing(locked(LookBack, said.id)) is not None:
        if said.is_aside:
            raise WordsAreOut(
                "What you said is out of sight under the code of conduct. It stays as it is: why,"
                " and how to have others look at it, is under “Your standing”."
            )
        raise WordsAreOut(
            "What you said was taken out by those who facilitate. It stays as it is while it is"
            " out; they can put it back."
        )
