"""The letter to whoever a role at a call was handed to, or taken off."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.guests import member_of
from community.accounts.models import Member
from community.accounts.sessions import as_reader
from community.calls.models import Call
from community.calls.policies import may_see_series
from community.calls.queries import sittings_of
from community.calls.when import when_of
from community.db import db
from community.distance.queries import is_kept_off, keeps_off
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import is_within, owe, told_already

from .call_roles import CallRole, RoleHeld
from .events import CallRoleChanged
from .notices import GATHERING

ROLES = "call_roles"


def role_changed(event: CallRoleChanged) -> None:
    """Tell them, once for what happens within a few minutes; not of what they did themselves, nor
    that somebody whom they mute or block gives them one.
    """
    held, by = event.held, event.by
    if held.member_id == by.id or (held.ended_at is None and keeps_off(held.member_id, by.id)):
        return
    owe(
        ROLES,
        person_id=held.member.person_id,
        about=f"roles at call {held.call_id}",
        facts={"call": held.call_id},
        due_at=event.at + GATHERING,
        gathers=True,
        now=event.at,
    )


def _write(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where all is as it was before, the call is gone, off or over, or they may not see it
    any more.
    """
    call = db.session.get(Call, letter.facts["call"])
    member = member_of(letter.person_id) if letter.person_id is not None else None
    if call is None or member is None or call.is_removed:
        return None
    given, taken = _differences(call, member, letter)
    coming = [s for s in sittings_of(call) if not (s.is_over(now) or s.is_cancelled)]
    is_seen = may_see_series(as_reader(member, now), call)
    if not (given or taken) or not coming or not is_seen:
        return None
    return Draft(
        {
            "title": call.title,
            "when": when_of(coming[0], recipient.zone),
            "given": _in_order(given),
            "taken": _in_order(taken),
            "page": absolute("agendas.show_roles", slug=call.slug),
        }
    )


def _differences(call: Call, member: Member, letter: Letter) -> tuple[set[CallRole], set[CallRole]]:
    """Which roles they have and had not when the letter was owed, and which were taken from them
    since; as far as no other letter has told it, and nobody whom they mute or block by now has
    given it to them.
    """
    since, told = letter.owed_at, told_already(letter)
    query = (
        select(RoleHeld, is_kept_off(member.id, _giver()))
        .where(
            RoleHeld.call_id == call.id,
            RoleHeld.member_id == member.id,
            or_(RoleHeld.ended_at.is_(None), RoleHeld.ended_at >= since),
        )
        .order_by(RoleHeld.id)
    )
    rows = db.session.execute(query).all()
    before = {row.role: row for row, _ in rows if row.since < since}
    after = {row.role: row for row, _ in rows if row.ended_at is None}
    unsaid = {row.role for row, is_kept in rows if is_kept or is_within(row.since, told)}
    given = set(after) - set(before) - unsaid
    taken = {
        role
        for role, row in before.items()
        if role not in after
        and row.taken_by_id is not None
        and row.ended_at is not None
        and not is_within(row.ended_at, told)
    }
    return given, taken


def _giver() -> ColumnElement[int | None]:
    """Whoever confirmed that a role is theirs, or had it until they did."""
    earlier = aliased(RoleHeld)
    had_it = select(earlier.member_id).where(
        earlier.call_id == RoleHeld.call_id,
        earlier.role == RoleHeld.role,
        earlier.ended_at == RoleHeld.since,
    )
    return func.coalesce(RoleHeld.confirmed_by_id, had_it.limit(1).scalar_subquery())


def _in_order(roles: Collection[CallRole]) -> list[str]:
    return [role.value for role in CallRole if role in roles]


KINDS = (Kind(ROLES, Group.SHARING, _write),)
