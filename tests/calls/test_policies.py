"""Who may read, start, change, delete and share series and calls."""

import pytest

from community.access import Viewer, may
from community.accounts.models import Role, Starters
from community.calls.models import Visibility
from community.calls.policies import RULES, Permission
from tests.factories import make_call, make_community, make_member, make_series

pytestmark = pytest.mark.usefixtures("db_session")
EVERYONE = ["visitor", "member", "steward", "facilitator of others", "facilitator"]
STARTERS = ["steward", "facilitator of others"]  # by their role, not by what they own
OWNERS = ["steward", "facilitator"]


@pytest.fixture
def owner():
    make_community()
    return make_member("Ola")


@pytest.fixture
def viewers(owner):
    return {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "facilitator of others": Viewer(make_member("Fay"), frozenset({Role.FACILITATOR})),
        "facilitator": Viewer(owner),
    }


@pytest.mark.parametrize("make", [make_series, make_call])
@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.READ, EVERYONE),
        (Permission.START_SERIES, STARTERS),
        (Permission.SCHEDULE_CALL, STARTERS),
        (Permission.EDIT, OWNERS),
        (Permission.EDIT_TIMES, ["facilitator"]),
        (Permission.REMOVE, OWNERS),
        (Permission.SHARE, OWNERS),
        (Permission.ANSWER_INVITATION, EVERYONE[1:]),
    ],
)
def test_who_may(owner, viewers, make, permission, who):
    subject = make(owner)

    assert [name for name, viewer in viewers.items() if RULES[permission](viewer, subject)] == who


@pytest.mark.parametrize("permission", [Permission.START_SERIES, Permission.SCHEDULE_CALL])
def test_where_members_may_start_series_every_member_may(permission):
    make_community(starters=Starters.MEMBERS)

    assert may(Viewer(make_member()), permission)
    assert not may(Viewer(), permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_acts_on_what_they_may_not_see(owner, permission):
    hidden = make_series(owner, visibility=Visibility.MEMBERS)

    assert not may(Viewer(), permission, hidden)
