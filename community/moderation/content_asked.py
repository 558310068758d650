"""Who is asked to read, or to hear, what is said about content that is set aside: one responder by
lot, after each half day another, and those who have a case about it.

Whoever is left out of such a case is not asked, and reads neither why nor what its author says to
it. As most are not asked most of the time, that tells nobody that there is a case.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member, Role, RoleGrant
from community.conduct.standing import may_act
from community.conduct.state_models import Content, ContentReading, ContentState, Said
from community.db import db

from .case_models import Case, CaseReport
from .content_parts import with_part
from .report_models import Report
from .sight_queries import cases_open_to, is_away, is_left_out, leading

ONE_MORE_EACH = timedelta(hours=12)
APPEAL = "appeal"

_Found = tuple[str, int | None, int]
Readings = Mapping[tuple[int, Said], ContentReading]


class Waits(NamedTuple):
    """Something about content that waits for a responder other than the one with a number."""

    state: ContentState
    what: str
    but: int
    since: datetime


class Turn(NamedTuple):
    """Whose turn it is, from when on."""

    member: Member
    at: datetime


class Sides(NamedTuple):
    """By the numbers of state and member: who is left out of a case about it, and who has one."""

    left_out: frozenset[tuple[int, int]]
    has_it: frozenset[tuple[int, int]]


def words_waiting(row: ContentReading) -> Waits:
    """Words that wait for a second reader."""
    return Waits(row.state, row.said.value, row.written_by_id, row.written_at)


def appeal_waiting(state: ContentState) -> Waits:
    """An appeal that nobody has answered."""
    if state.appeal is None:
        raise ValueError(state.key)
    return Waits(state, APPEAL, state.by_id, state.appeal.at)


def turns(waiting: Collection[Waits], now: datetime) -> Mapping[Waits, Sequence[Turn]]:
    """Who is asked about each, in their order, with those whose turn is to come; none who is on
    leave or has a part in it.
    """
    if not waiting:
        return {}
    responders = select(RoleGrant.member_id).where(
        RoleGrant.role == Role.RESPONDER, RoleGrant.revoked_at.is_(None)
    )  # read first: there are few of them among many members
    query = select(Member).where(Member.id.in_(responders), Member.erased_at.is_(None))
    query = query.where(may_act(Member.person_id, now), ~is_away(Member.id, now))
    query = query.order_by(Member.id)
    able = db.session.scalars(query).unique().all()
    states = list({one.state.id: one.state for one in waiting}.values())
    parts, sides = with_part(states, able), sides_of(states, able, now)
    return {one: _turns(one, able, parts | sides.left_out, sides.has_it) for one in waiting}


def asked(waiting: Collection[Waits], now: datetime) -> Mapping[Waits, frozenset[int]]:
    """The numbers of those whose turn it is by now."""
    return {
        one: frozenset(turn.member.id for turn in found if turn.at <= now)
        for one, found in turns(waiting, now).items()
    }


def theirs(
    states: Collection[ContentState], readings: Readings, member: Member, now: datetime
) -> Mapping[int, frozenset[str]]:
    """What waits for a member about each, by the number of the state: a reason, an answer, an
    appeal.
    """
    waiting = [words_waiting(row) for row in readings.values() if row.ended_at is None]
    open_ones = [one for one in states if one.ended_at is None and one.appeal is not None]
    waiting += [appeal_waiting(one) for one in open_ones if one.appeal and not one.appeal.outcome]
    found: dict[int, frozenset[str]] = {}
    for one, members in asked(waiting, now).items():
        if member.id in members:
            found[one.state.id] = found.get(one.state.id, frozenset()) | {one.what}
    return found


def sides_of(states: Collection[ContentState], members: Collection[Member], now: datetime) -> Sides:
    """Who is left out of cases about something, and who has one. One query."""
    if not states or not members:
        return Sides(frozenset(), frozenset())
    report, of_case = aliased(Report), aliased(CaseReport)
    numbers: dict[Content, set[int]] = {}
    for state in states:
        numbers.setdefault(state.about, set()).add(state.subject_id)
    about = cast(report.about, String)
    among = (and_(about == kind.value, report.about_id.in_(some)) for kind, some in numbers.items())
    is_out, has_it = is_left_out(Member), cases_open_to(Member, now)
    query = (
        select(about, report.about_id, Member.id, is_out)
        .select_from(report)
        .join(of_case, of_case.report_id == report.id)
        .join(Case, Case.id == leading(of_case.case_id))
        .join(Member, Member.id.in_([one.id for one in members]))
        .where(or_(*among), or_(is_out, has_it))
    )
    left_out: set[_Found] = set()
    having: set[_Found] = set()
    for kind, number, member_id, is_one in db.session.execute(query):
        (left_out if is_one else having).add((kind, number, member_id))
    return Sides(_by_state(states, left_out), _by_state(states, having - left_out))


def _by_state(
    states: Collection[ContentState], found: Collection[_Found]
) -> frozenset[tuple[int, int]]:
    return frozenset(
        (state.id, member_id)
        for state in states
        for kind, number, member_id in found
        if (state.about.value, state.subject_id) == (kind, number)
    )


def _turns(
    one: Waits,
    able: Sequence[Member],
    out: Collection[tuple[int, int]],
    has_it: Collection[tuple[int, int]],
) -> Sequence[Turn]:
    """Those who have a case about it at once, the others one after another."""
    free = [m for m in able if m.id != one.but and (one.state.id, m.id) not in out]
    at_once = [m for m in free if (one.state.id, m.id) in has_it]
    others = [m for m in free if (one.state.id, m.id) not in has_it]
    others.sort(key=lambda member: _lot(one.state, member))
    later = [Turn(m, one.since + n * ONE_MORE_EACH) for n, m in enumerate(others)]
    return [*(Turn(m, one.since) for m in at_once), *later]


def _lot(state: ContentState, member: Member) -> bytes:
    """What nobody can work out for themselves: whose turn it is not may be who is left out."""
    key = f"lot {current_app.config['SECRET_KEY']}".encode()
    return hmac.digest(key, f"{state.key} {member.id}".encode(), "sha256")
