"""Who may read and answer lines of labour."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, everyone, signed_in

from .models import Line


class Permission(StrEnum):
    """What can be done with lines of labour."""

    READ_LABOUR = "read labour"
    SEE_MY_LABOUR = "see my labour"
    ADD_LABOUR = "add labour"
    ANSWER_LINE = "answer line"


def whose_it_is(viewer: Viewer, line: Any) -> bool:
    """A line is seen by the person it is about: not by facilitators, not by stewards."""
    return viewer.member is not None and viewer.member.id == line.member_id


RULES: dict[Permission, Rule] = {
    Permission.READ_LABOUR: everyone,  # of those who may see the call or series; what is confirmed
    Permission.SEE_MY_LABOUR: signed_in,
    Permission.ADD_LABOUR: signed_in,
    Permission.ANSWER_LINE: whose_it_is,
}
SIGHT: dict[type, Rule] = {Line: whose_it_is}
