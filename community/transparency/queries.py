"""Reports of half-years as pages show them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from community.accounts.queries import present_community
from community.db import db
from community.moderation.half_years import HalfYear, half_year_of

from .models import TransparencyApproval, TransparencyReport

_MOST = 4  # half-years back of which a report can still be drafted


def reports() -> Sequence[TransparencyReport]:
    """All there are, drafts too, the latest half-year first."""
    query = select(TransparencyReport).order_by(
        TransparencyReport.year.desc(), TransparencyReport.half.desc()
    )
    return db.session.scalars(query).unique().all()


def last_published() -> TransparencyReport | None:
    """The report of the latest half-year that has one."""
    return next((one for one in reports() if one.publication is not None), None)


def report_of(half: HalfYear) -> TransparencyReport | None:
    """The report of a half-year, with all it says."""
    query = select(TransparencyReport).where(
        TransparencyReport.year == half.year, TransparencyReport.half == half.half
    )
    people = selectinload(TransparencyReport.approvals).joinedload(TransparencyApproval.member)
    query = query.options(selectinload(TransparencyReport.cells), people)
    return db.session.scalars(query).unique().first()


def waiting(now: datetime) -> Sequence[HalfYear]:
    """Half-years that are over and have no report yet, the latest first."""
    place = present_community()
    if place is None:
        return []
    known = {one.half_year for one in reports()}
    half, over = half_year_of(place.set_up_at), []
    while half.ends <= now:
        over.append(half)
        half = half.next
    return [one for one in reversed(over[-_MOST:]) if one not in known]
