"""Who may answer and who may see answers."""

import pytest

from community.access import Viewer
from community.accounts.models import Role
from community.attendance.policies import RULES, Permission
from tests.factories import make_call, make_member, make_sitting

EVERYBODY = ["visitor", "member", "steward", "facilitator of others", "facilitator"]

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.ANSWER, ["member", "steward", "facilitator of others", "facilitator"]),
        (Permission.GIVE_UP, ["member", "steward", "facilitator of others", "facilitator"]),
        (Permission.FOLLOW, ["member", "steward", "facilitator of others", "facilitator"]),
        (Permission.SEE_ANSWERS, ["facilitator"]),
        (Permission.SEE_HOURS, ["member", "steward", "facilitator of others", "facilitator"]),
        (Permission.ANSWER_AS_GUEST, EVERYBODY),
        (Permission.KEEP_GUEST_ANSWER, EVERYBODY),
    ],
)
def test_who_may(permission, who):
    owner = make_member("Ola")
    sitting = make_sitting(make_call(owner))
    viewers = {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator of others": Viewer(make_member("Fay"), frozenset({Role.FACILITATOR})),
        "facilitator": Viewer(owner),
    }

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, sitting)] == who
