"""Reads about roles at calls: who has which, and who has done it least."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select

from community.accounts.models import Member
from community.attendance.models import Answer, Rsvp
from community.calls.call_queries import is_led_by
from community.calls.models import Call
from community.calls.times import Sitting
from community.db import db

from .call_roles import STEERING, CallRole, RoleHeld

MOST_SUGGESTED = 3


def roles_at(call_id: int) -> Mapping[CallRole, RoleHeld]:
    """Who has which role at a call."""
    query = select(RoleHeld).where(RoleHeld.call_id == call_id, RoleHeld.ended_at.is_(None))
    return {row.role: row for row in db.session.scalars(query)}


def has_role(call_id: int, member_id: int, roles: Collection[CallRole]) -> bool:
    """Whether a member has one of these roles at a call."""
    return db.session.scalar(_held(call_id, member_id, roles).limit(1)) is not None


def has_confirmed_role(call_id: int, member_id: int, roles: Collection[CallRole]) -> bool:
    """Whether a member has one of these roles at a call by a facilitator's word."""
    query = _held(call_id, member_id, roles).where(RoleHeld.confirmed_by_id.is_not(None))
    return db.session.scalar(query.limit(1)) is not None


def closed_to(call_id: int, member_id: int) -> set[CallRole]:
    """The roles at a call that a member was taken off, and so claims no more; of those that steer
    it all where it was one of them. None to who leads the call.
    """
    query = select(RoleHeld.role).join(Call, Call.id == RoleHeld.call_id)
    query = query.where(
        RoleHeld.call_id == call_id,
        RoleHeld.member_id == member_id,
        RoleHeld.taken_by_id.is_not(None),
        ~is_led_by(member_id),
    )
    taken = set(db.session.scalars(query))
    return taken | set(STEERING) if taken & set(STEERING) else taken


def suggestions(call: Call) -> Mapping[CallRole, Sequence[Member]]:
    """For each role those who are going and have done it least at this series' calls, the least
    first; whoever has a role at this call already is left alone. Three queries.
    """
    taken = roles_at(call.id)
    busy = {row.member_id for row in taken.values()}
    going = [member for member in _going(call.id) if member.id not in busy]
    done = _times_done(call)
    return {
        role: _least(going, role, done)[:MOST_SUGGESTED] for role in CallRole if role not in taken
    }


def _held(call_id: int, member_id: int, roles: Collection[CallRole]) -> Select[int]:
    return select(RoleHeld.id).where(
        RoleHeld.call_id == call_id,
        RoleHeld.member_id == member_id,
        RoleHeld.role.in_(roles),
        RoleHeld.ended_at.is_(None),
    )


def _least(
    going: Sequence[Member], role: CallRole, done: Mapping[tuple[CallRole, int], int]
) -> list[Member]:
    return sorted(going, key=lambda m: (done.get((role, m.id), 0), m.name.casefold(), m.id))


def _going(call_id: int) -> Sequence[Member]:
    query = (
        select(Member)
        .join(Rsvp, Rsvp.person_id == Member.person_id)
        .join(Sitting, Sitting.id == Rsvp.sitting_id)
        .where(Sitting.call_id == call_id, Rsvp.answer == Answer.GOING)
    )
    return db.session.scalars(query).unique().all()


def _times_done(call: Call) -> dict[tuple[CallRole, int], int]:
    """How often each member had each role, at this series' calls or else at this call."""
    if call.series_id is None:
        return {}
    query = (
        select(RoleHeld.role, RoleHeld.member_id, func.count())
        .join(Call, Call.id == RoleHeld.call_id)
        .where(Call.series_id == call.series_id, RoleHeld.ended_at.is_(None))
        .group_by(RoleHeld.role, RoleHeld.member_id)
    )
    return {(role, member): number for role, member, number in db.session.execute(query)}
