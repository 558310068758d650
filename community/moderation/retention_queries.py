"""What is to be kept no longer: cases, reports in escrow and measures whose time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.conduct.emergency_models import Emergency
from community.conduct.emergency_queries import stands
from community.conduct.measure_models import Measure, MeasureLifting
from community.conduct.state_models import REASON_GONE, Content, ContentAppeal, ContentState
from community.db import db

from .appeal_models import Appeal, AppealOutcome
from .case_models import OVER, Case, CaseMessage, CaseReport, CaseState
from .emergency_models import EmergencyReport
from .merging_models import CaseKin
from .readmission_models import Readmission
from .report_models import Mode, Report
from .ruling_models import Ruling, RulingEnd, RulingMade, RulingMeasure, RulingNotice

YEAR = timedelta(days=365)
WARNING = 1
"""The highest rung that lapses after a year."""


def lapses_at(level: int, told_at: datetime) -> datetime:
    """When a ruling that a person was told of stands against them no longer."""
    return told_at + (YEAR if level <= WARNING else 3 * YEAR)


def cases_to_purge(now: datetime, most: int, *, case_id: int | None = None) -> Sequence[int]:
    """Cases that were over a year ago and hold nothing that stands or is young, nor does any that
    they were ever one with: they go together.
    """
    other = aliased(Case)
    kin = select(CaseKin).join(other, other.id == CaseKin.other_id)
    kept = kin.where(CaseKin.case_id == Case.id, ~_is_over(other, now)).exists()
    query = select(Case.id).where(_is_over(Case, now), ~kept).order_by(Case.id).limit(most)
    if case_id is not None:
        query = query.where(Case.id == case_id)
    return db.session.scalars(query).all()


def matter_of(case_id: int) -> Sequence[int]:
    """A case, and all that it was ever one with."""
    kin = select(CaseKin.other_id).where(CaseKin.case_id == case_id)
    return sorted({case_id, *db.session.scalars(kin)})


def reports_to_purge(now: datetime, most: int) -> Sequence[int]:
    """Reports that lay in escrow for three years."""
    query = select(Report.id).where(Report.mode == Mode.ESCROWED, Report.at <= now - 3 * YEAR)
    query = query.where(~exists().where(CaseReport.report_id == Report.id))
    return db.session.scalars(query.order_by(Report.id).limit(most)).all()


def measures_to_purge(now: datetime, most: int) -> Sequence[int]:
    """Measures of no case that ended three years ago."""
    ended = func.coalesce(MeasureLifting.at, Measure.ends_at)
    query = (
        select(Measure.id)
        .outerjoin(MeasureLifting, MeasureLifting.measure_id == Measure.id)
        .where(ended <= now - 3 * YEAR)
        .where(~exists().where(RulingMeasure.measure_id == Measure.id))
    )
    return db.session.scalars(query.order_by(Measure.id).limit(most)).all()


def emergencies_to_purge(now: datetime, most: int, *, number: int | None = None) -> Sequence[int]:
    """Emergency measures of a year ago that stand no more, and whose case is gone."""
    told = exists().where(EmergencyReport.emergency_id == Emergency.id)
    query = select(Emergency.id).where(Emergency.at <= now - YEAR, ~told, ~stands(now))
    if number is not None:
        query = query.where(Emergency.id == number)
    return db.session.scalars(query.order_by(Emergency.id).limit(most)).all()


def reasons_to_forget(now: datetime, most: int, *, number: int | None = None) -> Sequence[int]:
    """What was set aside, brought back or looked at again a year ago at the latest, with words said
    about it still there; unless an appeal waits, or a case about it is kept.
    """
    last = func.coalesce(ContentAppeal.heard_at, ContentState.ended_at, ContentState.at)
    waits = and_(ContentAppeal.outcome.is_(None), ContentState.ended_at.is_(None))
    has_words = or_(ContentState.why != REASON_GONE, ContentAppeal.state_id.is_not(None))
    in_case = (
        select(CaseReport.report_id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(
            Report.about_id == ContentState.subject_id,
            or_(*((ContentState.about == a) & (Report.about == a) for a in Content)),
        )
        .exists()
    )
    query = (
        select(ContentState.id)
        .outerjoin(ContentAppeal, ContentAppeal.state_id == ContentState.id)
        .where(has_words, ~in_case, last <= now - YEAR)
        .where(or_(ContentAppeal.state_id.is_(None), ~waits))
    )
    if number is not None:
        query = query.where(ContentState.id == number)
    return db.session.scalars(query.order_by(ContentState.id).limit(most)).all()


def _is_over(case: type[Case], now: datetime) -> ColumnElement[bool]:
    stood = exists().where(
        *(CaseState.case_id == case.id, CaseState.ended_at.is_(None)),
        *(CaseState.state.in_(OVER), CaseState.at <= now - YEAR),
    )
    kept = (
        *(_is_young(case, now), _stands(case, now), _came_lately(case, now), _waits(case)),
        _was_asked_lately(case, now),
    )
    return and_(stood, *(~one for one in kept))


def _is_young(case: type[Case], now: datetime) -> ColumnElement[bool]:
    """Whether a ruling in the case was told too short a time ago, and is not replaced."""
    told = func.coalesce(RulingNotice.at, RulingMade.at)
    return (
        select(Ruling.id)
        .join(RulingMade, RulingMade.ruling_id == Ruling.id)
        .outerjoin(RulingNotice, RulingNotice.ruling_id == Ruling.id)
        .where(Ruling.case_id == case.id, Ruling.level.is_not(None))
        .where(~exists().where(RulingEnd.ruling_id == Ruling.id))
        .where(or_(told > now - YEAR, and_(Ruling.level > WARNING, told > now - 3 * YEAR)))
        .exists()
    )


def _came_lately(case: type[Case], now: datetime) -> ColumnElement[bool]:
    """Whether a report came to the case too short a time ago."""
    return exists().where(CaseReport.case_id == case.id, CaseReport.at > now - YEAR)


def _was_asked_lately(case: type[Case], now: datetime) -> ColumnElement[bool]:
    """Whether somebody who asked to be let in again was answered too short a time ago, or wrote or
    was written to since: they and whoever reported are to read it.
    """
    answered = (
        select(Readmission.id)
        .join(Ruling, Ruling.id == Readmission.ruling_id)
        .where(Ruling.case_id == case.id, Readmission.answered_at > now - YEAR)
        .exists()
    )
    return or_(
        answered, exists().where(CaseMessage.case_id == case.id, CaseMessage.at > now - YEAR)
    )


def _waits(case: type[Case]) -> ColumnElement[bool]:
    """Whether somebody asked for a second look and has no answer."""
    return (
        select(Appeal.id)
        .join(Ruling, Ruling.id == Appeal.ruling_id)
        .where(Ruling.case_id == case.id)
        .where(~exists().where(AppealOutcome.appeal_id == Appeal.id))
        .exists()
    )


def _stands(case: type[Case], now: datetime) -> ColumnElement[bool]:
    """Whether a measure of the case still holds, or will. A warning without an end lapses."""
    return (
        select(Ruling.id)
        .join(RulingMeasure, RulingMeasure.ruling_id == Ruling.id)
        .join(Measure, Measure.id == RulingMeasure.measure_id)
        .where(Ruling.case_id == case.id)
        .where(or_(Measure.ends_at > now, and_(Measure.ends_at.is_(None), Measure.level > WARNING)))
        .where(~exists().where(MeasureLifting.measure_id == Measure.id, MeasureLifting.at <= now))
        .exists()
    )
