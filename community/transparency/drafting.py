"""Drafting the report of a half-year and publishing it: two people, each having read it."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.moderation.counting_queries import counts_of
from community.moderation.half_years import HalfYear

from .figures import fields_of
from .models import (
    TransparencyApproval,
    TransparencyCell,
    TransparencyPublication,
    TransparencyReport,
)
from .queries import report_of

ENOUGH = 2
"""How many people agree before a report is published."""


class NotOver(Refusal):
    """A half-year is reported on when it is over: before, numbers would be seen to move."""


def draft(half: HalfYear, *, now: datetime) -> TransparencyReport:
    """Write down what is said of a half-year. Doing it twice changes nothing. Raises `NotOver`."""
    if now < half.ends:
        raise NotOver("This half-year is not over yet.")
    known = report_of(half)
    if known is not None:
        return known
    report = TransparencyReport(year=half.year, half=half.half, at=now)
    db.session.add(report)
    db.session.flush()
    for position, field in enumerate(fields_of(counts_of(half))):
        least, most = (field.figure.least, field.figure.most) if field.figure else (None, None)
        values = {"position": position, "least": least, "most": most}
        db.session.add(TransparencyCell(report_id=report.id, name=field.name, **values))
    db.session.flush()
    return report


def approve(report: TransparencyReport, *, by: Member, now: datetime) -> None:
    """Agree; with the second person it is published. Agreeing twice changes nothing."""
    report = locked(TransparencyReport, report.id)
    if report.publication is not None:
        return
    if db.session.get(TransparencyApproval, (report.id, by.id)) is None:
        db.session.add(TransparencyApproval(report_id=report.id, member_id=by.id, at=now))
        db.session.flush()
    agreed = select(TransparencyApproval.member_id).where(
        TransparencyApproval.report_id == report.id
    )
    people = db.session.scalars(agreed.order_by(TransparencyApproval.at)).all()
    if len(people) >= ENOUGH:
        first, second = people[:ENOUGH]
        values = {"first_id": first, "second_id": second, "at": now}
        db.session.add(TransparencyPublication(report_id=report.id, **values))
        db.session.flush()
    db.session.refresh(report)
