"""Who may see and invite people, entrust roles and change the community's settings."""

from enum import StrEnum
from typing import Any

from community.access import Rule, Viewer, any_of, role, signed_in

from .models import Member, Role


class Permission(StrEnum):
    """What can be done with people and the community."""

    SEE_PEOPLE = "see people"
    EDIT_OWN_PROFILE = "edit own profile"
    CHANGE_NAME = "change one's name"
    TAKE_ALONG = "take own data along"
    LEAVE = "leave for good"
    CONFIRM_SIGN_IN = "confirm sign-in"
    END_SIGN_IN = "end sign-in"
    INVITE_TO_JOIN = "invite to join"
    WITHDRAW_JOIN_INVITATION = "withdraw invitation to join"
    SEE_WHO_INVITED = "see who invited whom"
    ENTRUST_ROLES = "entrust roles"
    CHANGE_SETTINGS = "change settings"
    SEE_LETTERS = "see letters"
    SEE_HEALTH = "see health"


def _own(viewer: Viewer, subject: Any) -> bool:
    """The sign-in is theirs."""
    return viewer.member is not None and subject.member_id == viewer.member.id


def _inviter(viewer: Viewer, subject: Any) -> bool:
    """They made the invitation."""
    return viewer.member is not None and subject.by_id == viewer.member.id


RULES: dict[Permission, Rule] = {
    Permission.SEE_PEOPLE: signed_in,
    Permission.EDIT_OWN_PROFILE: signed_in,
    Permission.CHANGE_NAME: signed_in,  # and what else others see; not while one is suspended
    Permission.TAKE_ALONG: signed_in,
    Permission.LEAVE: signed_in,
    Permission.CONFIRM_SIGN_IN: signed_in,
    Permission.END_SIGN_IN: _own,
    Permission.INVITE_TO_JOIN: signed_in,
    Permission.WITHDRAW_JOIN_INVITATION: any_of(_inviter, role(Role.STEWARD)),
    Permission.SEE_WHO_INVITED: role(Role.STEWARD),
    Permission.ENTRUST_ROLES: role(Role.STEWARD),
    Permission.CHANGE_SETTINGS: role(Role.STEWARD),
    Permission.SEE_LETTERS: role(Role.STEWARD),
    Permission.SEE_HEALTH: role(Role.STEWARD),
}
SIGHT: dict[type, Rule] = {Member: signed_in}
ALWAYS = {  # whatever measure stands against them
    Permission.EDIT_OWN_PROFILE,
    Permission.TAKE_ALONG,
    Permission.LEAVE,
    Permission.CONFIRM_SIGN_IN,
    Permission.END_SIGN_IN,
}
