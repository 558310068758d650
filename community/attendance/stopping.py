"""Answers while an emergency measure stands in a call: paused, or taken away from one person."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.models import Person
from community.calls.apart import refuse_apart
from community.calls.models import Series
from community.calls.times import Sitting
from community.conduct.emergency_models import Act
from community.conduct.emergency_queries import acts_for, awaits_admission, stopping_answers
from community.db import db
from community.errors import Refusal
from community.events import announce

from . import places
from .events import RsvpChanged
from .models import Answer, Rsvp, SeriesAnswer

Spells = Sequence[tuple[int, int | None, datetime | None]]


class AnswersArePaused(Refusal):
    """Nobody can say that they come, for a while."""


class AnswerWasRemoved(Refusal):
    """They cannot answer this call while an emergency measure stands."""


PAUSED = (
    "Answers to this call are paused for the time being, because of something that happened in it."
    " You can still say that you can’t come."
)
WAITS = (
    "The link to this call was changed because of something that happened in it. You answered since"
    " then: it stands here once somebody who holds the call has let you in."
)
REMOVED = (
    "Your answer to this call was taken away as an emergency measure, and you cannot answer it "
    "while that stands. You have been told why and until when."
)


def refuse_what_is_stopped(sitting: Sitting, person: Person, answer: Answer, now: datetime) -> None:
    """Raise `AnswerWasRemoved` or, unless they cannot come, `AnswersArePaused` and, where they may
    not reach who holds it, `community.distance.forbidding.ContactForbidden`.
    """
    call_id = sitting.call_id
    paused, removed = stopping_answers([call_id], [person.id], now)
    if (call_id, person.id) in removed:
        raise AnswerWasRemoved(REMOVED)
    if paused and answer is not Answer.CANNOT:
        raise AnswersArePaused(PAUSED)
    refuse_who_may_not_come(sitting, person, answer, now)


def refuse_who_may_not_come(
    subject: Series | Sitting, person: Person, answer: Answer, now: datetime
) -> None:
    """Raise `community.distance.forbidding.ContactForbidden` where they would come and may not
    reach one of those who hold it.
    """
    if answer is not Answer.CANNOT:
        refuse_apart(subject, person, now)


def refuse_words(sitting: Sitting, person: Person, now: datetime) -> None:
    """The same for whoever would write a note to them, whether they come or not."""
    refuse_apart(sitting, person, now)


def refuse_while_paused(sitting: Sitting, answer: Answer, now: datetime) -> None:
    """Raise `AnswersArePaused` for whoever would come, whoever they are."""
    if answer is not Answer.CANNOT and stopping_answers([sitting.call_id], [], now)[0]:
        raise AnswersArePaused(PAUSED)


def words_for(
    sitting: Sitting, person: Person, now: datetime, *, is_coming: bool = False
) -> tuple[str, bool]:
    """What the person is told at the call, empty where nothing stands; and whether they can answer
    at all. `is_coming`: they are going to it.
    """
    acts = acts_for(sitting.call_id, person.id, now)
    if Act.REMOVE_ANSWER in acts:
        return REMOVED, False
    told = [PAUSED] if Act.PAUSE_ANSWERS in acts else []
    return " ".join([*told, WAITS] if is_coming and Act.CHANGE_LINK in acts else told), True


def number_waiting(sitting: Sitting, now: datetime) -> int:
    """How many who come have the join link once they are let in. One query."""
    waits = awaits_admission(Rsvp.person_id, sitting.call_id, now)
    query = select(func.count()).select_from(Rsvp).where(Rsvp.sitting_id == sitting.id, waits)
    return db.session.scalar(query.where(Rsvp.answer != Answer.CANNOT)) or 0


def stopped_among(
    sittings: Sequence[Sitting], people: Collection[int], now: datetime
) -> tuple[set[int], set[tuple[int, int]]]:
    """Of sittings, those whose answers are paused; and whose answer to which was taken away."""
    paused, removed = stopping_answers({s.call_id for s in sittings}, people, now)
    return {s.id for s in sittings if s.call_id in paused}, {
        (s.id, person) for s in sittings for call, person in removed if s.call_id == call
    }


def is_kept_from(sitting: Sitting, given: SeriesAnswer, kept: Spells) -> bool:
    """Whether a measure keeps them from a date, as it begins before that ends."""
    return any(
        person_id == given.person_id
        and series_id in {None, given.series_id}
        and (ends_at is None or sitting.starts_at < ends_at)
        for person_id, series_id, ends_at in kept
    )


def take_away(sittings: Sequence[Sitting], person: Person, *, now: datetime) -> None:
    """Take a person's answers to what is not over yet away, and pass their places on."""
    for one in sorted(sittings, key=lambda one: one.id):
        sitting = places.lock(one)
        rsvp = places.rsvp_of(sitting, person)
        if rsvp is not None and not sitting.is_over(now):
            places.drop(rsvp, now=now)
            announce(RsvpChanged(person.id))


def take_offers_back(sittings: Sequence[Sitting], *, now: datetime) -> None:
    """Keep no places while answers are paused: whoever one was kept for keeps their place in line
    and is asked again afterwards.
    """
    for one in sorted(sittings, key=lambda one: one.id):
        places.settle(places.lock(one), now=now)


def people_going(sitting: Sitting) -> Sequence[int]:
    """The people who are going, by their ids."""
    query = select(Rsvp.person_id).where(Rsvp.sitting_id == sitting.id, Rsvp.answer == Answer.GOING)
    return db.session.scalars(query.order_by(Rsvp.person_id)).all()


def is_going(sitting: Sitting, person_id: int) -> bool:
    """Whether a person is going."""
    query = select(Rsvp.id).where(Rsvp.sitting_id == sitting.id, Rsvp.person_id == person_id)
    return db.session.scalar(query.where(Rsvp.answer == Answer.GOING)) is not None
