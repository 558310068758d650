"""Who may see people, entrust roles and change the community's settings."""

from enum import StrEnum

from community.access import Rule, role, signed_in

from .models import Member, Role


class Permission(StrEnum):
    """What can be done with people and the community."""

    SEE_PEOPLE = "see people"
    EDIT_OWN_PROFILE = "edit own profile"
    TAKE_ALONG = "take own data along"
    LEAVE = "leave for good"
    CONFIRM_SIGN_IN = "confirm sign-in"
    ENTRUST_ROLES = "entrust roles"
    CHANGE_SETTINGS = "change settings"


RULES: dict[Permission, Rule] = {
    Permission.SEE_PEOPLE: signed_in,
    Permission.EDIT_OWN_PROFILE: signed_in,
    Permission.TAKE_ALONG: signed_in,
    Permission.LEAVE: signed_in,
    Permission.CONFIRM_SIGN_IN: signed_in,
    Permission.ENTRUST_ROLES: role(Role.STEWARD),
    Permission.CHANGE_SETTINGS: role(Role.STEWARD),
}
SIGHT: dict[type, Rule] = {Member: signed_in}
