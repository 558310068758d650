"""Who may accept the code, write it and name its contacts: each permission, each role."""

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.conduct.policies import Permission
from tests.factories import make_member

TABLE: dict[Permission, set[str]] = {
    Permission.ACCEPT: {"member", *Role},
    Permission.WRITE_CODE: {Role.STEWARD},
    Permission.NAME_CONTACTS: {Role.STEWARD},
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
