"""Sharing a series or a one-off call: invite, accept, decline, hand over, leave."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Member
from community.db import db, locked
from community.errors import Refusal
from community.events import announce

from .events import CallChanged, SeriesChanged
from .models import Call, Series
from .owners import Invitation, InvitationAnswer, Ownership
from .queries import facilitates, facilitators_of


class LastFacilitator(Refusal):
    """Somebody has to stay."""


def invite(
    subject: Series | Call, member: Member, *, by: Member, now: datetime, hands_over: bool = False
) -> Invitation | None:
    """Ask `member` to share `subject`; with `hands_over`, `by` leaves when they accept.

    Asking twice, or somebody who shares it already, changes nothing.
    """
    _lock(subject)
    if facilitates(member, subject):
        raise Refusal(f"{member.name} is a facilitator of this already.")
    open_one = _open_invitation(subject, member)
    if open_one is not None:
        open_one.hands_over = open_one.hands_over or hands_over
        return open_one
    invitation = Invitation(
        **_key(subject), member_id=member.id, by_id=by.id, at=now, hands_over=hands_over
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def accept(invitation: Invitation, *, now: datetime) -> None:
    """Share what one was invited to; whoever hands over leaves. Twice changes nothing."""
    subject = _subject(invitation)
    _lock(subject)
    if _answered(invitation, InvitationAnswer.ACCEPTED, now):
        return
    if not facilitates(invitation.member, subject):
        db.session.add(Ownership(**_key(subject), member_id=invitation.member_id, since=now))
        db.session.flush()
    if invitation.hands_over and facilitates(invitation.by, subject):
        _end(subject, invitation.by, now)
    _tell(subject, now)


def decline(invitation: Invitation, *, now: datetime) -> None:
    """Say no to an invitation. Twice changes nothing."""
    _lock(_subject(invitation))
    _answered(invitation, InvitationAnswer.DECLINED, now)


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back before it is answered. Twice changes nothing."""
    _lock(_subject(invitation))
    _answered(invitation, InvitationAnswer.WITHDRAWN, now)


def leave(subject: Series | Call, member: Member, *, now: datetime) -> None:
    """Stop facilitating; the last one cannot. Twice changes nothing. Raises `LastFacilitator`."""
    _lock(subject)
    if not facilitates(member, subject):
        return
    if len(facilitators_of(subject)) == 1:
        raise LastFacilitator(
            "You are the last facilitator. Invite somebody and hand over, or delete it."
        )
    _end(subject, member, now)
    _tell(subject, now)


def invitation_for(invitation_id: int, member: Member) -> Invitation | None:
    """The invitation with this number, if it was sent to `member`."""
    invitation = db.session.get(Invitation, invitation_id)
    return invitation if invitation and invitation.member_id == member.id else None


def _answered(invitation: Invitation, answer: InvitationAnswer, now: datetime) -> bool:
    """Close an invitation with `answer`; True where that was done before.

    Raises `Refusal` where it was closed in another way.
    """
    db.session.refresh(invitation)
    if invitation.answer is answer:
        return True
    if invitation.answer is not None:
        raise Refusal(f"This invitation was {invitation.answer} already.")
    invitation.answer, invitation.answered_at = answer, now
    db.session.flush()
    return False


def _open_invitation(subject: Series | Call, member: Member) -> Invitation | None:
    column = Invitation.series_id if isinstance(subject, Series) else Invitation.call_id
    return db.session.scalar(
        select(Invitation).where(
            column == subject.id,
            Invitation.member_id == member.id,
            Invitation.answered_at.is_(None),
        )
    )


def _end(subject: Series | Call, member: Member, now: datetime) -> None:
    column = Ownership.series_id if isinstance(subject, Series) else Ownership.call_id
    ownership = db.session.scalars(
        select(Ownership).where(
            column == subject.id, Ownership.member_id == member.id, Ownership.ended_at.is_(None)
        )
    ).one()
    ownership.ended_at = now
    db.session.flush()


def _key(subject: Series | Call) -> dict[str, int]:
    return {"series_id" if isinstance(subject, Series) else "call_id": subject.id}


def _subject(invitation: Invitation) -> Series | Call:
    subject = invitation.series or invitation.call
    if subject is None:
        raise LookupError("An invitation is to a series or to a call.")
    return subject


def _lock(subject: Series | Call) -> None:
    """Hold the subject until the transaction ends, so that no two leave at once."""
    kind = type(subject)
    locked(kind, subject.id)


def _tell(subject: Series | Call, now: datetime) -> None:
    subject.updated_at = now
    db.session.flush()
    announce(SeriesChanged(subject) if isinstance(subject, Series) else CallChanged(subject))
