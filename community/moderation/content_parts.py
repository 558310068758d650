"""Who has a part in what is or was set aside: wrote of it, or reported it themselves.

A part is what somebody knows of: that they are left out of a case keeps nobody from content, since
being kept from it would tell that there is a case. What they do is there for those who have the
case (`content_in_cases`), who can undo it, and takes nothing out of what the case holds.
"""

from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.db import db
from community.errors import Refusal

from .content_kinds import KINDS, row_of
from .report_models import About, Report

PART = "You have a part in this: you wrote of it, or reported it. Another responder looks at it."


class PartOfIt(Refusal):
    """Whoever wrote of something or reported it does not judge it."""


def refuse_part_in(state: ContentState, member: Member) -> None:
    """Raise `PartOfIt` where a member has a part in what is set aside."""
    if has_part_in(state, member):
        raise PartOfIt(PART)


def refuse_part(about: Content, row: Any, member: Member) -> None:
    """The same for a row. Raises `PartOfIt`."""
    if has_part(about, row, member):
        raise PartOfIt(PART)


def has_part_in(state: ContentState, member: Member) -> bool:
    """Whether a member wrote of what is set aside, or reported it."""
    return has_part(state.about, row_of(state.about, state.subject_id), member)


def has_part(about: Content, row: Any, member: Member) -> bool:
    """The same for a row."""
    return KINDS[about].is_part_of(row, member) or _has_reported(about, row.id, member)


def _has_reported(about: Content, number: int, member: Member) -> bool:
    """By name alone: of an address anybody may have given, its owner knows nothing. Of known uses
    there are no reports.
    """
    if about is Content.USE:
        return False
    query = select(Report.id).where(
        Report.about == About(about.value),
        Report.about_id == number,
        Report.reporter_id == member.person_id,
    )
    return db.session.scalar(query.limit(1)) is not None
