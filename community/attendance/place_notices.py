"""The letters about places: one is offered, the time to take it is over, everybody has one."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.calls.when import when_of
from community.db import db
from community.outbox.kinds import Draft, Kind, Recipient
from community.outbox.models import Group, Letter
from community.outbox.owing import owe, owe_all

from .events import OfferExpired, PlaceOffered, PlacesGiven
from .guest_answers import answer_address
from .models import Answer, Offer, Rsvp
from .places import open_offer_of
from .policies import may_person_see


def place_offered(event: PlaceOffered) -> None:
    """Tell somebody who waits that a place is kept for them, and until when."""
    _owe("place_offered", event.offer, event.offer.offered_at)


def offer_expired(event: OfferExpired) -> None:
    """Tell somebody that the time to take a place is over."""
    _owe("place_lost", event.offer, event.at)


def places_given(event: PlacesGiven) -> None:
    """Tell those who waited that they have a place: there is no limit any more."""
    owe_all(
        "place_given",
        event.people,
        about=f"sitting {event.sitting.id} {event.at.isoformat()}",
        facts={"sitting": event.sitting.id},
        now=event.at,
    )


def _owe(kind: str, offer: Offer, now: datetime) -> None:
    """About the offer and its time: a number may come again after an answer was withdrawn."""
    owe(
        kind,
        person_id=offer.rsvp.person_id,
        about=f"offer {offer.id} {offer.offered_at.isoformat()}",
        facts={"offer": offer.id},
        now=now,
    )


def _write_place_offered(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    offer = _offer(letter)
    if offer is None or not offer.is_open(now) or _is_off(offer, now):
        return None
    return _draft(offer, recipient)


def _write_place_lost(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing where the person left the line, or is kept another place already."""
    offer = _offer(letter)
    if offer is None or offer.rsvp.answer is not Answer.WAITING or _is_off(offer, now):
        return None
    return None if open_offer_of(offer.rsvp) else _draft(offer, recipient)


def _write_place_given(letter: Letter, recipient: Recipient, now: datetime) -> Draft | None:
    """Nothing to who does not come any more, or answered once more since."""
    query = select(Rsvp).where(
        Rsvp.sitting_id == letter.facts["sitting"],
        Rsvp.person_id == letter.person_id,
        Rsvp.answer == Answer.GOING,
    )
    rsvp = db.session.scalar(query)
    if rsvp is None or _is_closed(rsvp, now):
        return None
    return Draft(_values(rsvp, recipient))


def _offer(letter: Letter) -> Offer | None:
    """The offer a letter is about, as long as it is this person's."""
    offer = db.session.get(Offer, letter.facts["offer"])
    return offer if offer and offer.rsvp.person_id == letter.person_id else None


def _is_off(offer: Offer, now: datetime) -> bool:
    return _is_closed(offer.rsvp, now)


def _is_closed(rsvp: Rsvp, now: datetime) -> bool:
    sitting = rsvp.sitting
    is_hidden = not may_person_see(rsvp.person_id, sitting)
    return sitting.has_begun(now) or sitting.is_cancelled or sitting.call.is_removed or is_hidden


def _draft(offer: Offer, recipient: Recipient) -> Draft:
    return Draft({**_values(offer.rsvp, recipient), "until": offer.expires_at})


def _values(rsvp: Rsvp, recipient: Recipient) -> dict[str, Any]:
    sitting = rsvp.sitting
    return {
        "title": sitting.call.title,
        "when": when_of(sitting, recipient.zone),
        "page": answer_address(rsvp.person_id, sitting),
    }


KINDS = (
    Kind("place_offered", Group.PLACES, _write_place_offered),
    Kind("place_lost", Group.PLACES, _write_place_lost),
    Kind("place_given", Group.PLACES, _write_place_given),
)
