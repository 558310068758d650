"""Who is asked to read, or to hear, what is said about content that is set aside: one responder by
lot, after each half day another, and those who have a case about it. Whoever is back from leave or
new since it began to wait comes after the others, so that nobody's turn is taken from them.

Whoever is left out of such a case, or of one about its author, is not asked, and reads neither why
nor what its author says to it. As most are not asked most of the time, that tells nobody that there
is a case. Among few it would, as everybody sees what is out of sight, and why always waits: there
nobody is drawn to read it, whatever cases there are.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import CompoundSelect, String, and_, cast, literal, or_, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.conduct.standing import may_act
from community.conduct.state_models import Content, ContentReading, ContentState, Said
from community.db import db

from .case_models import OVER, Case, CaseReport, CaseState
from .content_parts import with_part
from .content_team import Responder, whole_team
from .report_models import Report, ReportPerson
from .sight_queries import cases_asked_of, cases_open_to, is_left_out, leading

ONE_MORE_EACH = timedelta(hours=12)
FEWEST = 3
"""Among how many others somebody is drawn to read why something is out of sight."""
APPEAL = "appeal"

_AUTHOR = "author"
_Found = tuple[str, int | None, int]
_Place = tuple[datetime, Responder]
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
    all_ = _places(waiting, now)
    return {one: [Turn(r.member, at) for at, r in all_[one] if r.is_there(now)] for one in all_}


def owed(one: Waits, now: datetime) -> Sequence[Turn]:
    """Whom a letter is owed about it: those who are asked, also who is away and back before their
    turn. Among few each of the others, so that as many are owed whether there is a case or not:
    none is sent to whom nothing waits for.
    """
    there = _others_there(one, whole_team())
    if _is_among_few(one, there):
        return [Turn(r.member, one.since) for r in there]
    places = _places([one], now)[one]
    return [Turn(r.member, at) for at, r in places if r.is_there(now) or r.is_there(at)]


def can_be_asked(one: Waits, now: datetime) -> bool:
    """Whether somebody is asked, or would be if they took a case about it that they are asked
    about.
    """
    if turns([one], now)[one]:
        return True
    about_it = (
        select(leading(CaseReport.case_id))
        .join(Report, Report.id == CaseReport.report_id)
        .where(cast(Report.about, String) == one.state.about.value)
        .where(Report.about_id == one.state.subject_id)
    )
    query = select(Member.id).join(Case, Case.id.in_(about_it))
    query = query.join(CaseState, (CaseState.case_id == Case.id) & CaseState.ended_at.is_(None))
    query = query.where(CaseState.state.not_in(OVER), cases_asked_of(Member, now))
    query = query.where(may_act(Member.person_id, now), Member.id != one.but)
    able = select(Member).where(Member.id.in_(query)).order_by(Member.id)
    members = db.session.scalars(able).unique().all()
    out = with_part([one.state], members) | sides_of([one.state], members, now).left_out
    return any((one.state.id, member.id) not in out for member in members)


def asked(waiting: Collection[Waits], now: datetime) -> Mapping[Waits, frozenset[int]]:
    """The numbers of those whose turn it is by now."""
    return {
        one: frozenset(turn.member.id for turn in found if turn.at <= now)
        for one, found in turns(waiting, now).items()
    }


def is_asked(one: Waits, member: Member, now: datetime) -> bool:
    """Whether it is a responder's turn by now."""
    return member.id in asked([one], now)[one]


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
    """Who is left out of cases about something or about whoever wrote it, and who has one about
    it. One query.
    """
    if not states or not members:
        return Sides(frozenset(), frozenset())
    told, of_case = _reports_about(states).subquery(), aliased(CaseReport)
    is_out, has_it = is_left_out(Member), cases_open_to(Member, now)
    query = (
        select(told.c.kind, told.c.number, Member.id, is_out)
        .select_from(told)
        .join(of_case, of_case.report_id == told.c.report_id)
        .join(Case, Case.id == leading(of_case.case_id))
        .join(Member, Member.id.in_([one.id for one in members]))
        .where(or_(is_out, and_(has_it, told.c.kind != _AUTHOR)))
    )
    left_out: set[_Found] = set()
    having: set[_Found] = set()
    for kind, number, member_id, is_one in db.session.execute(query):
        (left_out if is_one else having).add((kind, number, member_id))
    out = _by_state(states, left_out)
    return Sides(out, _by_state(states, having) - out)


def _reports_about(states: Collection[ContentState]) -> CompoundSelect[Any]:
    """The reports about something, by its kind and number, and those about whoever wrote it, as
    was said or found.
    """
    report, found = aliased(Report), aliased(ReportPerson)
    authors = {one.author_id for one in states if one.author_id is not None}
    numbers: dict[Content, set[int]] = {}
    for state in states:
        numbers.setdefault(state.about, set()).add(state.subject_id)
    about = cast(report.about, String)
    it = select(report.id.label("report_id"), about.label("kind"), report.about_id.label("number"))
    author = literal(_AUTHOR)
    return union(
        *(it.where(about == kind.value, report.about_id.in_(n)) for kind, n in numbers.items()),
        select(report.id, author, report.person_id).where(report.person_id.in_(authors)),
        select(found.report_id, author, found.person_id).where(found.person_id.in_(authors)),
    )


def _by_state(
    states: Collection[ContentState], found: Collection[_Found]
) -> frozenset[tuple[int, int]]:
    return frozenset(
        (state.id, member_id)
        for state in states
        for kind, number, member_id in found
        if (kind, number) in {(state.about.value, state.subject_id), (_AUTHOR, state.author_id)}
    )


def _places(waiting: Collection[Waits], now: datetime) -> Mapping[Waits, Sequence[_Place]]:
    """The place of each of the team who is asked about each, whoever is away."""
    if not waiting:
        return {}
    team, states = whole_team(), list({one.state.id: one.state for one in waiting}.values())
    members = [one.member for one in team]
    parts, sides = with_part(states, members), sides_of(states, members, now)
    out = parts | sides.left_out
    return {one: _places_of(one, team, out, sides.has_it) for one in waiting}


def _places_of(
    one: Waits,
    team: Sequence[Responder],
    out: Collection[tuple[int, int]],
    has_it: Collection[tuple[int, int]],
) -> Sequence[_Place]:
    """Those who have a case about it at once, the others one after another: each has the place
    that they had when it began to wait, whoever is away by now. Among few nobody is drawn: how many
    there are nobody is told by what they are left out of.
    """
    free = [r for r in team if r.member.id != one.but and (one.state.id, r.member.id) not in out]
    at_once = [r for r in free if (one.state.id, r.member.id) in has_it]
    drawn = [] if _is_among_few(one, _others_there(one, team)) else free
    others = [(r.there_from(max(one.since, r.since)), r) for r in drawn if r not in at_once]
    in_turn = sorted(
        ((from_, _lot(one.state, r.member), r) for from_, r in others if from_ is not None),
        key=lambda found: found[:2],
    )
    places = [(one.since, r) for r in at_once]
    places += [(one.since + n * ONE_MORE_EACH, r) for n, (*_, r) in enumerate(in_turn)]
    return places


def _others_there(one: Waits, team: Sequence[Responder]) -> Sequence[Responder]:
    """Those of the team who were there when it began to wait, but for who wrote it."""
    others = (r for r in team if r.member.id != one.but and r.since <= one.since)
    return [r for r in others if r.is_there(one.since)]


def _is_among_few(one: Waits, others: Sequence[Responder]) -> bool:
    return one.what == Said.REASON and len(others) < FEWEST


def _lot(state: ContentState, member: Member) -> bytes:
    """What nobody can work out for themselves: whose turn it is not may be who is left out."""
    key = f"lot {current_app.config['SECRET_KEY']}".encode()
    return hmac.digest(key, f"{state.key} {member.id}".encode(), "sha256")
