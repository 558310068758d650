"""Claiming a role at a call, handing it over, giving it up."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.calls.queries import facilitates
from community.db import db
from community.distance.forbidding import refuse_contact
from community.errors import Refusal
from community.events import announce

from . import versions
from .call_roles import CallRole, RoleHeld
from .events import CallRoleChanged
from .queries import is_over
from .role_queries import closed_to


class RoleIsTaken(Refusal):
    """Somebody else has the role."""


class TakenOff(Refusal):
    """They were taken off the role at this call."""


def claim(call: Call, role: CallRole, *, by: Member, now: datetime) -> None:
    """Take a role that nobody has; who leads the call has it by a facilitator's word, their own.
    Twice changes nothing. Raises `RoleIsTaken` and `TakenOff`.
    """
    held = _held(call, role, now)
    if held is not None and held.member_id != by.id:
        raise RoleIsTaken(f"{held.member.name} has this role. They can hand it over to you.")
    if held is None:
        _refuse_taken_off(call, role, by)
        held = _give(call, role, by, now)
    if facilitates(by, call):
        _confirm(held, by)


def confirm(call: Call, role: CallRole, *, seen: int, by: Member, now: datetime) -> RoleHeld | None:
    """Agree, as who leads the call, that whoever was looked at has a role: by the number of the row
    that says so. None, and nothing changes, where it is no longer theirs; twice changes nothing.
    """
    held = _held(call, role, now)
    if held is None or held.id != seen:
        return None
    _confirm(held, by)
    return held


def hand_over(
    call: Call,
    role: CallRole,
    *,
    to: Member,
    by: Member,
    confirms: bool = False,
    now: datetime,
) -> None:
    """Give a role to somebody, whoever has it; `confirms`: by who leads the call, who may also
    agree that somebody has it. Twice changes nothing. Who blocks `by` has it like anybody else, and
    gives it up as anybody may: a role that were free at once would tell `by`.

    Raises `community.distance.forbidding.ContactForbidden`, and `TakenOff` unless it `confirms`.
    """
    refuse_contact({to.id}, by=by, now=now)
    held = _held(call, role, now)
    if held is None or held.member_id != to.id:
        if not confirms:
            _refuse_taken_off(call, role, to)
        if held is not None:
            _take(held, by, now)
        held = _give(call, role, to, now)
        announce(CallRoleChanged(held, by, now))
    if confirms:
        _confirm(held, by)


def give_up(call: Call, role: CallRole, *, by: Member, now: datetime) -> None:
    """Let nobody have a role. Twice changes nothing. Whoever has it and did not give it up
    themselves is taken off it.
    """
    held = _held(call, role, now)
    if held is not None:
        _take(held, by, now)


def _confirm(held: RoleHeld, by: Member) -> None:
    if held.confirmed_by_id is None:
        held.confirmed_by_id = by.id
        db.session.flush()


def _take(held: RoleHeld, by: Member, now: datetime) -> None:
    held.ended_at = now
    held.taken_by_id = by.id if held.member_id != by.id else None
    db.session.flush()
    announce(CallRoleChanged(held, by, now))


def _refuse_taken_off(call: Call, role: CallRole, member: Member) -> None:
    if role in closed_to(call.id, member.id):
        raise TakenOff("A facilitator decides who has this role now.")


def _held(call: Call, role: CallRole, now: datetime) -> RoleHeld | None:
    """Who has a role; the agenda of the call is held, so that one at a time changes it."""
    agenda = versions.hold(call, now=now)
    if is_over(agenda.call, now):
        raise Refusal("This call is over; who did what stays as it is.")
    query = select(RoleHeld).where(
        RoleHeld.call_id == agenda.call_id, RoleHeld.role == role, RoleHeld.ended_at.is_(None)
    )
    return db.session.scalar(query)


def _give(call: Call, role: CallRole, to: Member, now: datetime) -> RoleHeld:
    held = RoleHeld(call_id=call.id, role=role, member_id=to.id, since=now)
    db.session.add(held)
    db.session.flush()
    return held
