"""Taking back that a call was ended, for a short while: all goes on as if it had not been."""

from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.agendas import versions
from community.agendas.taking_back import take_back
from community.calls.models import Call
from community.db import db, locked, number_of
from community.errors import Refusal

from .models import Hand, Opening, Spell
from .queries import opening_of

A_WHILE = timedelta(minutes=15)


class EndStays(Refusal):
    """Too long ago, or something came of it."""


def ended_just_now(opening: Opening | None, now: datetime) -> bool:
    """Whether a call has been ended, or has ended by itself, a short while ago."""
    settled_at = _settled_at(opening) if opening is not None else None
    return settled_at is not None and now - settled_at <= A_WHILE


def resume(call: Call, *, seen: int, by: Member, now: datetime) -> None:
    """Take back that a call was ended: its clock, its hands, where its items stood, what moved on
    to the next call. `seen` is the number of the opening; twice changes nothing.

    Raises `EndStays` and `community.agendas.versions.ChangedMeanwhile`.
    """
    _expect_latest(call, seen)
    opening = locked(Opening, seen)
    ended_at, settled_at = opening.ended_at, _settled_at(opening)
    if ended_at is None:
        return
    versions.hold(call, now=now)  # ahead of the call, as whoever changes an agenda does it
    call = locked(Call, number_of(call))
    _expect_latest(call, seen)
    if settled_at is None or not ended_just_now(opening, now):
        raise EndStays("That a call was ended can be taken back for a quarter of an hour.")
    opening.ended_at = opening.ended_by_id = opening.found_over_at = None
    opening.resumed_at = now
    take_back(call, since=settled_at, by=by, now=now)
    _go_on(opening, ended_at)
    db.session.flush()


def _settled_at(opening: Opening) -> datetime | None:
    """When what a call leaves over moved on. None where it was brought in from elsewhere, ended."""
    return opening.ended_at if opening.ended_by_id is not None else opening.found_over_at


def _expect_latest(call: Call, seen: int) -> None:
    opening = opening_of(call)
    if opening is None or number_of(opening) != seen:
        raise EndStays("The call was started again meanwhile, so how it ended before stays.")


def _go_on(opening: Opening, ended_at: datetime) -> None:
    """The item that was spoken about is, and the hands that were up are up; of two that ended in
    one instant the later.
    """
    spells = select(Spell).where(Spell.opening_id == opening.id, Spell.ended_at == ended_at)
    spell = db.session.scalars(spells.order_by(Spell.id.desc()).limit(1)).one_or_none()
    if spell is not None:
        spell.ended_at = None
    hands = select(Hand).where(Hand.opening_id == opening.id, Hand.ended_at == ended_at)
    up: set[int] = set()
    is_spoken = False
    for hand in db.session.scalars(hands.order_by(Hand.id.desc())):
        has_floor = hand.called_at is not None
        if hand.member_id not in up and not (has_floor and is_spoken):
            up.add(hand.member_id)
            is_spoken = is_spoken or has_floor
            hand.ended_at = hand.ended_by_id = None
