"""Sharing a series or a one-off call: invite, accept, decline, hand over, leave."""

from datetime import datetime

from sqlalchemy import Select, select

from community.accounts.models import Member, Role
from community.accounts.queries import roles_of
from community.db import db, locked
from community.distance.forbidding import refuse_contact
from community.errors import Refusal
from community.events import announce

from .events import CallChanged, FacilitatorInvited, SeriesChanged
from .models import Call, Series
from .owners import Invitation, InvitationAnswer, Ownership
from .queries import facilitates, facilitators_of


class LastFacilitator(Refusal):
    """Somebody has to stay."""


def invite(
    subject: Series | Call, member: Member, *, by: Member, now: datetime, hands_over: bool = False
) -> Invitation:
    """Ask `member` to share `subject`; with `hands_over`, `by` leaves when they accept.

    Asking twice changes nothing; handing over to somebody whom another has asked takes that
    invitation's place. Raises `Refusal` for oneself, for who shares it already, and for what was
    deleted.
    """
    subject = _held(subject)
    if member.id == by.id:
        raise Refusal("You cannot invite yourself. Ask one of the facilitators.")
    if facilitates(member, subject):
        raise Refusal(f"{member.name} is a facilitator of this already.")
    _refuse_removed(subject)
    refuse_contact({member.id}, by=by, now=now)
    hands_over = hands_over and facilitates(by, subject)
    open_one = _open_invitation(subject, member)
    if open_one is not None and open_one.by_id == by.id:
        open_one.hands_over = open_one.hands_over or hands_over
        return open_one
    if open_one is not None:
        if not hands_over and _may_invite(open_one.by, subject):
            return open_one
        _close(open_one, InvitationAnswer.WITHDRAWN, now)
    invitation = Invitation(
        **_key(subject), member_id=member.id, by_id=by.id, at=now, hands_over=hands_over
    )
    db.session.add(invitation)
    db.session.flush()
    announce(FacilitatorInvited(invitation))
    return invitation


def accept(invitation: Invitation, *, now: datetime) -> None:
    """Share what one was invited to; whoever hands over leaves. Twice changes nothing.

    Raises `Refusal` where it was closed in another way, where what it is to was deleted, and where
    whoever sent it may invite nobody any more.
    """
    subject = _held(_subject(invitation))
    if _was_answered(invitation, InvitationAnswer.ACCEPTED):
        return
    _refuse_removed(subject)
    if not _may_invite(invitation.by, subject):
        raise Refusal(
            f"{invitation.by.name} no longer facilitates this, so the invitation does not hold."
        )
    _close(invitation, InvitationAnswer.ACCEPTED, now)
    if not facilitates(invitation.member, subject):
        db.session.add(Ownership(**_key(subject), member_id=invitation.member_id, since=now))
        db.session.flush()
    if invitation.hands_over and facilitates(invitation.by, subject):
        _end(subject, invitation.by, now)
    _tell(subject, now)


def decline(invitation: Invitation, *, now: datetime) -> None:
    """Say no to an invitation. Twice changes nothing."""
    _held(_subject(invitation))
    if not _was_answered(invitation, InvitationAnswer.DECLINED):
        _close(invitation, InvitationAnswer.DECLINED, now)


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back before it is answered. Twice changes nothing."""
    _held(_subject(invitation))
    if not _was_answered(invitation, InvitationAnswer.WITHDRAWN):
        _close(invitation, InvitationAnswer.WITHDRAWN, now)


def leave(subject: Series | Call, member: Member, *, now: datetime) -> None:
    """Stop facilitating; the last one cannot. Their open invitations are withdrawn. Twice changes
    nothing. Raises `LastFacilitator`.
    """
    subject = _held(subject)
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


def _was_answered(invitation: Invitation, answer: InvitationAnswer) -> bool:
    """Whether it was answered so before. Raises `Refusal` where it was closed in another way."""
    db.session.refresh(invitation)
    if invitation.answer is not None and invitation.answer is not answer:
        raise Refusal(f"This invitation was {invitation.answer} already.")
    return invitation.answer is answer


def _close(invitation: Invitation, answer: InvitationAnswer, now: datetime) -> None:
    invitation.answer, invitation.answered_at = answer, now
    db.session.flush()


def _may_invite(member: Member, subject: Series | Call) -> bool:
    """Those who facilitate it, and stewards."""
    return facilitates(member, subject) or Role.STEWARD in roles_of([member.id]).get(member.id, ())


def _refuse_removed(subject: Series | Call) -> None:
    if subject.is_removed:
        raise Refusal("This has been deleted. It has to be brought back first.")


def _open_invitation(subject: Series | Call, member: Member) -> Invitation | None:
    return db.session.scalar(_open_ones(subject).where(Invitation.member_id == member.id))


def _open_ones(subject: Series | Call) -> Select[Invitation]:
    column = Invitation.series_id if isinstance(subject, Series) else Invitation.call_id
    return select(Invitation).where(column == subject.id, Invitation.answered_at.is_(None))


def _end(subject: Series | Call, member: Member, now: datetime) -> None:
    column = Ownership.series_id if isinstance(subject, Series) else Ownership.call_id
    ownership = db.session.scalars(
        select(Ownership).where(
            column == subject.id, Ownership.member_id == member.id, Ownership.ended_at.is_(None)
        )
    ).one()
    ownership.ended_at = now
    for invitation in db.session.scalars(_open_ones(subject).where(Invitation.by_id == member.id)):
        _close(invitation, InvitationAnswer.WITHDRAWN, now)
    db.session.flush()


def _key(subject: Series | Call) -> dict[str, int]:
    return {"series_id" if isinstance(subject, Series) else "call_id": subject.id}


def _subject(invitation: Invitation) -> Series | Call:
    subject = invitation.series or invitation.call
    if subject is None:
        raise LookupError("An invitation is to a series or to a call.")
    return subject


def _held(subject: Series | Call) -> Series | Call:
    """The subject, read again and held until the transaction ends, so that no two leave at once."""
    return locked(type(subject), subject.id)


def _tell(subject: Series | Call, now: datetime) -> None:
    subject.updated_at = now
    db.session.flush()
    announce(SeriesChanged(subject) if isinstance(subject, Series) else CallChanged(subject))
