"""More places, fewer, none, another time, no call: the waiting list follows."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.attendance import places, rsvps
from community.attendance.models import Answer, Offer, Rsvp
from community.calls import changing
from community.calls.drafts import Place
from community.calls.times import Sitting
from community.conduct.content import Effect
from community.db import db
from tests.attendance.line import HOUR, NOW, START, going, offered
from tests.conduct.build import restrict
from tests.factories import make_call, make_community, make_member, make_person, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")


def change_capacity(sitting: Sitting, capacity: int | None, now: datetime = NOW) -> None:
    changing.change_place(sitting, Place(capacity=capacity), by=make_member("Fay"), now=now)


def test_raising_the_capacity_offers_the_places():
    sitting = make_sitting(capacity=1)
    for name in ("Ada", "Ben", "Cleo", "Dora"):
        going(sitting, name)

    change_capacity(sitting, 3)

    assert offered() == ["Ben", "Cleo"]


def test_lowering_the_capacity_evicts_nobody_and_takes_back_the_last_offers():
    sitting = make_sitting(capacity=2)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    cleo, dora = going(sitting, "Cleo"), going(sitting, "Dora")
    change_capacity(sitting, 4)
    since = dora.waiting_since

    change_capacity(sitting, 3)
    kept = offered()
    change_capacity(sitting, 1)

    assert kept == ["Cleo"]
    assert offered() == []
    assert [r.answer for r in (ada, ben, cleo)] == [Answer.GOING, Answer.GOING, Answer.WAITING]
    assert dora.waiting_since == since


def test_without_a_limit_everybody_who_waits_is_going():
    sitting = make_sitting(capacity=1)
    _, ben, cleo = (going(sitting, name) for name in ("Ada", "Ben", "Cleo"))

    change_capacity(sitting, None)

    assert (ben.answer, cleo.answer) == (Answer.GOING, Answer.GOING)


def test_a_cancelled_call_takes_offers_back_and_a_call_held_after_all_makes_them_again():
    facilitator = make_member("Fay")
    sitting = make_sitting(make_call(facilitator), capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    changing.cancel(sitting, by=facilitator, reason="Ill", now=NOW + HOUR)
    kept, answer = offered(), ben.answer
    changing.uncancel(sitting, by=facilitator, now=NOW + 2 * HOUR)

    assert (kept, answer, offered()) == ([], Answer.WAITING, ["Ben"])


def test_an_offer_never_outlives_the_start_of_a_call_that_was_moved():
    sitting = make_sitting(capacity=1)
    ada, _ = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    changing.move(
        sitting,
        local_start=datetime(2026, 3, 1, 16),
        zone="Europe/Berlin",
        minutes=60,
        now=NOW + HOUR,
    )

    assert db.session.scalars(select(Offer.expires_at)).all() == [NOW + 3 * HOUR]


@pytest.mark.parametrize(("later", "sentence"), [(START, "has begun"), (START + HOUR, "is over")])
def test_a_call_that_has_begun_takes_no_answers(later, sentence):
    sitting = make_sitting()
    ada = going(sitting, "Ada")

    for change in (
        lambda: rsvps.answer(sitting, ada.person, answer=Answer.CANNOT, now=later),
        lambda: rsvps.withdraw(sitting, ada.person, now=later),
        lambda: rsvps.accept_offer(ada, now=later),
        lambda: rsvps.decline_offer(ada, now=later),
    ):
        with pytest.raises(rsvps.TooLateToAnswer, match=sentence):
            change()


def test_a_cancelled_call_takes_no_answers():
    sitting = make_sitting()
    changing.cancel(sitting, by=make_member("Fay"), reason="Ill", now=NOW)

    with pytest.raises(rsvps.TooLateToAnswer, match="cancelled"):
        going(sitting, "Ada")


def test_the_database_itself_refuses_one_place_too_many():
    sitting = make_sitting(capacity=1)
    going(sitting, "Ada")
    extra = Rsvp(
        sitting=sitting,
        person=make_person("Ben"),
        answer=Answer.GOING,
        answered_at=NOW,
        updated_at=NOW,
    )

    db.session.add(extra)

    with pytest.raises(IntegrityError, match="sitting_capacity"):
        db.session.flush()


def test_the_database_itself_refuses_to_keep_a_place_that_is_taken():
    sitting = make_sitting(capacity=1)
    going(sitting, "Ada")
    ben = going(sitting, "Ben")
    assert not places.has_room(sitting)

    db.session.add(Offer(rsvp=ben, offered_at=NOW, expires_at=NOW + HOUR))

    with pytest.raises(IntegrityError, match="sitting_capacity"):
        db.session.flush()


def test_a_place_goes_past_who_may_not_come_for_a_while_and_they_keep_their_turn():
    make_community()
    first, other = (make_sitting(capacity=1) for _ in range(2))
    ada = going(first, "Ada")
    going(other, "Eva")
    ben = going(first, "Ben")
    rsvps.answer(other, ben.person, answer=Answer.GOING, now=NOW)
    cleo, dan = going(first, "Cleo"), going(other, "Dan")
    week = restrict(ben.person, Effect.READING_ONLY, by=make_member("Stu"), now=NOW).ends_at

    rsvps.answer(first, ada.person, answer=Answer.CANNOT, now=NOW + HOUR)
    assert offered(NOW + HOUR) == ["Cleo"]
    change_capacity(other, None, NOW + HOUR)
    assert dan.answer is Answer.GOING
    rsvps.answer(first, cleo.person, answer=Answer.CANNOT, now=NOW + 2 * HOUR)
    assert offered(NOW + 2 * HOUR) == []
    for sitting in (first, other):
        places.settle(places.lock(sitting), now=week)

    assert offered(week) == ["Ben"]
    waiting = select(Rsvp).where(Rsvp.answer == Answer.WAITING)
    assert [one.sitting for one in db.session.scalars(waiting)] == [first]
