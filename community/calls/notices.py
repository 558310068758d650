"""The letter to somebody who is asked to facilitate."""

from datetime import datetime

from community.db import db
from community.distance.queries import keeps_off
from community.outbox.addresses import absolute
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe

from .events import FacilitatorInvited
from .models import Series
from .owners import Invitation


def facilitator_invited(event: FacilitatorInvited) -> None:
    """Tell a member who asks them to share what, or to take it over."""
    invitation = event.invitation
    owe(
        "facilitation_invited",
        person_id=invitation.member.person_id,
        about=f"invitation {invitation.id} {invitation.at.isoformat()}",
        facts={"invitation": invitation.id},
        now=invitation.at,
    )


def _write(letter: Letter, _recipient: Recipient, _now: datetime) -> Draft | None:
    """Nothing where it was answered or withdrawn meanwhile, what it is to was deleted, or whoever
    asks is muted or blocked.
    """
    invitation = db.session.get(Invitation, letter.facts["invitation"])
    if invitation is None or invitation.answered_at is not None:
        return None
    subject = invitation.series or invitation.call
    if subject is None or subject.is_removed or invitation.member.person_id != letter.person_id:
        return None
    if keeps_off(invitation.member_id, invitation.by_id):
        return None
    is_series = isinstance(subject, Series)
    page = "front.show_series" if is_series else "front.show_call"
    return Draft(
        {
            "by": invitation.by.name,
            "title": subject.title,
            "is_series": is_series,
            "hands_over": invitation.hands_over,
            "page": absolute(page, slug=subject.slug),
            "answer_page": absolute("front.list_my_calls"),
        }
    )


KINDS = (Kind("facilitation_invited", Group.SHARING, _write),)
