"""Signing in and choosing another password by a link that is sent to one's address."""

from datetime import datetime, timedelta

from community.outbox.owing import owe

from . import mailed, sessions
from .mailed import ENDED_BY_A_PASSWORD
from .models import MailedLink, Member, Purpose
from .queries import member_by_address
from .staying import held

LASTS = {Purpose.SIGN_IN: timedelta(minutes=30), Purpose.RESET: timedelta(hours=2)}
_KINDS = {Purpose.SIGN_IN: "sign_in_link", Purpose.RESET: "reset"}
_NOBODY = "nobody@example.invalid"  # no letter is written to it


def send_link(purpose: Purpose, email_key: str, *, now: datetime, leads_to: str = "") -> None:
    """Owe a letter with a link to the member with this address.

    For an address without an account the same rows are written; when that letter is to be
    written, there is nobody to write to. `leads_to` is a path of ours, or nothing.
    """
    member = member_by_address(email_key)
    link = mailed.make(purpose, lasts=LASTS[purpose], now=now, member=member)
    owe(
        _KINDS[purpose],
        person_id=member.person_id if member else None,
        address=None if member else _NOBODY,
        about=mailed.told(link),
        facts={"link": link.id, "leads_to": leads_to},
        now=now,
    )


def find(token: str, purpose: Purpose, *, now: datetime) -> MailedLink | None:
    """The link of a letter with this secret, if it still works for its member."""
    link = mailed.find(token, purpose, now=now)
    return link if link is not None and link.member is not None else None


def reset(link: MailedLink, *, password_hash: str, now: datetime) -> Member | None:
    """Another password, and every sign-in and every other link ended: whoever asked for them may
    be whom the password is changed against. None where it was used.
    Raises `community.accounts.staying.HasLeft`.
    """
    if link.member is None:
        return None
    member = held(link.member)
    if not mailed.use(link, now=now):
        return None
    give_password(member, password_hash, keep=None, now=now)
    return member


def give_password(member: Member, password_hash: str, *, keep: str | None, now: datetime) -> None:
    """Keep another hash, end every sign-in but the one with the token `keep`, and the links sent
    to sign in, to reset it or to another address, and owe a letter that says so: to the address
    they have by now, whichever they have when it is written.
    """
    member.password_hash = password_hash
    sessions.end_all(member, but=keep, now=now)
    mailed.end_all(member, *ENDED_BY_A_PASSWORD, now=now)
    owe(
        "password_changed",
        person_id=member.person_id,
        address=member.email,
        about=f"password of {member.id} {now.isoformat()}",
        facts={"at": now.isoformat()},
        now=now,
    )
