"""Who may see people, entrust roles and change the settings: each permission, each role."""

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.accounts.policies import Permission
from tests.factories import make_member

MEMBERS: set[str] = {"member", *Role}
STEWARDS: set[str] = {Role.STEWARD}
TABLE = {
    Permission.SEE_PEOPLE: MEMBERS,
    Permission.EDIT_OWN_PROFILE: MEMBERS,
    Permission.TAKE_ALONG: MEMBERS,
    Permission.LEAVE: MEMBERS,
    Permission.CONFIRM_SIGN_IN: MEMBERS,
    Permission.ENTRUST_ROLES: STEWARDS,
    Permission.CHANGE_SETTINGS: STEWARDS,
}


@pytest.mark.parametrize("permission", Permission)
def test_what_each_role_may_do(db_session, permission):
    ada = make_member("Ada")
    viewers: dict[str, Viewer] = {
        "visitor": VISITOR,
        "member": Viewer(ada),
        **{role: Viewer(ada, frozenset({role.value})) for role in Role},
    }

    allowed = {name for name, viewer in viewers.items() if may(viewer, permission)}

    assert allowed == TABLE[permission]


def test_a_member_is_nobody_to_a_visitor_whatever_is_asked(db_session):
    ada = make_member("Ada")

    assert not may(VISITOR, Permission.SEE_PEOPLE, ada)
    assert may(Viewer(ada), Permission.SEE_PEOPLE, ada)
