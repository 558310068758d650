"""Whoever waits is told when a place is offered, and when the time to take it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from community.attendance import expiry, rsvps
from community.attendance.models import Answer
from community.calls import changing
from community.calls.drafts import Place
from community.calls.times import Sitting
from community.db import db
from tests.factories import make_call, make_community, make_member, make_sitting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)  # the sitting starts on 13 March at 16:00 UTC
UNTIL = NOW + timedelta(hours=24)


@pytest.fixture
def line(writing):
    """A call for one: its place is given back, and offered to Mia; Max is next in line."""
    with writing():
        make_community()
        first, mia, max_ = (
            make_member("First"),
            make_member("Mia", zone="Asia/Kathmandu"),
            make_member("Max"),
        )
        sitting = make_sitting(make_call(first), capacity=1)
        for member in (first, mia, max_):
            rsvps.answer(sitting, member.person, answer=Answer.GOING, now=NOW)
    with writing():
        rsvps.answer(sitting, first.person, answer=Answer.CANNOT, now=NOW)
    return sitting, mia, max_, first


@pytest.fixture
def pass_time(post, at, app):
    """A function that lets a worker pass places on and post, at a time."""

    def go(now: datetime) -> int:
        with at(now):
            with app.app_context():
                expiry.expire_offers(now)
            return post()

    return go


def test_a_place_is_offered_with_the_time_until_which_it_is_kept(line, pass_time, mailbox):
    pass_time(NOW)

    letter = mailbox.only(line[1].email)
    assert letter.subject == "A place is free for you: One evening, Fri 13 March 21:45"
    for words in ("until Monday 2 March 2026, 17:45 Kathmandu time", "17:00 Berlin time"):
        assert words in letter.text
        assert words in letter.html
    assert mailbox.to(line[2].email) == []


def test_when_the_time_is_over_the_person_is_told_and_the_next_is_asked(line, pass_time, mailbox):
    pass_time(NOW)
    pass_time(UNTIL)

    _, lost = mailbox.to(line[1].email)
    assert lost.subject.startswith("The time to take your place is over: One evening")
    assert "You are still on the waiting list" in lost.text
    assert mailbox.only(line[2].email).subject.startswith("A place is free for you")


def test_an_offer_that_is_closed_by_then_is_not_written(line, writing, pass_time, mailbox):
    sitting, mia, max_, _first = line
    with writing():
        rsvps.answer(sitting, mia.person, answer=Answer.CANNOT, now=NOW)
    pass_time(NOW)

    assert mailbox.to(mia.email) == []
    assert mailbox.only(max_.email)


@pytest.mark.parametrize("wish", [Answer.GOING, Answer.CANNOT])
def test_who_answered_meanwhile_lost_nothing(line, writing, pass_time, mailbox, wish):
    sitting, mia, _max, _first = line
    pass_time(NOW)
    with writing():
        rsvps.answer(sitting, mia.person, answer=wish, now=UNTIL - timedelta(hours=1))
    pass_time(UNTIL)

    assert len(mailbox.to(mia.email)) == 1


def test_a_place_at_a_cancelled_call_is_not_written_about(line, writing, pass_time, mailbox):
    sitting, mia, _max, first = line
    with writing():
        changing.cancel(sitting, by=first, reason="Ill", now=NOW)
    pass_time(NOW)
    pass_time(UNTIL)

    (letter,) = mailbox.to(mia.email)
    assert letter.subject.startswith("Cancelled")


def test_who_leaves_and_comes_again_is_offered_a_place_again(line, writing, pass_time, mailbox):
    sitting, mia, max_, _first = line
    pass_time(NOW)
    again = NOW + timedelta(hours=1)
    with writing():
        rsvps.withdraw(sitting, max_.person, now=again)
        rsvps.withdraw(sitting, mia.person, now=again)
        rsvps.answer(sitting, max_.person, answer=Answer.GOING, now=again)
        rsvps.answer(sitting, mia.person, answer=Answer.GOING, now=again)
        rsvps.withdraw(sitting, max_.person, now=again)
    pass_time(again)

    assert len(mailbox.to(mia.email)) == 2


def test_who_waited_is_told_of_the_place_once_there_is_no_limit_and_nobody_else(
    line, writing, pass_time, mailbox
):
    sitting, mia, max_, first = line
    pass_time(NOW)
    with writing():
        again = db.session.get_one(Sitting, sitting.id)
        place = Place(capacity=None)
        changing.change_place(again, place, by=first, now=NOW + timedelta(minutes=1))
        rsvps.answer(again, mia.person, answer=Answer.CANNOT, now=NOW + timedelta(minutes=1))

    pass_time(NOW + timedelta(minutes=2))

    letter = mailbox.only(max_.email)
    assert letter.subject == "You have a place: One evening, Fri 13 March 17:00"
    assert "so you are going" in letter.text
    assert "so you are going" in letter.html
    assert [one.subject[:14] for one in mailbox.to(mia.email)] == ["A place is free"[:14]]
    assert mailbox.to(first.email) == []
