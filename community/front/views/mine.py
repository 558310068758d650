"""What waits for a member: offered places and invitations to facilitate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from community.access import Viewer
from community.attendance.mine import free_for_taking
from community.attendance.models import Offer
from community.attendance.queries import open_offers
from community.calls.models import Series
from community.calls.owners import Invitation
from community.calls.queries import invitations_of
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.clock import zone

from .lines import Line


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A place kept for the member until `expires_at`."""

    title: str
    href: str
    when: When
    expires_at: datetime
    zone: ZoneInfo
    accept: str
    decline: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation to facilitate."""

    title: str
    href: str
    by: str
    hands_over: bool
    accept: str
    decline: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for an answer."""

    offers: tuple[OfferedPlace, ...] = ()
    invitations: tuple[Asked, ...] = ()
    free: tuple[Line, ...] = ()


def free_for(viewer: Viewer, now: datetime) -> Sequence[Sitting]:
    """Where a place may be free for the viewer, who waits; for the lines of the page."""
    return free_for_taking(viewer.member.person, now) if viewer.member else ()


def waiting_for_me(viewer: Viewer, now: datetime, free: Sequence[Line]) -> Waiting:
    """What waits for the viewer, with the lines of what is free; nothing for a visitor."""
    member = viewer.member
    if member is None:
        return Waiting()
    return Waiting(
        offers=tuple(_offered(offer, member.zone) for offer in open_offers(member.person, now)),
        invitations=tuple(_asked(invitation) for invitation in invitations_of(member)),
        free=tuple(free),
    )


def _offered(offer: Offer, reader: str) -> OfferedPlace:
    sitting = offer.rsvp.sitting
    slug, number = sitting.call.slug, sitting.position + 1
    return OfferedPlace(
        title=sitting.call.title,
        href=url_for("front.show_call", slug=slug),
        when=when_of(sitting, reader),
        expires_at=offer.expires_at,
        zone=zone(reader),
        accept=url_for("attendance.accept_offer", slug=slug, number=number),
        decline=url_for("attendance.decline_offer", slug=slug, number=number),
    )


def _asked(invitation: Invitation) -> Asked:
    subject = invitation.series or invitation.call
    if subject is None:
        raise LookupError("An invitation is to a series or to a call.")
    kind = "series" if isinstance(subject, Series) else "call"
    return Asked(
        title=subject.title,
        href=url_for(f"front.show_{kind}", slug=subject.slug),
        by=invitation.by.name,
        hands_over=invitation.hands_over,
        accept=url_for("calls.accept_invitation", number=invitation.id),
        decline=url_for("calls.decline_invitation", number=invitation.id),
    )
