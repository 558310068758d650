"""Whom reports are about: one person, or several."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from community.db import db

from .report_models import Report, ReportPerson


def whom_of(reports: Sequence[Report]) -> Mapping[int, Sequence[int]]:
    """The persons each report is about, by its number: first the one who was reported or found,
    then those whom it is about too. One query.
    """
    query = select(ReportPerson.report_id, ReportPerson.person_id).where(
        ReportPerson.report_id.in_([one.id for one in reports]),
        ReportPerson.is_also,
        ReportPerson.ended_at.is_(None),
    )
    found = {one.id: [one.whom_id] if one.whom_id is not None else [] for one in reports}
    for report_id, person_id in db.session.execute(query.order_by(ReportPerson.id)):
        if person_id not in found[report_id]:
            found[report_id].append(person_id)
    return found


def people_of(reports: Sequence[Report]) -> set[int]:
    """All whom some reports are about."""
    return {number for some in whom_of(reports).values() for number in some}
