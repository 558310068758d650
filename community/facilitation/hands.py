"""Raising a hand and lowering it, calling who speaks next."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.apart import refuse_apart
from community.calls.models import Call
from community.db import db
from community.errors import Refusal

from .models import Hand, HandKind, Opening, Way
from .steering import hold


class HasTheFloor(Refusal):
    """Who speaks need not raise a hand."""


def raise_hand(call: Call, kind: HandKind, way: Way, *, by: Member, now: datetime) -> None:
    """Raise one's hand, or want something else with the one that is up; its place in time stays.

    Raises `HasTheFloor`, `community.facilitation.steering.IsNotOn` and
    `community.distance.forbidding.ContactForbidden`.
    """
    refuse_apart(call, by.person, now)
    opening = hold(call)
    hand = _up(opening, by)
    if hand is None:
        db.session.add(Hand(opening_id=opening.id, member_id=by.id, kind=kind, way=way, at=now))
    elif hand.called_at is not None:
        raise HasTheFloor("You have the floor. Raise your hand again when you have spoken.")
    else:
        hand.kind, hand.way = kind, way
    db.session.flush()


def lower(call: Call, *, by: Member, now: datetime) -> None:
    """Lower one's own hand, or give the floor back. Twice changes nothing."""
    opening = hold(call)
    hand = _up(opening, by)
    if hand is not None:
        _end(hand, by, now)


def call_on(call: Call, number: int, *, by: Member, now: datetime) -> None:
    """Give the floor to the hand with this number; who had it has spoken. Where the hand is no
    longer up, or was called already, nothing changes.
    """
    opening = hold(call)
    hand = _numbered(opening, number)
    if hand is None or hand.called_at is not None or hand.ended_at is not None:
        return
    before = db.session.scalar(_on_the_floor(opening))
    if before is not None:
        _end(before, by, now)
    hand.called_at, hand.called_by_id = now, by.id
    db.session.flush()


def thank(call: Call, number: int, *, by: Member, now: datetime) -> None:
    """The hand with this number has spoken. Twice changes nothing."""
    hand = _numbered(hold(call), number)
    if hand is not None and hand.called_at is not None and hand.ended_at is None:
        _end(hand, by, now)


def take_down(call: Call, number: int, *, by: Member, now: datetime) -> None:
    """Lower the hand with this number for whoever raised it: they have not spoken. Twice changes
    nothing.
    """
    hand = _numbered(hold(call), number)
    if hand is not None and hand.ended_at is None:
        hand.called_at = hand.called_by_id = None
        _end(hand, by, now)


def _end(hand: Hand, by: Member, now: datetime) -> None:
    hand.ended_at, hand.ended_by_id = now, by.id
    db.session.flush()


def _up(opening: Opening, member: Member) -> Hand | None:
    query = select(Hand).where(
        Hand.opening_id == opening.id, Hand.member_id == member.id, Hand.ended_at.is_(None)
    )
    return db.session.scalar(query)


def _numbered(opening: Opening, number: int) -> Hand | None:
    query = select(Hand).where(Hand.id == number, Hand.opening_id == opening.id)
    return db.session.scalar(query)


def _on_the_floor(opening: Opening):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return select(Hand).where(
        Hand.opening_id == opening.id, Hand.called_at.is_not(None), Hand.ended_at.is_(None)
    )
