"""Moving to another address: asked for, confirmed there, and to be taken back from the old one."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from community.db import db, transaction
from community.errors import Refusal
from community.events import announce
from community.outbox.owing import give_to, owe

from . import inviting, mailed, passwords, sessions
from .events import AddressChanged, AddressTakenBack
from .joining import has_account
from .models import MailedLink, Member, Purpose
from .moves import AddressChange
from .staying import held

LASTS = timedelta(days=1)  # the link to the new address
BACK = timedelta(days=7)  # the link to the old one


class AddressIsTaken(Refusal):
    """The address is somebody's account by now."""


def ask(member: Member, *, email: str, email_key: str, now: datetime) -> AddressChange:
    """Owe a letter to the new address. What it says is decided when it is written, so that nobody
    learns by asking whether the address has an account. What was asked before is void.

    Raises `community.accounts.staying.HasLeft`.
    """
    held(member)
    mailed.end_all(member, Purpose.ADDRESS, now=now)
    link = mailed.make(Purpose.ADDRESS, lasts=LASTS, now=now, member=member)
    change = AddressChange(
        member_id=member.id,
        link_id=link.id,
        old_email=member.email,
        old_email_key=member.email_key,
        new_email=email,
        new_email_key=email_key,
        asked_at=now,
    )
    db.session.add(change)
    db.session.flush()
    owe(
        "new_address",
        person_id=member.person_id,
        address=email,
        about=change.told(now),
        facts={"change": change.id, "zone": member.zone, "language": member.person.language or ""},
        now=now,
    )
    return change


def find(token: str, *, now: datetime) -> AddressChange | None:
    """The change behind the link sent to the new address, while that is nobody else's account."""
    link = mailed.find(token, Purpose.ADDRESS, now=now)
    change = _change(AddressChange.link_id == link.id) if link else None
    if change is None or has_account(change.new_email_key, now=now, but=change.member):
        return None
    return change


def find_back(token: str, *, now: datetime) -> AddressChange | None:
    """The change behind the link sent to the old address."""
    link = mailed.find(token, Purpose.ADDRESS_BACK, now=now)
    return _change(AddressChange.back_link_id == link.id) if link else None


def make(change: AddressChange, *, now: datetime) -> bool:
    """Make the new address the member's, and owe a letter to both; False where it was done before.

    Raises `AddressIsTaken`, and `community.accounts.staying.HasLeft`.
    """
    member = held(change.member)
    if not mailed.use(change.link, now=now):
        return False
    back = mailed.make(Purpose.ADDRESS_BACK, lasts=BACK, now=now, member=member)
    change.made_at, change.back_link_id = now, back.id
    change.old_email, change.old_email_key = member.email, member.email_key
    _give(member, change.new_email, change.new_email_key, now)
    mailed.end_all(member, *mailed.ENDED_BY_A_PASSWORD, now=now)
    _tell_both("address_changed", change, now)
    return True


def take_back(change: AddressChange, *, now: datetime) -> MailedLink | None:
    """Give the member the old address again, end every sign-in, what was invited with the account
    since the change was asked for, and owe a letter to both addresses.
    None where it was done before. Who had an earlier address may still take that one back.

    Whoever changed the address knew the password: it is void, and what is given is the link with
    which to choose another. Raises `AddressIsTaken`, and `community.accounts.staying.HasLeft`.
    """
    member, back = held(change.member), change.back_link
    if back is None or not mailed.use(back, now=now):
        return None
    change.taken_back_at = now
    _give(member, change.old_email, change.old_email_key, now)
    member.password_hash = passwords.NONE
    sessions.end_all(member, but=None, now=now)
    mailed.end_all(member, *mailed.ENDED_BY_A_PASSWORD, now=now)
    inviting.withdraw_since(member, change.asked_at, now=now)
    _end_later_ways_back(change, now)
    announce(AddressTakenBack(member, now))
    _tell_both("address_taken_back", change, now)
    return mailed.make(Purpose.RESET, lasts=timedelta(hours=2), now=now, member=member)


def forget_old(now: datetime) -> None:
    """Forget former addresses when nothing can be taken back any more."""
    standing = select(MailedLink.id).where(MailedLink.expires_at > now)
    done = AddressChange.back_link_id.is_(None) | AddressChange.back_link_id.not_in(standing)
    with transaction():
        db.session.execute(
            delete(AddressChange).where(AddressChange.link_id.not_in(standing), done)
        )


def _tell_both(kind: str, change: AddressChange, now: datetime) -> None:
    member = change.member
    facts = {"change": change.id, "zone": member.zone, "language": member.person.language or ""}
    for about, address in (("old", change.old_email), ("new", change.new_email)):
        owe(
            kind,
            person_id=member.person_id,
            address=address,
            about=change.told(now),
            facts=facts | {"to": about},
            now=now,
        )


def _end_later_ways_back(change: AddressChange, now: datetime) -> None:
    """What came after `change` is undone with it. What came before is not: whoever took the account
    over could else move it twice and take away the first owner's way back.
    """
    later = select(AddressChange.back_link_id).where(
        AddressChange.member_id == change.member_id, AddressChange.id > change.id
    )
    mailed.end_these(later, now=now)


def _give(member: Member, email: str, email_key: str, now: datetime) -> None:
    give_to(member.person_id, member.email)
    member.email, member.email_key = email, email_key
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise AddressIsTaken("This address belongs to an account here by now.") from clash
    announce(AddressChanged(member, now))


def _change(condition: object) -> AddressChange | None:
    return db.session.scalar(select(AddressChange).where(condition))  # type: ignore[arg-type]
