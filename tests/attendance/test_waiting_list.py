"""The waiting list: first come, first served, and no place given twice or lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.attendance import places, rsvps
from community.attendance.models import Answer, Offer, Outcome, Rsvp
from community.attendance.waiting import time_to_accept
from community.calls import changing
from community.calls.drafts import Place
from community.calls.times import Sitting
from community.db import db
from tests.factories import make_call, make_member, make_person, make_sitting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)  # the sitting starts on 13 March at 16:00 UTC
START = datetime(2026, 3, 13, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("db_session")


def going(sitting: Sitting, name: str, now: datetime = NOW) -> Rsvp:
    return rsvps.answer(sitting, make_person(name), answer=Answer.GOING, now=now)


def offered(now: datetime = NOW) -> list[str]:
    """The names of those a place is kept for, in the order of the offers."""
    offers = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None)).order_by(Offer.id))
    return [offer.rsvp.person.name for offer in offers if offer.is_open(now)]


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
