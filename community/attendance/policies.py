"""Who may answer, and who may see what was answered."""

from enum import StrEnum

from community.access import Rule, signed_in
from community.calls.policies import is_facilitator_of


class Permission(StrEnum):
    """What can be done with answers."""

    ANSWER = "answer"
    FOLLOW = "follow"
    SEE_ANSWERS = "see answers"


# Access needs are told to those who hold the call: to nobody else, stewards included.
RULES: dict[Permission, Rule] = {
    Permission.ANSWER: signed_in,
    Permission.FOLLOW: signed_in,
    Permission.SEE_ANSWERS: is_facilitator_of,
}
