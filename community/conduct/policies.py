"""Who may accept the code, write it, and name its contacts. Everybody may read it."""

from enum import StrEnum

from community.access import Rule, role, signed_in
from community.accounts.models import Role


class Permission(StrEnum):
    """What can be done with the code of conduct."""

    ACCEPT = "accept the code"
    WRITE_CODE = "write the code"
    NAME_CONTACTS = "name contacts"


RULES: dict[Permission, Rule] = {
    Permission.ACCEPT: signed_in,
    Permission.WRITE_CODE: role(Role.STEWARD),
    Permission.NAME_CONTACTS: role(Role.STEWARD),
}
ALWAYS = {Permission.ACCEPT}  # whatever measure stands
