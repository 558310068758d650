"""Forgetting guests: at their own wish, and when nothing of theirs has been to come for long.

A guest who asks to be forgotten is deleted whole, with every answer, those to past calls included.
One who only stayed away loses name, address, notes and needs; that somebody answered a past call
stays as a number, so that what its page says of how many came does not shrink month by month.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from community import work
from community.accounts import guests
from community.accounts.models import Guest, MailedLink, Member, Person
from community.calls.times import Sitting
from community.db import db, transaction
from community.holdings import Holding, erase_all

from .guest_answers import WAITS
from .models import GuestAnswer, Rsvp

KEPT = timedelta(days=30)  # after the last sitting a guest answered
NOBODY = "A former guest"


def forget(guest: Guest, *, now: datetime) -> bool:
    """Delete the guest and every answer; places that come free go to the next in line. Whoever has
    an account by now is left alone. Whether there was anybody to forget.
    """
    person = _held(guest)
    if person is None:
        return False
    erase_all(_holdings(), person.id, now=now)
    if not delete_person(person):  # an answer that was under way has come in meanwhile
        erase_all(_holdings(), person.id, now=now)
        delete_person(person)
    return True


def forget_old_guests(now: datetime) -> None:
    """Forget who has answered nothing to come, and nothing that ended within the last 30 days.

    Each guest in a transaction of their own. Raises `community.work.Unfinished`.
    """

    def let_go(guest_id: int) -> None:
        with transaction():
            guest = db.session.get(Guest, guest_id)
            if guest is not None:
                _make_nameless(guest, now)

    recent = exists().where(
        Rsvp.person_id == Guest.person_id,
        Rsvp.sitting_id == Sitting.id,
        Sitting.ends_at > now - KEPT,
    )
    asked = exists().where(  # taken back, perhaps: the link still leads somewhere
        GuestAnswer.person_id == Guest.person_id,
        GuestAnswer.sitting_id == Sitting.id,
        Sitting.ends_at > now - KEPT,
    )
    old = select(Guest.id).where(Guest.made_at < now - KEPT, ~recent, ~asked).order_by(Guest.id)
    found = list(db.session.scalars(old))
    db.session.rollback()  # reading is over before the writing begins
    work.each(found, let_go, what="guest")


def forget_unconfirmed(now: datetime) -> None:
    """Delete what was asked two days ago and never confirmed, with its links."""
    late = GuestAnswer.confirmed_at.is_(None), GuestAnswer.made_at <= now - WAITS
    with transaction():
        _delete_answers(list(db.session.scalars(select(GuestAnswer.id).where(*late))))


def delete_asked(person_id: int) -> None:
    """Delete what a person asked to answer by letter, confirmed or not, and its links."""
    theirs = [GuestAnswer.person_id == person_id]
    key = guests.address_key_of(person_id)
    if key is not None:
        theirs.append(GuestAnswer.email_key == key)
    _delete_answers(list(db.session.scalars(select(GuestAnswer.id).where(or_(*theirs)))))


def delete_person(person: Person) -> bool:
    """Delete a person of whom nothing is left, unless something must go on pointing to them; gives
    whether they are gone.
    """
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Person).where(Person.id == person.id))
    except IntegrityError:
        return False
    db.session.expunge(person)
    return True


def _make_nameless(guest: Guest, now: datetime) -> None:
    person = _held(guest)
    if person is None:
        return
    delete_asked(person.id)
    others = [holding for holding in _holdings() if "rsvp" not in holding.tables]
    erase_all(others, person.id, now=now)
    answered = select(Rsvp.id).where(Rsvp.person_id == person.id).limit(1)
    if db.session.scalar(answered) is None:
        delete_person(person)
        return
    person.name = NOBODY
    theirs = update(Rsvp).where(Rsvp.person_id == person.id)
    db.session.execute(theirs.values(note="", access_needs="", shows_name=False))


def _held(guest: Guest) -> Person | None:
    """The person, with all that is theirs held; None where they have an account by now."""
    person_id = guest.person_id
    asked = select(GuestAnswer.id).where(
        or_(GuestAnswer.person_id == person_id, GuestAnswer.email_key == guest.email_key)
    )
    db.session.execute(asked.order_by(GuestAnswer.id).with_for_update())
    held = select(Guest.id).where(Guest.id == guest.id).with_for_update()
    if db.session.scalar(held) is None:
        return None
    has_account = select(Member.id).where(Member.person_id == person_id)
    return None if db.session.scalar(has_account) is not None else guest.person


def _delete_answers(ids: list[int]) -> None:
    links = list(db.session.scalars(select(GuestAnswer.link_id).where(GuestAnswer.id.in_(ids))))
    db.session.execute(delete(GuestAnswer).where(GuestAnswer.id.in_(ids)))
    db.session.execute(delete(MailedLink).where(MailedLink.id.in_(links)))


def _holdings() -> Sequence[Holding]:
    found: Sequence[Holding] = current_app.extensions["holdings"]
    return found


JOBS = (
    work.Job("forget unconfirmed answers", timedelta(hours=6), forget_unconfirmed),
    work.Job("forget old guests", timedelta(days=1), forget_old_guests),
)
