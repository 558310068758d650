"""What accounts hold of a person: who they are, sign-ins, roles, letters; and taking them out."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, false, or_, select, update

from community.db import db
from community.events import announce
from community.holdings import Facts, Holding
from community.outbox import choices, owing
from community.outbox.models import UNLISTED, Letter, LetterChoice, Outcome

from . import left_handles, limits
from .arrivals import JoinInvitation, SignUp, Welcome
from .events import RoleRevoked
from .guests import guest_of
from .handle_models import FormerHandle
from .handles import skeleton
from .models import Community, Credit, Guest, MailedLink, Member, Person, RoleGrant, SignIn
from .moves import AddressChange
from .unnaming import handles_of, name_no_more

FORMER = "A former member"
_NOBODY = "former-"


def export(person_id: int) -> Facts:
    """Who they are and what the place keeps about their account."""
    person = db.session.get_one(Person, person_id)
    member = _member(person_id)
    of_member = {} if member is None else {**_of_member(member), **_of_ways_in(member)}
    guest = guest_of(person_id)
    if guest is not None:
        of_member = {"guest": {"e-mail address": guest.email, "since": guest.made_at}}
    return {
        "me": {
            "name": person.name,
            "credited as": person.credited_as,
            "language": person.language,
            "time zone": person.zone,
            "counted in local hours": person.tells_zone,
            "since": person.created_at,
        },
        **of_member,
        "letters I receive": {
            group.value: is_wanted for group, is_wanted in choices.choices_of(person_id).items()
        },
        "letters": [
            {
                "kind": letter.kind,
                "owed": letter.owed_at,
                "ended": letter.closed_at,
                "outcome": letter.outcome.value if letter.outcome else "waiting",
            }
            for letter in db.session.scalars(
                select(Letter)
                .where(Letter.person_id == person_id)
                .where(or_(Letter.kind.not_in(UNLISTED), Letter.outcome == Outcome.SENT))
                .order_by(Letter.id)
            )
        ],
    }


def erase(person_id: int, now: datetime) -> None:
    """What is left of a member is a row that others' rows point to; nothing of theirs is in it."""
    person = db.session.get_one(Person, person_id)
    member = _member(person_id)
    db.session.execute(delete(LetterChoice).where(LetterChoice.person_id == person_id))
    guest = guest_of(person_id)
    owing.forget_person(person_id, [known.email for known in (member, guest) if known is not None])
    if guest is not None:
        _erase_links(_asked_by(guest))
        db.session.delete(guest)
    person.name, person.zone, person.language = FORMER, "UTC", None
    person.tells_zone = False
    person.credit, person.credit_name = Credit.NAME, None
    if member is not None:
        name_no_more(member, {Community: ("description_source",)})
        if member.erased_at is None:
            left_handles.keep(member.id, handles_of(member), now=now)
        for model in (SignIn, Welcome, FormerHandle):
            db.session.execute(delete(model).where(model.member_id == member.id))
        _erase_member(member, now)
    db.session.flush()


def _erase_member(member: Member, now: datetime) -> None:
    _erase_links(_asked_by(member) | _of_moves(member), member)
    limits.forget(member.id, member.email_key)
    db.session.execute(
        update(JoinInvitation)
        .where(JoinInvitation.by_id == member.id, JoinInvitation.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    standing = (RoleGrant.member_id == member.id, RoleGrant.revoked_at.is_(None))
    for grant in db.session.scalars(select(RoleGrant).where(*standing)).all():
        grant.revoked_at = now
        db.session.flush()
        announce(RoleRevoked(grant, now))
    member.email, member.email_key = "", f"erased {member.id}"
    member.password_hash, member.pronouns = "!", None
    if member.erased_at is None or not member.handle.startswith(_NOBODY):
        member.handle = f"{_NOBODY}{secrets.token_hex(6)}"
        member.handle_skeleton = skeleton(member.handle)
    member.erased_at = member.erased_at or now


def _asked_by(known: Member | Guest) -> set[int]:
    """Delete what was asked with their address to become a member; the numbers of its links."""
    asked = delete(SignUp).where(SignUp.email_key == known.email_key).returning(SignUp.link_id)
    return set(db.session.scalars(asked))


def _of_moves(member: Member) -> set[int]:
    """Delete their changes of address; the numbers of their links."""
    links = set[int]()
    moved = select(AddressChange).where(AddressChange.member_id == member.id)
    for change in db.session.scalars(moved).all():
        numbers = (change.link_id, change.back_link_id)
        links |= {number for number in numbers if number is not None}
        owing.forget_person(member.person_id, [change.old_email, change.new_email])
    db.session.execute(delete(AddressChange).where(AddressChange.member_id == member.id))
    return links


def _erase_links(numbers: Collection[int], member: Member | None = None) -> None:
    """The links with these numbers, and all in letters to a member."""
    of_member = MailedLink.member_id == member.id if member else false()
    db.session.execute(delete(MailedLink).where(or_(of_member, MailedLink.id.in_(numbers))))


def _of_member(member: Member) -> Facts:
    former = select(FormerHandle).where(FormerHandle.member_id == member.id)
    former = former.order_by(FormerHandle.until, FormerHandle.handle)
    sign_ins = select(SignIn).where(SignIn.member_id == member.id).order_by(SignIn.id)
    grants = select(RoleGrant).where(RoleGrant.member_id == member.id).order_by(RoleGrant.id)
    given = select(RoleGrant).where(RoleGrant.granted_by_id == member.id).order_by(RoleGrant.id)
    return {
        "account": {
            "e-mail address": member.email,
            "handle": member.handle,
            "pronouns": member.pronouns,
            "joined": member.joined_at,
        },
        "handles I had": [
            {"handle": one.handle, "until": one.until} for one in db.session.scalars(former)
        ],
        "sign-ins": [
            {
                "device": one.agent,
                "begun": one.created_at,
                "seen": one.seen_at,
                "ended": one.ended_at,
            }
            for one in db.session.scalars(sign_ins)
        ],
        "roles": [
            {"role": one.role.value, "given": one.granted_at, "taken back": one.revoked_at}
            for one in db.session.scalars(grants)
        ],
        "roles I entrusted": [
            {"role": one.role.value, "at": one.granted_at} for one in db.session.scalars(given)
        ],
    }


def _of_ways_in(member: Member) -> Facts:
    """How they came, whom they let in, and which addresses they had."""
    return {
        "changes of address": [
            {"from": one.old_email, "to": one.new_email, "asked": one.asked_at, "made": one.made_at}
            for one in db.session.scalars(
                select(AddressChange)
                .where(AddressChange.member_id == member.id)
                .order_by(AddressChange.id)
            )
        ],
        "invitations to join": [
            {"made": one.made_at, "ends": one.ends_at, "used": one.uses}
            for one in db.session.scalars(
                select(JoinInvitation)
                .where(JoinInvitation.by_id == member.id)
                .order_by(JoinInvitation.id)
            )
        ],
        "joined by invitation": [
            {"at": at}
            for at in db.session.scalars(select(Welcome.at).where(Welcome.member_id == member.id))
        ],
    }


def _member(person_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.person_id == person_id))


HOLDINGS = (
    Holding(
        tables=frozenset(
            {
                *(
                    "member",
                    "guest",
                    "sign_in",
                    "role_grant",
                    "mailed_link",
                    "letter",
                    "letter_choice",
                ),
                *("address_change", "join_invitation", "welcome", "sign_up", "former_handle"),
                "left_handle",
            }
        ),
        export=export,
        erase=erase,
    ),
)
