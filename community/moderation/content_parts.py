"""Who has a part in what is or was set aside: wrote of it, or is left out of a case about it."""

from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.db import db
from community.errors import Refusal

from .case_models import Case, CaseReport
from .content_kinds import KINDS, row_of
from .report_models import About, Report
from .sight_queries import is_left_out

# One sentence for both reasons: it does not tell that there is a case.
PART = "You have a part in this, or may have one. Another responder has to look at it."


class PartOfIt(Refusal):
    """Whoever has a part in something, or in a case about it, does not judge it."""


def refuse_part_in(state: ContentState, member: Member) -> None:
    """Raise `PartOfIt` where a member has a part in what is set aside."""
    if has_part_in(state, member):
        raise PartOfIt(PART)


def refuse_part(about: Content, row: Any, member: Member) -> None:
    """The same for a row. Raises `PartOfIt`."""
    if has_part(about, row, member):
        raise PartOfIt(PART)


def has_part_in(state: ContentState, member: Member) -> bool:
    """Whether a member wrote of what is set aside, or is left out of a case about it."""
    return has_part(state.about, row_of(state.about, state.subject_id), member)


def has_part(about: Content, row: Any, member: Member) -> bool:
    """The same for a row."""
    return KINDS[about].is_part_of(row, member) or _is_left_out(about, row.id, member)


def _is_left_out(about: Content, number: int, member: Member) -> bool:
    """Of known uses there are no reports."""
    if about is Content.USE:
        return False
    query = (
        select(CaseReport.report_id)
        .join(Case, Case.id == CaseReport.case_id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(Report.about == About(about.value), Report.about_id == number, is_left_out(member))
    )
    return db.session.scalar(query.limit(1)) is not None
