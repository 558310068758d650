"""The letters about people and their accounts."""

from datetime import datetime

from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe

from .events import RoleGranted
from .models import Role, RoleGrant

_MEANS = {
    Role.FACILITATOR: "You can start series, schedule calls and publish their agendas.",
    Role.CURATOR: "You look after the library: you review what is proposed and merge edits.",
    Role.RESPONDER: "You are one of those who handle reports under the code of conduct.",
    Role.STEWARD: "You can change the settings of the community and entrust roles.",
}


def role_granted(event: RoleGranted) -> None:
    """Tell a member of the role they were given."""
    grant = event.grant
    owe(
        "role_granted",
        person_id=grant.member.person_id,
        about=f"role grant {grant.id}",
        facts={"grant": grant.id},
        now=grant.granted_at,
    )


def _write_role_granted(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    grant = db.session.get(RoleGrant, letter.facts["grant"])
    if grant is None or grant.revoked_at is not None:
        return None
    return Draft(
        {
            "role": grant.role.value,
            "means": _MEANS[grant.role],
            "by": grant.granted_by.name if grant.granted_by else None,
            "person_page": absolute("accounts.show_person", handle=grant.member.handle),
        }
    )


KINDS = (Kind("role_granted", Group.SHARING, _write_role_granted),)
