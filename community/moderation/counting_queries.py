"""What is counted of reports and cases, half-year by half-year: what came, what was done, and how
long it took. Each act counts where it falls, so that no table is a part of another.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from community.conduct.emergency_models import Emergency, EmergencyRatification
from community.db import db

from .appeal_models import Appeal, AppealOutcome
from .case_models import Audience, Case, CaseMessage, CaseReport
from .counted_models import KeptCount
from .emergency_models import EmergencyReport
from .half_years import HalfYear
from .report_models import Report
from .report_queries import ANSWER_WITHIN
from .ruling_models import Ruling, RulingMade

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
Counts = Counter[tuple[str, int]]
"""How often something happened, by what it was and how long it took (0 where that says nothing)."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that counts: what it was, when it was, and how many hours or days it took."""

    what: str
    at: datetime
    took: int = 0


def counts_of(half: HalfYear) -> Counts:
    """All of a half-year, what is kept no more too."""
    counts = Counter((act.what, act.took) for act in _acts_in(half))
    kept = select(KeptCount).where(KeptCount.year == half.year, KeptCount.half == half.half)
    for row in db.session.scalars(kept):
        counts[row.what, row.took] += row.number
    return counts


def acts_of_case(case_id: int) -> list[Act]:
    """What counts of a case and its reports."""
    in_case = CaseReport.case_id == case_id
    reports = select(CaseReport.report_id).where(in_case)
    return [
        *_received(Report.id.in_(reports)),
        *_answered(in_case),
        *_unanswered(in_case),
        *_decided(Ruling.case_id == case_id),
        *_appealed(Ruling.case_id == case_id),
        *_heard(Ruling.case_id == case_id),
    ]


def acts_of_report(report_id: int) -> list[Act]:
    """What counts of a report that no case was made of."""
    return list(_received(Report.id == report_id))


def acts_of_emergency(number: int) -> list[Act]:
    """What counts of an emergency measure that is in no case any more."""
    mine = Emergency.id == number
    return [*_done_at_once(mine), *_called_right(mine)]


def _acts_in(half: HalfYear) -> Iterator[Act]:
    def within(at: Any) -> ColumnElement[bool]:
        return and_(at >= half.begins, at < half.ends)

    yield from _received(within(Report.at))
    yield from _answered(having=within(func.min(CaseMessage.at)))
    ran_out = (
        CaseReport.at >= half.begins - ANSWER_WITHIN,
        CaseReport.at < half.ends - ANSWER_WITHIN,
    )
    yield from _unanswered(*ran_out)
    yield from _decided(within(RulingMade.at))
    yield from _appealed(within(Appeal.at))
    yield from _heard(within(AppealOutcome.at))
    yield from _done_at_once(within(Emergency.at))
    yield from _called_right(within(EmergencyRatification.at))


def _received(where: ColumnElement[bool]) -> Iterator[Act]:
    """Reports that somebody made: what was done at once counts as that."""
    query = select(Report.mode, Report.at).where(where, ~_made_by_itself(Report.id))
    for mode, at in db.session.execute(query):
        yield Act(f"received {mode.value}", at)


def _answered(
    *where: ColumnElement[bool], having: ColumnElement[bool] | None = None
) -> Iterator[Act]:
    """First answers to whoever reported. What lay in escrow waits since it came to a case; whoever
    did something at once asked for none.
    """
    first = func.min(CaseMessage.at)
    query = (
        select(CaseReport.at, first)
        .join(CaseMessage, CaseMessage.report_id == CaseReport.report_id)
        .where(CaseMessage.audience == Audience.REPORTER, CaseMessage.by_id.is_not(None), *where)
        .where(~_made_by_itself(CaseReport.report_id))
        .group_by(CaseReport.report_id, CaseReport.at)
    )
    if having is not None:
        query = query.having(having)
    for since, at in db.session.execute(query):
        in_time = at - since <= ANSWER_WITHIN
        yield Act("answered in time" if in_time else "answered late", at, _parts(at - since, _HOUR))


def _unanswered(*where: ColumnElement[bool]) -> Iterator[Act]:
    """Reports that nobody has answered, as the time for that ran out: none of those above."""
    answered = exists().where(
        CaseMessage.report_id == CaseReport.report_id,
        *(CaseMessage.audience == Audience.REPORTER, CaseMessage.by_id.is_not(None)),
    )
    query = select(CaseReport.at).where(~answered, ~_made_by_itself(CaseReport.report_id), *where)
    for since in db.session.scalars(query):
        yield Act("unanswered", since + ANSWER_WITHIN)


def _made_by_itself(report_id: Any) -> ColumnElement[bool]:
    return exists().where(EmergencyReport.report_id == report_id)


def _decided(where: ColumnElement[bool]) -> Iterator[Act]:
    """Decisions, but for those on an appeal, which count as what became of it."""
    query = (
        select(Ruling.level, Ruling.dismissal, Case.opened_at, RulingMade.at)
        .join(RulingMade, RulingMade.ruling_id == Ruling.id)
        .join(Case, Case.id == Ruling.case_id)
        .where(~Ruling.is_on_appeal, where)
    )
    for level, dismissal, since, at in db.session.execute(query):
        what = f"dismissed {dismissal.value}" if dismissal else f"rung {level}"
        yield Act(what, at, _parts(at - since, _DAY))


def _appealed(where: ColumnElement[bool]) -> Iterator[Act]:
    query = select(Appeal.at).join(Ruling, Ruling.id == Appeal.ruling_id).where(where)
    for at in db.session.scalars(query):
        yield Act("appeal", at)


def _heard(where: ColumnElement[bool]) -> Iterator[Act]:
    query = (
        select(AppealOutcome.outcome, Appeal.at, AppealOutcome.at)
        .join(Appeal, Appeal.id == AppealOutcome.appeal_id)
        .join(Ruling, Ruling.id == Appeal.ruling_id)
        .where(where)
    )
    for outcome, since, at in db.session.execute(query):
        yield Act(f"appeal {outcome.value}", at, _parts(at - since, _DAY))


def _done_at_once(where: ColumnElement[bool]) -> Iterator[Act]:
    for act, at in db.session.execute(select(Emergency.act, Emergency.at).where(where)):
        yield Act(f"at once {act.value}", at)


def _called_right(where: ColumnElement[bool]) -> Iterator[Act]:
    """Emergency measures that the responders have confirmed."""
    query = select(EmergencyRatification.at).join(
        Emergency, Emergency.id == EmergencyRatification.emergency_id
    )
    for at in db.session.scalars(query.where(where)):
        yield Act("called right", at)


def _parts(took: timedelta, of: timedelta) -> int:
    """Begun hours or days."""
    return max(0, -(-took // of))
