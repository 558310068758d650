"""Who may answer, and who may see what was answered."""

from enum import StrEnum
from typing import Any

from community import clock
from community.access import VISITOR, Rule, Viewer, everyone, signed_in
from community.accounts.guests import member_of
from community.accounts.sessions import as_reader
from community.calls.policies import is_facilitator_of, may_see_sitting
from community.calls.times import Sitting

from .models import GuestAnswer


class Permission(StrEnum):
    """What can be done with answers."""

    ANSWER = "answer"
    GIVE_UP = "give up a place"
    FOLLOW = "follow"
    SEE_ANSWERS = "see answers"
    SEE_HOURS = "see hours"
    ANSWER_AS_GUEST = "answer as guest"
    KEEP_GUEST_ANSWER = "keep guest answer"


def may_hold(_viewer: Viewer, given: Any) -> bool:
    """Whoever has the link: until it is confirmed, for what any visitor may see; then in any case,
    since one's own answer can always be taken back.
    """
    return given.confirmed_at is not None or may_see_sitting(VISITOR, given.sitting)


def may_person_see(person_id: int, sitting: Sitting) -> bool:
    """Whether a person may see the sitting, by their account if they have one: for letters, and for
    the page of a guest. A call may have been made one for members after a guest answered.
    """
    return may_see_sitting(as_reader(member_of(person_id), clock.now()), sitting)


# Access needs are told to those who hold the call: to nobody else, stewards included.
RULES: dict[Permission, Rule] = {
    Permission.ANSWER: signed_in,
    Permission.GIVE_UP: signed_in,
    Permission.FOLLOW: signed_in,
    Permission.SEE_ANSWERS: is_facilitator_of,
    Permission.SEE_HOURS: signed_in,
    Permission.ANSWER_AS_GUEST: everyone,  # of those who may see the sitting
    Permission.KEEP_GUEST_ANSWER: everyone,  # who has the link
}
SIGHT: dict[type, Rule] = {GuestAnswer: may_hold}
ALWAYS = {Permission.GIVE_UP}  # whatever measure stands against them: a place is others' then
