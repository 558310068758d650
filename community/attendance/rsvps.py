"""Answering for one sitting: going, maybe or can't; taking what is offered; taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community.accounts.models import Person
from community.calls.times import Sitting
from community.db import db, number_of
from community.errors import Refusal
from community.events import announce

from . import first_answers, places, stopping
from .events import RsvpChanged
from .hidden import is_left_out
from .models import Answer, Rsvp, SeriesAnswer

LONGEST_NOTE = 500
LONGEST_NEEDS = 1000


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What was answered; None where nothing was said of it."""

    answer: Answer
    note: str | None
    access_needs: str | None
    shows_name: bool | None


class TooLateToAnswer(Refusal):
    """The call has begun, is over, or is not held."""


class PlaceIsGone(Refusal):
    """The time to accept ran out, and the place went to somebody else."""


class AnsweredForSeries(Refusal):
    """The answer stands because of the one for the series."""


def answer(
    sitting: Sitting,
    person: Person,
    *,
    answer: Answer,
    now: datetime,
    note: str | None = None,
    access_needs: str | None = None,
    shows_name: bool | None = None,
) -> Rsvp:
    """Answer for one date; it wins over an answer for the series. What is None stays as it was.

    Going to a full call means waiting: look at the answer of what is returned. Going again keeps
    the place; answering otherwise passes it on. Raises `TooLateToAnswer`, and what `stopping` says.
    """
    draft = AnswerDraft(answer, note, access_needs, shows_name)
    rsvp = answer_once(number_of(sitting), number_of(person), draft, now=now)
    return rsvp or places.present_rsvp(sitting, person)


def answer_once(
    sitting_id: int, person_id: int, draft: AnswerDraft, *, now: datetime
) -> Rsvp | None:
    """The same by numbers. Gives the row only where there was more to think of: None says that it
    was a first answer, which stands as it was wished for.
    """
    note, needs, shows_name = draft.note or "", draft.access_needs or "", draft.shows_name or False
    _refuse_too_long(note, needs)
    places.hold(sitting_id)
    if first_answers.write(
        sitting_id,
        person_id,
        answer=draft.answer,
        note=note,
        access_needs=needs,
        shows_name=shows_name,
        now=now,
    ):
        announce(RsvpChanged(person_id))
        return None
    sitting, person = places.read_again(sitting_id), db.session.get_one(Person, person_id)
    stopping.refuse_what_is_stopped(sitting, person, draft.answer, now)
    refuse_too_late(sitting, now)
    places.settle(sitting, now=now)
    rsvp = places.rsvp_of(sitting, person) or _blank(sitting, person, now)
    rsvp.note = rsvp.note if draft.note is None else _taken(note, rsvp, sitting, person, now)
    rsvp.access_needs = rsvp.access_needs if draft.access_needs is None else needs
    rsvp.shows_name = rsvp.shows_name if draft.shows_name is None else shows_name
    rsvp.by_series, rsvp.updated_at = False, now
    with_new_answer(rsvp, draft.answer, now)
    return rsvp


def withdraw(sitting: Sitting, person: Person, *, now: datetime) -> Rsvp | None:
    """Take the answer for one date back. The answer for the series, if there is one, holds again
    and is returned. Withdrawing twice changes nothing.

    Raises `TooLateToAnswer`, `AnsweredForSeries`, and what `stopping` says where the answer for the
    series is another.
    """
    sitting = places.lock(sitting)
    refuse_too_late(sitting, now)
    rsvp = places.rsvp_of(sitting, person)
    if rsvp is None:
        return None
    if rsvp.by_series:
        raise AnsweredForSeries(
            "This answer comes from the one you gave for the series. Answer this date differently,"
            " or withdraw the answer for the series."
        )
    places.settle(sitting, now=now)
    general = _general_answer(sitting, person)
    if general is None:
        places.drop(rsvp, now=now)
        announce(RsvpChanged(person.id))
        return None
    if general.answer is not rsvp.answer:
        stopping.refuse_what_is_stopped(sitting, person, general.answer, now)
    rsvp.note, rsvp.access_needs, rsvp.shows_name = "", general.access_needs, general.shows_name
    rsvp.by_series, rsvp.updated_at = True, now
    with_new_answer(rsvp, general.answer, now)
    return rsvp


def comes_again(sitting: Sitting, person: Person) -> bool:
    """Whether who takes their answer back comes by the one they gave for the series."""
    general = _general_answer(sitting, person)
    return general is not None and general.answer is not Answer.CANNOT


def accept_offer(rsvp: Rsvp, *, now: datetime) -> None:
    """Take the place that is kept, or one that is free for whoever comes. Twice does no harm.

    Raises `PlaceIsGone`, `TooLateToAnswer`, and as `stopping` does.
    """
    sitting = places.lock(rsvp.sitting)
    refuse_too_late(sitting, now)
    places.settle(sitting, now=now)
    db.session.refresh(rsvp)
    if rsvp.answer is Answer.GOING:
        return
    stopping.refuse_while_paused(sitting, Answer.GOING, now)
    stopping.refuse_who_may_not_come(sitting, rsvp.person, Answer.GOING, now)
    if places.open_offer_of(rsvp) is None and not places.has_room(sitting):
        raise PlaceIsGone(
            "The time to accept ran out, and the place went to the next person."
            " You are still on the waiting list."
            if rsvp.answer is Answer.WAITING
            else "No place is kept for you. Answer “going” to join the waiting list."
        )
    rsvp.by_series, rsvp.updated_at = False, now
    with_new_answer(rsvp, Answer.GOING, now)


def decline_offer(rsvp: Rsvp, *, now: datetime) -> None:
    """Let the place go to the next person, and leave the waiting list: the answer is *can't*.

    Twice does no harm; somebody who is going already keeps their place. Raises `TooLateToAnswer`.
    """
    sitting = places.lock(rsvp.sitting)
    refuse_too_late(sitting, now)
    places.settle(sitting, now=now)
    db.session.refresh(rsvp)
    if rsvp.answer is not Answer.WAITING:
        return
    rsvp.by_series, rsvp.updated_at = False, now
    with_new_answer(rsvp, Answer.CANNOT, now)


def with_new_answer(rsvp: Rsvp, wish: Answer, now: datetime) -> None:
    """Put the answer wished for into an RSVP whose sitting is locked and settled, and tell."""
    before = rsvp.answer
    places.put(rsvp, wish, now=now)
    if rsvp.answer is not before:
        rsvp.answered_at = now
    db.session.flush()
    announce(RsvpChanged(rsvp.person_id))


def _blank(sitting: Sitting, person: Person, now: datetime) -> Rsvp:
    rsvp = Rsvp(sitting=sitting, person_id=number_of(person), answered_at=now)
    rsvp.note, rsvp.access_needs, rsvp.shows_name = "", "", False
    return rsvp


def _taken(note: str, rsvp: Rsvp, sitting: Sitting, person: Person, now: datetime) -> str:
    """The note, which who holds the call reads whatever the answer is."""
    if note and note != rsvp.note:
        stopping.refuse_words(sitting, person, now)
    return note


def _refuse_too_long(note: str, access_needs: str) -> None:
    if len(note) > LONGEST_NOTE or len(access_needs) > LONGEST_NEEDS:
        raise Refusal("That is too long: 500 characters for a note, 1,000 for access needs.")


def refuse_too_late(sitting: Sitting, now: datetime) -> None:
    """Raise `TooLateToAnswer` where `sitting` takes no answers at `now`."""
    if sitting.call.is_removed:
        raise TooLateToAnswer("This call has been deleted, so it takes no answers.")
    if sitting.is_cancelled:
        raise TooLateToAnswer("This call has been cancelled, so it takes no answers.")
    if sitting.is_over(now):
        raise TooLateToAnswer("This call is over, so answers stay as they are.")
    if sitting.has_begun(now):
        raise TooLateToAnswer("This call has begun, so answers stay as they are.")


def _general_answer(sitting: Sitting, person: Person) -> SeriesAnswer | None:
    if is_left_out(sitting.call, person.id):
        return None
    return db.session.scalar(
        select(SeriesAnswer).where(
            SeriesAnswer.series_id == sitting.call.series_id,
            SeriesAnswer.person_id == person.id,
            SeriesAnswer.position == sitting.position,
        )
    )
