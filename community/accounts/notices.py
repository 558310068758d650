"""The letters about people and their accounts."""

from collections.abc import Callable
from datetime import datetime

from community.db import db
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe

from . import mailed
from .arrivals import SignUp
from .events import RoleGranted
from .joining import has_account
from .models import MailedLink, Purpose, Role, RoleGrant
from .moves import AddressChange

_MEANS = {
    Role.FACILITATOR: "You can start series, schedule calls and publish their agendas.",
    Role.CURATOR: "You look after the library: you review what is proposed and merge edits.",
    Role.RESPONDER: "You are one of those who handle reports under the code of conduct.",
    Role.STEWARD: "You can change the settings of the community and entrust roles.",
}


def role_granted(event: RoleGranted) -> None:
    """Tell a member of the role they were given by somebody else."""
    grant = event.grant
    if grant.granted_by_id in {None, grant.member_id}:
        return
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


def _write_verify(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """The link that goes on; to who has an account, how to sign in."""
    sign_up = db.session.get(SignUp, letter.facts["sign_up"])
    if sign_up is None or sign_up.told != letter.about or not sign_up.link.holds(now):
        return None
    if has_account(sign_up.email_key, now=now):
        return Draft(
            {
                "sign_in_page": absolute("accounts.show_sign_in"),
                "link_page": absolute("accounts.show_sign_in_by_link"),
                "reset_page": absolute("accounts.show_reset"),
            },
            "already_member",
        )
    token = mailed.text_of(sign_up.link)
    return Draft({"page": absolute("accounts.show_finish", token=token)}) if token else None


def _write_link(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    link = db.session.get(MailedLink, letter.facts["link"])
    if link is None or mailed.told(link) != letter.about:
        return None
    if link.member is None or not link.holds(now):
        return None
    token = mailed.text_of(link)
    if token is None:
        return None
    if link.purpose is Purpose.RESET:
        return Draft({"page": absolute("accounts.show_new_password", token=token)})
    leads_to = letter.facts.get("leads_to") or None
    page = absolute("accounts.show_sign_in_link", token=token, next=leads_to)
    return Draft({"page": page, "name": recipient.name})


def _write_new_address(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """The link that makes the address theirs; to who has an account, that somebody tried."""
    change = _change(letter, lambda change: change.asked_at)
    if change is None or not change.link.holds(now):
        return None
    if has_account(change.new_email_key, now=now, but=change.member):
        return Draft({}, "address_taken")
    token = mailed.text_of(change.link)
    return Draft({"page": absolute("accounts.show_new_address", token=token)}) if token else None


def _write_address_changed(letter: Letter, _recipient: Recipient, now: datetime) -> Draft | None:
    """Told to both addresses; the old one's letter can take it back. Nothing where it was."""
    change = _change(letter, lambda change: change.made_at)
    if change is None or change.back_link is None or change.taken_back_at is not None:
        return None
    page = None
    if letter.facts["to"] == "old":
        token = mailed.text_of(change.back_link) if change.back_link.holds(now) else None
        if token is None:
            return None
        page = absolute("accounts.show_address_back", token=token)
    return Draft({"page": page})


def _write_taken_back(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """Told to both addresses: whose account it is again, and to whom it belongs no more."""
    change = _change(letter, lambda change: change.taken_back_at)
    page = absolute("accounts.show_reset") if letter.facts["to"] == "old" else None
    return None if change is None else Draft({"page": page})


def _change(
    letter: Letter, moment: Callable[[AddressChange], datetime | None]
) -> AddressChange | None:
    """The change that a letter tells `moment` of; None where its number is another's by now."""
    change = db.session.get(AddressChange, letter.facts["change"])
    at = None if change is None else moment(change)
    return change if change and at and change.told(at) == letter.about else None


def _write_password_changed(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft:
    return Draft(
        {
            "changed_at": datetime.fromisoformat(letter.facts["at"]),
            "page": absolute("accounts.show_reset"),
        }
    )


KINDS = (
    Kind("new_address", Group.ACCOUNT, _write_new_address),
    Kind("address_changed", Group.ACCOUNT, _write_address_changed),
    Kind("address_taken_back", Group.ACCOUNT, _write_taken_back),
    Kind("sign_in_link", Group.ACCOUNT, _write_link),
    Kind("password_changed", Group.ACCOUNT, _write_password_changed),
    Kind("reset", Group.ACCOUNT, _write_link),
    Kind("verify", Group.ACCOUNT, _write_verify),
    Kind("role_granted", Group.SHARING, _write_role_granted),
)
