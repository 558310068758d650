"""Who may read and answer lines of labour."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, any_of, everyone, role, signed_in
from community.accounts.models import Role
from community.calls.policies import is_facilitator_of

from .models import Line


class Permission(StrEnum):
    """What can be done with lines of labour."""

    READ_LABOUR = "read labour"
    SEE_MY_LABOUR = "see my labour"
    ADD_LABOUR = "add labour"
    ANSWER_LINE = "answer line"
    TAKE_OFF_LINE = "take off line"


def whose_it_is(viewer: Viewer, line: Any) -> bool:
    """A line is seen by the person it is about: not by facilitators, not by stewards."""
    return viewer.member is not None and viewer.member.id == line.member_id


RULES: dict[Permission, Rule] = {
    Permission.READ_LABOUR: everyone,  # of those who may see the call or series; what is confirmed
    Permission.SEE_MY_LABOUR: signed_in,
    Permission.ADD_LABOUR: signed_in,
    Permission.ANSWER_LINE: whose_it_is,
    Permission.TAKE_OFF_LINE: any_of(is_facilitator_of, role(Role.STEWARD)),  # of what is listed
}
SIGHT: dict[type, Rule] = {Line: whose_it_is}
