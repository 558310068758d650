"""Two people who turn out to be one: a guest whose address became that of a member."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from community import work
from community.accounts.models import Guest, Member, Person
from community.calls.times import Sitting
from community.conduct import acceptances, emergencies
from community.db import db, transaction
from community.disclosures import disclosing
from community.events import announce
from community.holdings import erase_all
from community.outbox import choices, owing

from . import places
from .events import PeopleJoined, RsvpChanged
from .leaving import delete_person
from .models import Answer, Follow, GuestAnswer, Rsvp, SeriesAnswer

_WANT_A_PLACE = {Answer.GOING, Answer.WAITING}


def merge(gone: Person, kept: Person, *, now: datetime) -> None:
    """Give what `gone` answered, proposed and said to `kept`; what is left of them is deleted, and
    places that come free are passed on. Where both answered, what is nearer to a place stands, or
    the later word. No place, place in line or letter is lost on the way.
    """
    asked = select(GuestAnswer.id).where(GuestAnswer.person_id == gone.id)
    db.session.execute(asked.order_by(GuestAnswer.id).with_for_update())
    db.session.execute(select(Guest.id).where(Guest.person_id == gone.id).with_for_update())
    answered = select(Rsvp.sitting_id).where(Rsvp.person_id == gone.id)
    for sitting_id in sorted(db.session.scalars(answered)):
        _hand_over(places.lock(db.session.get_one(Sitting, sitting_id)), gone, kept, now)
    db.session.execute(
        update(GuestAnswer).where(GuestAnswer.person_id == gone.id).values(person_id=kept.id)
    )
    _hand_series_over(gone.id, kept.id)
    disclosing.hand_over(gone.id, kept.id)
    acceptances.hand_over(gone.id, kept.id)
    emergencies.join_people(gone.id, kept.id, now=now)
    owing.hand_over(gone.id, kept.id, now=now)
    choices.hand_over(gone.id, kept.id)
    announce(PeopleJoined(gone.id, kept.id, now))
    # The guest goes first: their address is that of `kept`, whose requests and letters stay.
    db.session.execute(delete(Guest).where(Guest.person_id == gone.id))
    db.session.flush()
    erase_all(current_app.extensions["holdings"], gone.id, now=now)
    delete_person(gone)


def join_address(member: Member, *, now: datetime) -> None:
    """Make one of a member and the guest who has the same address, if there is one."""
    guest = db.session.scalar(select(Guest).where(Guest.email_key == member.email_key))
    if guest is not None:
        merge(guest.person, member.person, now=now)


def join_addresses(now: datetime) -> None:
    """The same for everybody, where a guest came about while an address changed hands.

    Raises `community.work.Unfinished`.
    """

    def join(member_id: int) -> None:
        with transaction():
            join_address(db.session.get_one(Member, member_id), now=now)

    query = select(Member.id).join(Guest, Guest.email_key == Member.email_key)
    found = list(db.session.scalars(query.order_by(Member.id)))
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, join, what="member")


def _hand_over(sitting: Sitting, gone: Person, kept: Person, now: datetime) -> None:
    rsvp = places.rsvp_of(sitting, gone)
    if rsvp is None:
        return
    own = places.rsvp_of(sitting, kept)
    if own is not None and not _stands_before(rsvp, own):
        _fill(own, rsvp)
        places.drop(rsvp, now=now)
        return
    if own is not None:
        _fill(rsvp, own)
        rsvp.shows_name = own.shows_name  # it is the member's name that is shown from now on
        places.drop(own, now=now)
    rsvp.person_id = kept.id
    db.session.flush()
    announce(RsvpChanged(kept.id))


def _hand_series_over(gone_id: int, kept_id: int) -> None:
    """What the one answered and follows of series, where the other has said nothing."""
    for model in (SeriesAnswer, Follow):
        known = select(model.series_id).where(model.person_id == kept_id)
        theirs = update(model).where(model.person_id == gone_id, model.series_id.not_in(known))
        db.session.execute(theirs.values(person_id=kept_id))


def _fill(stands: Rsvp, other: Rsvp) -> None:
    """Keep what was said beside an answer that goes, where the one that stands says nothing."""
    stands.access_needs = stands.access_needs or other.access_needs
    stands.note = stands.note or other.note


def _stands_before(one: Rsvp, other: Rsvp) -> bool:
    """Whether of two answers of the same person for one sitting `one` is the one that stands."""
    if other.answer not in _WANT_A_PLACE:
        return one.answered_at > other.answered_at
    return one.answer in _WANT_A_PLACE and _from_a_place(one) < _from_a_place(other)


def _from_a_place(rsvp: Rsvp) -> tuple[bool, bool, datetime]:
    """How far an answer is from a place: it has one, is kept one, or waits since when."""
    since = rsvp.waiting_since
    return since is not None, places.open_offer_of(rsvp) is None, since or rsvp.answered_at


JOBS = (work.Job("join guests and members", timedelta(days=1), join_addresses),)
