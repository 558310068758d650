"""Making one case of two, and taking them apart again."""

from datetime import datetime
from itertools import product

from sqlalchemy import exists, select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from .case_models import OVER, Answer, Case, CaseAnswer, CaseReport, State
from .events import RespondersAsked
from .handling import move_to
from .involved_queries import ENOUGH
from .merging_models import CaseKin, CaseMerging
from .merging_queries import can_go_on_in_another, is_of, lead_of
from .opening import let_go
from .report_models import Report
from .ruling_models import Ruling
from .sight_queries import who_can

_OF_THE_LEAD = OVER | {State.PROPOSED, State.DECIDED, State.APPEALED}
"""Where a case that decided nothing stands by what was decided in the one it went on in."""


class StayApart(Refusal):
    """Two cases cannot be one."""


class StayTogether(Refusal):
    """Two cases that are one cannot be taken apart yet."""


def merge(case: Case, other: Case, *, by: Member, why: str, now: datetime) -> Case:
    """Let two cases be one, and give the one that leads: `case`, unless more hangs on the other.
    Whoever is left out of either knows nothing of it, for good. Those who can take the one that
    leads and had only the other are asked. Where they are one already nothing changes.

    Raises `StayApart`.
    """
    for number in sorted({case.id, other.id}):
        locked(Case, number)
    case, other = lead_of(case), lead_of(other)
    if case.id == other.id:
        return case
    if OVER & {case.standing.state, other.standing.state}:
        raise StayApart("One of them is over already. They stay apart.")
    lead, part = _which(case, other)
    had_it = {one.id for one in who_can(part, now)}
    _refuse_where_too_few(lead, part, now)
    _let_be_kin(lead, part)
    row = {"case_id": part.id, "into_id": lead.id, "by_id": by.id, "why": why, "at": now}
    db.session.add(CaseMerging(**row))
    db.session.flush()
    let_go(lead, now=now)
    asked = [one for one in who_can(lead, now, but_away=True) if one.id in had_it]
    announce(RespondersAsked(lead, asked, now))
    return lead


def take_apart(merging: CaseMerging, *, by: Member, why: str, now: datetime) -> None:
    """Let a case go on by itself again, with all that came to it; what was decided stays with the
    other, and nothing is decided in this one. Those who can take it and have not said so are asked.
    Whoever was left out of both stays left out of both. Twice changes nothing.

    Raises `StayTogether`.
    """
    for number in sorted({merging.case_id, merging.into_id}):
        locked(Case, number)
    merging = locked(CaseMerging, merging.id)
    if merging.ended_at is not None:
        return
    merging.ended_at, merging.ended_by_id, merging.ended_why = now, by.id, why
    db.session.flush()
    _refuse_where_a_draft_needs_it(db.session.get_one(Case, merging.into_id))
    part = db.session.get_one(Case, merging.case_id)
    if part.standing.state in _OF_THE_LEAD:
        move_to(part, State.REOPENED, by=by, now=now, why=why)
    let_go(part, now=now)
    announce(RespondersAsked(part, _yet_to_answer(part, now), now))


def _refuse_where_a_draft_needs_it(lead: Case) -> None:
    """What is proposed is by a code that one of the reports which are left came under."""
    came_under = (
        exists()
        .where(CaseReport.report_id == Report.id, is_of(CaseReport.case_id, lead))
        .where(Report.publication_id == Ruling.version_id)
    )
    query = select(Ruling.id).where(Ruling.case_id == lead.id, ~Ruling.made.has())
    query = query.where(Ruling.version_id.is_not(None), ~came_under)
    if db.session.scalar(query.limit(1)) is not None:
        raise StayTogether(
            "What is proposed here is by a code that was in force for the other reports alone. "
            "Decide on it or throw it away first."
        )


def _yet_to_answer(case: Case, now: datetime) -> list[Member]:
    said = select(CaseAnswer.member_id).where(
        CaseAnswer.case_id == case.id, CaseAnswer.answer == Answer.CAN
    )
    have_it = set(db.session.scalars(said))
    return [one for one in who_can(case, now, but_away=True) if one.id not in have_it]


def _which(case: Case, other: Case) -> tuple[Case, Case]:
    """The one that leads, and the one that goes on in it."""
    if can_go_on_in_another(other):
        return case, other
    if can_go_on_in_another(case):
        return other, case
    raise StayApart(
        "In each of them something is decided or proposed, or goes on. They stay apart."
    )


def _refuse_where_too_few(lead: Case, part: Case, now: datetime) -> None:
    """It takes nobody away whom a case cannot do without."""
    able = [{one.id for one in who_can(one, now)} for one in (lead, part)]
    if len(able[0] & able[1]) < min(ENOUGH, *map(len, able)):
        raise StayApart("Too few would be left who can take both. They stay apart.")


def _let_be_kin(*cases: Case) -> None:
    """Each of the one side and all it was one with, with each of the other side, both ways."""
    sides = [[one.id, *_kin_of(one)] for one in cases]
    known = select(CaseKin.case_id, CaseKin.other_id).where(CaseKin.case_id.in_(sides[0]))
    already = {(one, other) for one, other in db.session.execute(known)}
    for one, other in product(*sides):
        if one != other and (one, other) not in already:
            db.session.add(CaseKin(case_id=one, other_id=other))
            db.session.add(CaseKin(case_id=other, other_id=one))
    db.session.flush()


def _kin_of(case: Case) -> list[int]:
    query = select(CaseKin.other_id).where(CaseKin.case_id == case.id)
    return list(db.session.scalars(query.order_by(CaseKin.other_id)))
