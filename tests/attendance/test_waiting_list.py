"""The waiting list: first come, first served, and no place given twice or lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.attendance import rsvps
from community.attendance.models import Answer, Offer, Outcome
from community.attendance.waiting import time_to_accept
from community.db import db
from tests.attendance.line import HOUR, NOW, START, going, offered
from tests.engines import ENGINES
from tests.factories import make_sitting

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines(*ENGINES)]


@pytest.mark.parametrize(
    ("left", "hours", "time"),
    [
        (timedelta(days=12), None, timedelta(hours=24)),
        (timedelta(days=4), None, timedelta(hours=24)),
        (timedelta(hours=40), None, timedelta(hours=10)),
        (timedelta(hours=8), None, timedelta(hours=2)),
        (timedelta(hours=3), None, timedelta(hours=2)),
        (timedelta(hours=2), None, timedelta(hours=2)),
        (timedelta(hours=2) - timedelta(seconds=1), None, None),
        (timedelta(hours=-1), None, None),
        (timedelta(days=12), 48, timedelta(hours=48)),
        (timedelta(hours=12), 48, timedelta(hours=10)),
        (timedelta(hours=3), 1, timedelta(hours=1)),
        (timedelta(hours=1), 1, None),
    ],
)
def test_a_place_is_kept_for_a_quarter_of_the_time_left_between_two_and_24_hours(left, hours, time):
    assert time_to_accept(left, hours) == time


def test_the_third_person_at_a_call_for_two_waits():
    sitting = make_sitting(capacity=2)

    answers = [going(sitting, name).answer for name in ("Ada", "Ben", "Cleo")]

    assert answers == [Answer.GOING, Answer.GOING, Answer.WAITING]


def test_going_twice_keeps_the_place_and_the_place_in_line():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    since = ben.waiting_since

    for rsvp in (ada, ben):
        rsvps.answer(sitting, rsvp.person, answer=Answer.GOING, now=NOW + HOUR, note="Again")

    assert (ada.answer, ben.answer, ben.waiting_since, ben.note) == (
        Answer.GOING,
        Answer.WAITING,
        since,
        "Again",
    )


def test_a_place_given_back_is_kept_for_the_next_in_line():
    sitting = make_sitting(capacity=1)
    ada = going(sitting, "Ada")
    going(sitting, "Ben")
    going(sitting, "Cleo", NOW + HOUR)

    rsvps.answer(sitting, ada.person, answer=Answer.CANNOT, now=NOW + 2 * HOUR)

    assert offered() == ["Ben"]


def test_nobody_else_can_take_a_place_that_is_kept():
    sitting = make_sitting(capacity=1)
    ada = going(sitting, "Ada")
    ben = going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    cleo = going(sitting, "Cleo")

    assert (ben.answer, cleo.answer, offered()) == (Answer.WAITING, Answer.WAITING, ["Ben"])


def test_accepting_takes_the_place_and_accepting_twice_does_no_harm():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    rsvps.accept_offer(ben, now=NOW + HOUR)
    rsvps.accept_offer(ben, now=NOW + HOUR)

    offer = db.session.scalars(select(Offer)).one()
    assert (ben.answer, offer.outcome) == (Answer.GOING, Outcome.ACCEPTED)


def test_answering_going_again_accepts_the_place_that_is_kept():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    rsvps.answer(sitting, ben.person, answer=Answer.GOING, now=NOW + HOUR)

    assert (ben.answer, offered()) == (Answer.GOING, [])


def test_declining_leaves_the_line_and_asks_the_one_after():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    going(sitting, "Cleo")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    rsvps.decline_offer(ben, now=NOW + HOUR)
    rsvps.decline_offer(ben, now=NOW + HOUR)

    assert (ben.answer, offered()) == (Answer.CANNOT, ["Cleo"])


def test_an_offer_that_ran_out_goes_to_the_one_after_with_the_next_write():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    going(sitting, "Cleo")
    rsvps.withdraw(sitting, ada.person, now=NOW)
    later = NOW + 25 * HOUR

    dora = going(sitting, "Dora", later)

    assert offered(later) == ["Cleo"]
    assert ben.answer is Answer.WAITING
    assert dora.answer is Answer.WAITING


def test_who_let_a_place_pass_goes_behind_those_who_waited_then_and_before_those_who_came_later():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    cleo = going(sitting, "Cleo")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    dora = going(sitting, "Dora", NOW + 30 * HOUR)

    line = sorted([ben, cleo, dora], key=lambda rsvp: rsvp.waiting_since or NOW)
    assert [rsvp.person.name for rsvp in line] == ["Cleo", "Ben", "Dora"]


def test_a_place_everybody_let_pass_is_free_for_whoever_comes():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    cleo = going(sitting, "Cleo", NOW + 25 * HOUR)

    assert (ben.answer, cleo.answer) == (Answer.WAITING, Answer.GOING)


def test_who_let_a_place_pass_may_still_take_it_while_it_is_free():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    rsvps.accept_offer(ben, now=NOW + 25 * HOUR)

    assert ben.answer is Answer.GOING


def test_who_asks_again_after_letting_a_place_pass_is_asked_again():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    rsvps.withdraw(sitting, ada.person, now=NOW)
    cleo = going(sitting, "Cleo", NOW + 25 * HOUR)

    rsvps.answer(sitting, ben.person, answer=Answer.GOING, now=NOW + 26 * HOUR)
    rsvps.withdraw(sitting, cleo.person, now=NOW + 27 * HOUR)

    assert offered(NOW + 27 * HOUR) == ["Ben"]


def test_accepting_too_late_says_so_and_gives_nothing():
    sitting = make_sitting(capacity=1)
    ada, ben = going(sitting, "Ada"), going(sitting, "Ben")
    going(sitting, "Cleo")
    rsvps.withdraw(sitting, ada.person, now=NOW)

    with pytest.raises(rsvps.PlaceIsGone, match="You are still on the waiting list"):
        rsvps.accept_offer(ben, now=NOW + 24 * HOUR)


def test_in_the_last_two_hours_a_free_place_is_kept_for_nobody():
    sitting = make_sitting(capacity=1)
    ada = going(sitting, "Ada")
    ben, cleo = going(sitting, "Ben"), going(sitting, "Cleo")
    late = START - HOUR

    rsvps.withdraw(sitting, ada.person, now=late)
    kept = offered(late)
    rsvps.answer(sitting, cleo.person, answer=Answer.GOING, now=late)

    assert (kept, ben.answer, cleo.answer) == ([], Answer.WAITING, Answer.GOING)
