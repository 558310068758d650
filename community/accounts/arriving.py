"""Signing up by letter: somebody asks, opens the link sent to their address, and is a member."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from community.db import db, transaction
from community.errors import Refusal
from community.events import announce
from community.outbox.owing import give_to, owe

from . import inviting, joining, mailed
from .arrivals import JoinInvitation, SignUp
from .events import MemberJoined
from .joining import Joiner
from .models import Joining, MailedLink, Member, Purpose
from .queries import present_community

LASTS = timedelta(days=2)  # how long the link in the letter works


class NoWayIn(Refusal):
    """One does not join here as things stand."""


class LinkIsUsed(Refusal):
    """The link has done what it was for, or its time is over."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody says who asks to join. `leads_to` is a path of ours, or nothing."""

    joiner: Joiner
    leads_to: str = ""
    accepted: int | None = None


def ask(asking: Asking, *, invitation: JoinInvitation | None, now: datetime) -> SignUp:
    """Keep what they say, and owe a letter to their address.

    The same is done whether the address has an account or not: what the letter says is decided
    when it is written. Raises `NoWayIn`.
    """
    _refuse_if_closed(invitation)
    link = mailed.make(Purpose.SIGN_UP, lasts=LASTS, now=now)
    joiner = asking.joiner
    sign_up = SignUp(
        link_id=link.id,
        name=joiner.name,
        email=joiner.email,
        email_key=joiner.email_key,
        zone=joiner.zone,
        language=joiner.language,
        leads_to=asking.leads_to,
        accepted=asking.accepted,
        invitation_id=invitation.id if invitation else None,
        made_at=now,
    )
    db.session.add(sign_up)
    db.session.flush()
    # Without the name: whoever asks could write anything there, to anybody's address.
    owe(
        "verify",
        address=joiner.email,
        about=sign_up.told,
        facts={"sign_up": sign_up.id, "zone": joiner.zone, "language": joiner.language or ""},
        now=now,
    )
    return sign_up


def find(token: str, *, now: datetime) -> SignUp | None:
    """The sign-up behind the link of a letter, while its address is nobody's account."""
    link = mailed.find(token, Purpose.SIGN_UP, now=now)
    if link is None:
        return None
    sign_up = db.session.scalar(select(SignUp).where(SignUp.link_id == link.id))
    return None if sign_up is None or joining.has_account(sign_up.email_key, now=now) else sign_up


def why_shut(sign_up: SignUp, *, now: datetime) -> str | None:
    """Why nobody joins by a link that was sent while one could, as things stand; None: they do."""
    invitation = sign_up.invitation
    try:
        _refuse_if_closed(invitation)
    except NoWayIn as refusal:
        return str(refusal)
    is_over = invitation is not None and not invitation.holds(now)
    return ENDED if is_over and present_joining() is not Joining.OPEN else None


def finish(sign_up: SignUp, *, password_hash: str, now: datetime) -> Member:
    """Make the member; what else was asked for the same address is forgotten.

    Raises `LinkIsUsed`, and `NoWayIn` where the door was shut meanwhile.
    """
    invitation = sign_up.invitation
    _refuse_if_closed(invitation)
    if not mailed.use(sign_up.link, now=now):
        raise LinkIsUsed(_USED)
    joiner = Joiner(
        sign_up.name, sign_up.email, sign_up.email_key, sign_up.zone, sign_up.language or None
    )
    member = joining.sign_up(joiner, password_hash=password_hash, now=now)
    if member is None:
        raise LinkIsUsed(_USED)
    came_by_it = invitation is not None and inviting.use(invitation, member, now=now)
    if not came_by_it and present_joining() is not Joining.OPEN:
        raise NoWayIn(ENDED)
    give_to(member.person_id, sign_up.email)
    announce(MemberJoined(member, accepted=sign_up.accepted))
    _forget(sign_up.email_key, now)
    return member


def present_joining() -> Joining:
    """Who may become a member now."""
    community = present_community()
    return community.joining if community else Joining.CLOSED


def forget_old(now: datetime) -> None:
    """Delete what was asked and never gone on with."""
    ended = select(MailedLink.id).where(MailedLink.expires_at < now)
    with transaction():
        db.session.execute(delete(SignUp).where(SignUp.link_id.in_(ended)))


def _forget(email_key: str, now: datetime) -> None:
    asked = db.session.scalars(select(SignUp).where(SignUp.email_key == email_key))
    for sign_up in asked.all():
        sign_up.link.used_at = sign_up.link.used_at or now
        db.session.delete(sign_up)
    db.session.flush()


def _refuse_if_closed(invitation: JoinInvitation | None) -> None:
    how = present_joining()
    if how is Joining.CLOSED:
        raise NoWayIn("This community takes nobody in at present. Reading needs no account.")
    if how is Joining.INVITATION and invitation is None:
        raise NoWayIn("One joins here by an invitation. Ask a member for one.")


ENDED = "The invitation has ended meanwhile. Ask whoever gave it to you for another."
_USED = "This link has been used, or its time is over. Sign up once more, or sign in."
