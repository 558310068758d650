"""Claiming a role at a call, handing it over, giving it up."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.calls.models import Call
from community.db import db
from community.distance.forbidding import refuse_contact
from community.errors import Refusal

from . import versions
from .call_roles import CallRole, RoleHeld
from .queries import is_over


class RoleIsTaken(Refusal):
    """Somebody else has the role."""


def claim(call: Call, role: CallRole, *, by: Member, now: datetime) -> None:
    """Take a role that nobody has. Twice changes nothing. Raises `RoleIsTaken`."""
    held = _held(call, role, now)
    if held is not None and held.member_id != by.id:
        raise RoleIsTaken(f"{held.member.name} has this role. They can hand it over to you.")
    if held is None:
        _give(call, role, by, now)


def hand_over(call: Call, role: CallRole, *, to: Member, by: Member, now: datetime) -> None:
    """Give a role to somebody, whoever has it. Twice changes nothing. Who blocks `by` has it like
    anybody else, and gives it up as anybody may: a role that were free at once would tell `by`.
    Raises `community.distance.forbidding.ContactForbidden`.
    """
    refuse_contact({to.id}, by=by, now=now)
    held = _held(call, role, now)
    if held is not None and held.member_id == to.id:
        return
    if held is not None:
        held.ended_at = now
        db.session.flush()
    _give(call, role, to, now)


def give_up(call: Call, role: CallRole, *, now: datetime) -> None:
    """Let nobody have a role. Twice changes nothing."""
    held = _held(call, role, now)
    if held is not None:
        held.ended_at = now
        db.session.flush()


def _held(call: Call, role: CallRole, now: datetime) -> RoleHeld | None:
    """Who has a role; the agenda of the call is held, so that one at a time changes it."""
    agenda = versions.hold(call, now=now)
    if is_over(agenda.call, now):
        raise Refusal("This call is over; who did what stays as it is.")
    query = select(RoleHeld).where(
        RoleHeld.call_id == agenda.call_id, RoleHeld.role == role, RoleHeld.ended_at.is_(None)
    )
    return db.session.scalar(query)


def _give(call: Call, role: CallRole, to: Member, now: datetime) -> None:
    db.session.add(RoleHeld(call_id=call.id, role=role, member_id=to.id, since=now))
    db.session.flush()
