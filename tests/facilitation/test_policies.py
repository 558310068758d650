"""Who may read, take part and steer while a call is held."""

import pytest

from community.access import Viewer, may
from community.accounts.models import Role
from community.calls.models import Visibility
from community.facilitation.policies import RULES, Permission
from tests.agendas.build import make_evening
from tests.factories import make_member

EVERYBODY = ["visitor", "member", "steward", "facilitator of others", "facilitator"]
MEMBERS = EVERYBODY[1:]

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ_LIVE, EVERYBODY),
        (Permission.RAISE_HAND, MEMBERS),
        (Permission.BE_HERE, MEMBERS),
        (Permission.STEER, ["facilitator"]),
    ],
)
def test_who_may(permission, who):
    ola = make_member("Ola")
    viewers = {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator of others": Viewer(make_member("Fay"), frozenset({Role.FACILITATOR})),
        "facilitator": Viewer(ola),
    }
    call = make_evening(ola)

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, call)] == who


def test_a_call_among_members_is_not_followed_by_visitors():
    call = make_evening(make_member("Ola"))

    call.own_visibility = Visibility.MEMBERS

    assert not may(Viewer(), Permission.READ_LIVE, call)
