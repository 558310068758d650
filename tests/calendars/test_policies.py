"""Who may have a calendar address and who may import: each permission, each role."""

import pytest

from community.access import VISITOR, Viewer, may, may_see
from community.accounts.models import Role, Starters
from community.calendars.policies import Permission
from community.calendars.uploads import put_up
from tests.factories import START, make_community, make_member

MEMBERS: set[str] = {"member", *Role}
TABLE = {
    Permission.HAVE_ADDRESS: {Starters.FACILITATORS: MEMBERS, Starters.MEMBERS: MEMBERS},
    Permission.IMPORT: {
        Starters.FACILITATORS: {Role.FACILITATOR, Role.STEWARD},
        Starters.MEMBERS: MEMBERS,
    },
}


@pytest.mark.parametrize("starters", Starters)
@pytest.mark.parametrize("permission", Permission)
def test_what_each_role_may_do(db_session, permission, starters):
    make_community(starters=starters)
    ada = make_member("Ada")
    viewers: dict[str, Viewer] = {
        "visitor": VISITOR,
        "member": Viewer(ada),
        **{role: Viewer(ada, frozenset({role.value})) for role in Role},
    }

    allowed = {name for name, viewer in viewers.items() if may(viewer, permission)}

    assert allowed == TABLE[permission][starters]


def test_a_file_is_known_to_who_put_it_up_and_to_nobody_else(db_session):
    ada, bo = make_member("Ada"), make_member("Bo")
    file = put_up(b"BEGIN:VCALENDAR", name="a.ics", zone="UTC", by=ada, now=START)

    steward = Viewer(bo, frozenset({Role.STEWARD.value}))

    assert may_see(Viewer(ada), file)
    assert not may_see(steward, file)
    assert not may_see(VISITOR, file)
