"""What happens to answers, follows and places."""

from dataclasses import dataclass
from datetime import datetime

from community.calls.models import Series
from community.calls.times import Sitting
from community.events import Event

from .models import GuestAnswer, Offer


@dataclass(frozen=True, slots=True)
class RsvpChanged(Event):
    """A person's answer for one sitting is another, or is gone."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SeriesAnswerChanged(Event):
    """A person's answer for a series, or what it says for dates, is another or is gone; told once
    for all the dates.
    """

    person_id: int
    series: Series


@dataclass(frozen=True, slots=True)
class FollowChanged(Event):
    """A person follows a series, or no longer does."""

    person_id: int
    series: Series


@dataclass(frozen=True, slots=True)
class PeopleJoined(Event):
    """A guest turned out to be a member: what is still of `gone_id` goes once this is told."""

    gone_id: int
    kept_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GuestCame(Event):
    """Somebody showed by a letter that an address is theirs."""

    person_id: int
    email_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceOffered(Event):
    """A place that came free is kept for somebody who waits."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class PlacesGiven(Event):
    """People who waited for a sitting have a place, since it has no limit any more."""

    sitting: Sitting
    people: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferExpired(Event):
    """The time to take a place that was kept is over; they still wait. `at` is when that was
    noted.
    """

    offer: Offer
    at: datetime


@dataclass(frozen=True, slots=True)
class GuestAnswerAsked(Event):
    """Somebody gave a name and an address to answer with; nothing is confirmed yet."""

    given: GuestAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkChanged(Event):
    """People meet elsewhere from now on; `about` tells this change from others."""

    sitting: Sitting
    about: str
    at: datetime
