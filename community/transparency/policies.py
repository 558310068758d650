"""Who drafts a report of a half-year and agrees to it: those whose work it is about, and stewards.

Nobody learns of a case by it. A draft is of a half-year that is over, says only what everybody will
read, and is written once: so nobody sees a number move, and a responder with a conflict of interest
reads in it what they would read when it is published.
"""

from enum import StrEnum

from community.access import Rule, any_of, role
from community.accounts.models import Role

from .models import TransparencyPublication, TransparencyReport


class Permission(StrEnum):
    """What can be done with reports of a half-year."""

    PUBLISH_NUMBERS = "publish numbers"


RULES: dict[Permission, Rule] = {
    Permission.PUBLISH_NUMBERS: any_of(role(Role.RESPONDER), role(Role.STEWARD)),
}
# Acts that the audit log holds, by the rows that they add.
WRITTEN_DOWN: dict[type, str] = {
    TransparencyReport: "numbers drafted",
    TransparencyPublication: "numbers published",
}
