"""Who has a part in what is or was set aside: wrote of it, or reported it themselves.

A part is what somebody knows of: that they are left out of a case keeps nobody from content, since
being kept from it would tell that there is a case. What they do is there for those who have the
case (`content_in_cases`), who can undo it, and takes nothing out of what the case holds.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, union

from community.accounts.models import Member
from community.conduct.state_models import Content, ContentState
from community.db import db
from community.errors import Refusal

from .content_kinds import KINDS
from .report_models import Report

PART = (
    "For now this is not for you to change: you wrote of it or reported it, or another responder"
    " sees to it. Which of these is so is said to nobody. What may be kept nowhere can be purged"
    " all the same, by whoever has no part in it."
)
"""The same words whatever the reason is: from others one could tell that somebody has asked."""


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
    return bool(_parts(state.about, [state.subject_id], [member.id]))


def has_part(about: Content, row: Any, member: Member) -> bool:
    """The same for a row."""
    return bool(_parts(about, [row.id], [member.id]))


def with_part(
    states: Collection[ContentState], members: Collection[Member]
) -> set[tuple[int, int]]:
    """The same of many: who has a part in what, by the numbers of state and member. A query for
    each sort of content there is among them.
    """
    by_kind: dict[Content, list[ContentState]] = {}
    for state in states if members else ():
        by_kind.setdefault(state.about, []).append(state)
    numbers = [one.id for one in members]
    return {
        (state.id, member_id)
        for about, some in by_kind.items()
        for number, member_id in _parts(about, {one.subject_id for one in some}, numbers)
        for state in some
        if state.subject_id == number
    }


def _parts(
    about: Content, numbers: Collection[int], members: Collection[int]
) -> set[tuple[int, int]]:
    """By name alone: of an address anybody may have given, its owner knows nothing."""
    queries: list[Any] = [*KINDS[about].parts(numbers, members)]
    reported = select(Report.about_id, Member.id)
    reported = reported.join(Member, Member.person_id == Report.reporter_id)
    reported = reported.where(Report.about == about, Report.about_id.in_(numbers))
    queries.append(reported.where(Member.id.in_(members)))
    return {(number, member_id) for number, member_id in db.session.execute(union(*queries))}
