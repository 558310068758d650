"""Answers of guests: asked for with a name and an address, confirmed by the link in a letter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from community.accounts import guests, mailed
from community.accounts.guests import Caller
from community.accounts.limits import Limit
from community.accounts.models import MailedLink, Person, Purpose
from community.agreement import How, Terms
from community.calls.times import Sitting
from community.conduct.acceptances import accept_number, terms_after, terms_of
from community.conduct.standing import limits_of
from community.db import db
from community.events import announce
from community.limits import refuse_what_is_stopped
from community.outbox.addresses import absolute
from community.outbox.owing import give_to

from . import rsvps, stopping
from .events import GuestAnswerAsked, GuestCame
from .models import Answer, GuestAnswer, Rsvp
from .policies import Permission
from .queries import answers_of

WAITS = timedelta(days=2)  # how long an answer waits to be confirmed
BY_NETWORK = Limit("guest answer", 10, timedelta(minutes=30))
BY_ADDRESS = Limit("guest letter", 3, timedelta(hours=6))
_ENDLESS = timedelta(days=3650)  # the answer it belongs to says when a link ends


@dataclass(frozen=True, slots=True)
class Wish:
    """What a guest would like to answer. `accepted` is the version of the code they agreed to."""

    answer: Answer
    note: str = ""
    access_needs: str = ""
    shows_name: bool = False
    accepted: int | None = None


def ask(sitting: Sitting, caller: Caller, wish: Wish, *, now: datetime) -> GuestAnswer:
    """Keep what somebody would like to answer, and owe a letter to their address.

    The same is done whether anybody is known by the address or not. Raises `TooLateToAnswer` and
    `AnswersArePaused`.
    """
    rsvps.refuse_too_late(sitting, now)
    stopping.refuse_while_paused(sitting, wish.answer, now)
    given = GuestAnswer(
        link=mailed.make(Purpose.GUEST, lasts=_ENDLESS, now=now),
        sitting_id=sitting.id,
        name=caller.name,
        email=caller.email,
        email_key=caller.email_key,
        zone=caller.zone,
        answer=wish.answer,
        note=wish.note,
        access_needs=wish.access_needs,
        shows_name=wish.shows_name,
        accepted=wish.accepted,
        made_at=now,
    )
    db.session.add(given)
    db.session.flush()
    announce(GuestAnswerAsked(given, now))
    return given


def find(token: str, now: datetime) -> GuestAnswer | None:
    """The answer behind the link of a letter: one that waits, or that of somebody who still has
    the address the letter went to.
    """
    link = mailed.find(token, Purpose.GUEST, now=now)
    if link is None:
        return None
    given = db.session.scalar(select(GuestAnswer).where(GuestAnswer.link_id == link.id))
    return given if given is not None and _holds(given, now) else None


def address_asked(reference: str) -> str | None:
    """The address a letter was sent to; `reference` is known to the browser that asked alone."""
    query = select(GuestAnswer.email).join(MailedLink, GuestAnswer.link_id == MailedLink.id)
    return db.session.scalar(query.where(MailedLink.nonce == reference))


def confirm(given: GuestAnswer, *, accepted: int | None = None, now: datetime) -> Rsvp | None:
    """Let the answer count, for the person whose address it is: a member, a guest, a new guest.

    `accepted` is the version of the code that was agreed to with it, if another than when it was
    asked. Confirming twice changes nothing, also where they have answered otherwise since: None
    then. Raises `TooLateToAnswer`, and `community.limits.Limited` where a measure stops them.
    """
    held = select(GuestAnswer.id).where(GuestAnswer.id == given.id).with_for_update()
    if db.session.scalar(held) is None:
        return None  # forgotten meanwhile
    db.session.refresh(given)
    if given.confirmed_at is not None:
        return None
    caller = Caller(given.name, given.email, given.email_key, given.zone)
    person = guests.person_of(caller, now=now)
    announce(GuestCame(person.id, caller.email_key, now))
    refuse_where_stopped(person, given.answer, given.sitting, note=given.note, now=now)
    rsvp = rsvps.answer(
        given.sitting,
        person,
        answer=given.answer,
        note=given.note or None,
        access_needs=given.access_needs or None,
        shows_name=given.shows_name,
        now=now,
    )
    given.person_id, given.confirmed_at = person.id, now
    given.note, given.access_needs = "", ""  # they stand with the answer now
    give_to(person.id, given.email)
    accept_number(person, accepted or given.accepted, how=How.RSVP, now=now)
    db.session.flush()
    return rsvp


def refuse_where_stopped(
    person: Person, answer: Answer, sitting: Sitting, *, note: str | None = None, now: datetime
) -> None:
    """Raise `community.limits.Limited` where a measure keeps the person from taking part, whether
    they sign in or write as a guest. To say that one does not come is always possible, without a
    note that was not there before.
    """
    if answer is not Answer.CANNOT or _is_new(note, person, sitting):
        refuse_what_is_stopped(limits_of(person.id, now), Permission.ANSWER_AS_GUEST, sitting)


def agree(person: Person, number: int | None, *, now: datetime) -> None:
    """Record that a person accepts a version of the code with an answer; None does nothing."""
    accept_number(person, number, how=How.RSVP, now=now)


def terms_for(given: GuestAnswer, now: datetime) -> Terms | None:
    """What whoever gives this answer must still agree to before they take part."""
    if given.person_id is not None:
        return terms_of(given.person_id, now)
    if given.answer is Answer.CANNOT:
        return None
    asked = terms_after(given.accepted, now)
    known = guests.person_with(given.email_key) if asked is not None else None
    return terms_of(known, now) if known is not None else asked


def answer_address(person_id: int, sitting: Sitting) -> str:
    """Where a letter leads a person about a sitting: a guest to the page behind the link they
    were sent, everybody else to the page of the call.
    """
    own = guest_pages_of(person_id, [sitting.id]).get(sitting.id)
    return own or absolute("front.show_call", slug=sitting.call.slug)


def guest_pages_of(person_id: int, sitting_ids: Collection[int]) -> dict[int, str]:
    """The pages behind the links a guest was sent, by their sittings; none of a member's. A query
    or two.
    """
    if not guests.guest_of(person_id):
        return {}
    given = db.session.scalars(
        select(GuestAnswer)
        .where(GuestAnswer.person_id == person_id, GuestAnswer.sitting_id.in_(sitting_ids))
        .order_by(GuestAnswer.confirmed_at, GuestAnswer.id)
    )
    tokens = {one.sitting_id: mailed.text_of(one.link) for one in given}  # the latest of each
    return {
        sitting_id: absolute("attendance.show_guest_answer", token=token)
        for sitting_id, token in tokens.items()
        if token is not None
    }


def _is_new(note: str | None, person: Person, sitting: Sitting) -> bool:
    """Whether facilitators would read words that they have not read yet."""
    if not note:
        return False
    before = answers_of(person, [sitting]).get(sitting.id)
    return before is None or before.note != note


def _holds(given: GuestAnswer, now: datetime) -> bool:
    if given.person_id is None:
        return now < given.made_at + WAITS
    return guests.address_key_of(given.person_id) == given.email_key
