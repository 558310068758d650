"""Who may see people, entrust roles and change the settings: each permission, each role."""

import pytest

from community.access import VISITOR, Viewer, may
from community.accounts.arrivals import JoinInvitation
from community.accounts.models import Role, SignIn
from community.accounts.policies import Permission
from tests.factories import make_member

MEMBERS: set[str] = {"member", *Role}
STEWARDS: set[str] = {Role.STEWARD}
TABLE = {
    Permission.SEE_PEOPLE: MEMBERS,
    Permission.EDIT_OWN_PROFILE: MEMBERS,
    Permission.CHANGE_NAME: MEMBERS,
    Permission.TAKE_ALONG: MEMBERS,
    Permission.LEAVE: MEMBERS,
    Permission.CONFIRM_SIGN_IN: MEMBERS,
    Permission.INVITE_TO_JOIN: MEMBERS,
    Permission.SEE_WHO_INVITED: STEWARDS,
    Permission.SEE_LETTERS: STEWARDS,
    Permission.ENTRUST_ROLES: STEWARDS,
    Permission.CHANGE_SETTINGS: STEWARDS,
    Permission.SEE_LETTERS: STEWARDS,
    Permission.SEE_HEALTH: STEWARDS,
}


OF_SOMETHING = {Permission.END_SIGN_IN, Permission.WITHDRAW_JOIN_INVITATION}


@pytest.mark.parametrize("permission", sorted(set(Permission) - OF_SOMETHING))
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


def test_a_sign_in_is_ended_by_whose_it_is_alone(db_session):
    ada, bob = make_member("Ada"), make_member("Bob")
    hers = SignIn(member_id=ada.id)

    assert may(Viewer(ada), Permission.END_SIGN_IN, hers)
    assert not may(Viewer(bob, frozenset({Role.STEWARD.value})), Permission.END_SIGN_IN, hers)
    assert not may(VISITOR, Permission.END_SIGN_IN, hers)


def test_an_invitation_to_join_is_taken_back_by_who_made_it_or_a_steward(db_session):
    ada, bob = make_member("Ada"), make_member("Bob")
    hers = JoinInvitation(by_id=ada.id)

    assert may(Viewer(ada), Permission.WITHDRAW_JOIN_INVITATION, hers)
    assert not may(Viewer(bob), Permission.WITHDRAW_JOIN_INVITATION, hers)
    steward = Viewer(bob, frozenset({Role.STEWARD.value}))
    assert may(steward, Permission.WITHDRAW_JOIN_INVITATION, hers)
