"""Drafting the report of a half-year and publishing it: two people, each having read it."""

from datetime import datetime

from sqlalchemy import exists, select

from community.accounts.models import Member, Role, RoleGrant
from community.accounts.stewardship import hold_the_community
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
    hold_the_community()  # one draft at a time, and nothing is purged while it is counted
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


def take_back(report: TransparencyReport, *, by: Member) -> None:
    """Agree no more, as long as it is not published. Doing it twice changes nothing."""
    report = locked(TransparencyReport, report.id)
    approval = db.session.get(TransparencyApproval, (report.id, by.id))
    if report.publication is None and approval is not None:
        db.session.delete(approval)
        db.session.flush()
        db.session.refresh(report)


def approve(report: TransparencyReport, *, by: Member, now: datetime) -> None:
    """Agree; with the second person whose work it still is it is published. Agreeing twice changes
    nothing.
    """
    report = locked(TransparencyReport, report.id)
    if report.publication is not None:
        return
    if db.session.get(TransparencyApproval, (report.id, by.id)) is None:
        db.session.add(TransparencyApproval(report_id=report.id, member_id=by.id, at=now))
        db.session.flush()
    is_theirs = exists().where(
        RoleGrant.member_id == TransparencyApproval.member_id,
        RoleGrant.role.in_((Role.RESPONDER, Role.STEWARD)),
        RoleGrant.revoked_at.is_(None),
    )
    agreed = select(TransparencyApproval.member_id).where(
        TransparencyApproval.report_id == report.id, is_theirs
    )
    people = db.session.scalars(agreed.order_by(TransparencyApproval.at)).all()
    if len(people) >= ENOUGH:
        first, second = people[:ENOUGH]
        values = {"first_id": first, "second_id": second, "at": now}
        db.session.add(TransparencyPublication(report_id=report.id, **values))
        db.session.flush()
    db.session.refresh(report)
