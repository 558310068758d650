"""The parts of a case at addresses of their own: messages, files, those who can take it."""

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db

from .case_models import Answer, Case, CaseAnswer, CaseMessage, CaseReport
from .merging_queries import is_of
from .report_models import Report, ReportFile


def message_of(case: Case, key: str) -> CaseMessage | None:
    """A message of this case."""
    query = select(CaseMessage).where(CaseMessage.key == key, is_of(CaseMessage.case_id, case))
    return db.session.scalars(query).unique().first()


def report_of(case: Case, key: str) -> Report | None:
    """A report of this case, by its own key and not by its place in it."""
    query = select(Report).join(CaseReport, CaseReport.report_id == Report.id)
    reports = db.session.scalars(query.where(is_of(CaseReport.case_id, case))).unique()
    return next((one for one in reports if one.key == key), None)


def file_of(case: Case, key: str) -> ReportFile | None:
    """A file that came with a report of this case."""
    query = select(ReportFile).join(CaseReport, CaseReport.report_id == ReportFile.report_id)
    return db.session.scalars(
        query.where(ReportFile.key == key, ReportFile.size > 0, is_of(CaseReport.case_id, case))
    ).first()


def member_in(case: Case, number: int) -> Member | None:
    """Somebody who said that they can take the case."""
    answered = db.session.get(CaseAnswer, (case.id, number))
    is_able = answered is not None and answered.answer is Answer.CAN
    return db.session.get(Member, number) if is_able else None
