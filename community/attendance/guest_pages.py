"""What the page of a guest shows, and on whose behalf it acts."""

from dataclasses import dataclass
from datetime import datetime

from werkzeug.exceptions import NotFound

from community.accounts import guests
from community.accounts.models import Guest, Person
from community.calls import links
from community.calls.manners import manners
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.calls.when import When, when_of
from community.db import db
from community.outbox import choices
from community.outbox.models import Group

from .blocks import AnswerBlock, Closed, blocks_for, with_stops
from .models import Answer, GuestAnswer, Rsvp
from .policies import may_person_see
from .queries import answers_of
from .words import words_to_guest


@dataclass(frozen=True, slots=True)
class GuestPage:
    """One sitting and one person's answer to it, for whoever has the link of a letter.

    `is_shown` says whether the person may (still) see the call at all; `is_ahead`, whether any of
    its sittings is held and not over: then it takes proposals. `manners` is how it is held;
    `choices` is the token of the page on which they choose their letters, None before the answer is
    confirmed.
    """

    is_confirmed: bool
    is_shown: bool
    is_guest: bool
    is_ahead: bool
    person_id: int | None
    asked: Answer
    name: str
    zone: str
    title: str
    slug: str
    when: When
    said: str
    block: AnswerBlock
    join_link: str | None
    manners: str
    has_link: bool
    choices: str | None

    @property
    def is_open(self) -> bool:
        """Whether the sitting takes answers."""
        return self.block.closed is None and self.block.can_answer

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to come."""
        return self.block.closed is Closed.OVER


def page_of(given: GuestAnswer, now: datetime) -> GuestPage:
    """Everything the page behind a letter's link shows at `now`."""
    sitting, person, call = given.sitting, given.person, given.sitting.call
    zone = person.zone if person else given.zone
    block = block_of(sitting, person, now)
    member = guests.member_of(person.id) if person else None
    going = {sitting.id} if block.answer is Answer.GOING else set[int]()
    found = (
        links.links_for(person.id, [sitting], going, now=now).get(sitting.id) if person else None
    )
    return GuestPage(
        is_confirmed=person is not None,
        is_shown=person is None or may_person_see(person.id, sitting),
        is_guest=person is not None and member is None,
        is_ahead=not call.is_removed
        and any(not (one.is_cancelled or one.is_over(now)) for one in sittings_of(call)),
        person_id=person.id if person else None,
        asked=given.answer,
        name=person.name if person else given.name,
        zone=zone,
        title=call.title,
        slug=call.slug,
        when=when_of(sitting, zone),
        said=words_to_guest(block.answer, block.place_in_line),
        block=block,
        join_link=None if block.closed in {*Closed} - {Closed.BEGUN} else found,
        manners=manners(call),
        has_link=sitting.id in links.with_link([sitting]),
        choices=choices.token_for(person.id, Group.CHANGES) if person else None,
    )


def block_of(sitting: Sitting, person: Person | None, now: datetime) -> AnswerBlock:
    """What to show of one sitting, to a person or to a visitor nobody knows."""
    blocks = blocks_for([sitting], person, now)
    return (with_stops(blocks, [sitting], person, now) if person else blocks)[sitting.id]


def person_of(given: GuestAnswer, *, needs_sight: bool = True) -> Person:
    """Whose answer it is. Raises `NotFound` before it is confirmed, and where they may no longer
    see what they would act on.
    """
    person = given.person
    if person is None:
        raise NotFound
    if needs_sight and not may_person_see(person.id, given.sitting):
        raise NotFound
    return person


def rsvp_of(given: GuestAnswer) -> Rsvp:
    """Their present answer. Raises `NotFound` where there is none."""
    rsvp = answers_of(person_of(given), [given.sitting]).get(given.sitting_id)
    if rsvp is None:
        raise NotFound
    return rsvp


def guest_of(given: GuestAnswer) -> Guest:
    """The guest whose answer it is. Raises `NotFound` where they have an account."""
    guest = guests.guest_of(person_of(given, needs_sight=False).id)
    if guest is None:
        raise NotFound
    return guest


def rename(guest: Guest, *, name: str, zone: str) -> None:
    """Call the guest otherwise, and show their times in another zone (an IANA name)."""
    guest.person.name, guest.person.zone = name, zone
    db.session.flush()
