"""A date that only its link leads to is not given away to who follows or answers its series."""

from datetime import timedelta

import pytest

from community.attendance import audience, following, mine, rsvps
from community.attendance.models import Answer
from community.attendance.queries import answers_of
from community.attendance.series_answers import answer_series, withdraw_series_answer
from community.calendars.feeds import window
from community.calendars.queries import personal_sittings
from community.calls import changing
from community.calls.drafts import Details
from community.calls.models import Call, Series, Visibility
from community.calls.queries import sittings_of_series
from community.calls.times import Sitting
from tests.calls.build import begin
from tests.factories import START, make_call, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("db_session")
HIDDEN = Visibility.LINK


@pytest.fixture
def ada():
    return make_member("Ada")


@pytest.fixture
def bob():
    return make_member("Bob")


@pytest.fixture
def series(ada) -> Series:
    return begin(ada)


@pytest.fixture
def hidden(series) -> Sitting:
    """The third date of the series, by link since before anybody answered."""
    sitting = sittings_of_series(series, START)[2]
    hide(sitting.call)
    return sitting


def hide(call: Call) -> None:
    changing.change_call(
        call, Details(title="Quiet", visibility=HIDDEN), version=call.version, now=START
    )


def shown_to(member, now=START) -> list[int]:
    """The sittings on *my calls*, which are also those in the member's own calendar."""
    page = [sitting.id for sitting in mine.upcoming_for(member.person, now).rows]
    feed = [sitting.id for sitting in personal_sittings(member.person_id, window(now))[0]]
    assert page == feed[: len(page)]
    assert len(page) == min(len(feed), 50)
    return page


def test_who_follows_the_series_is_not_shown_it(series, hidden, bob):
    following.follow(series, bob.person, now=START)

    others = [s.id for s in sittings_of_series(series, START) if s is not hidden][:50]
    assert shown_to(bob) == others


def test_an_answer_for_the_series_leaves_it_out(series, hidden, bob):
    answer_series(series, bob.person, answer=Answer.GOING, now=START)

    assert hidden.id not in shown_to(bob)
    assert rsvps.withdraw(hidden, bob.person, now=START) is None


def test_who_leads_the_series_has_it_in_their_calendar(series, hidden, ada):
    answer_series(series, ada.person, answer=Answer.GOING, now=START)
    assert hidden.id in shown_to(ada)

    withdraw_series_answer(series, ada.person, now=START)
    following.follow(series, ada.person, now=START)
    assert hidden.id in shown_to(ada)


def test_whoever_comes_by_the_series_is_not_written_to_about_it_though_its_leader_comes(
    series, hidden, ada, bob
):
    for member in (ada, bob):
        answer_series(series, member.person, answer=Answer.GOING, now=START)
    late = sittings_of_series(series, START)[3]
    assert audience.number_told([late.id], START) == 2

    hide(late.call)

    assert audience.number_told([late.id], START) == 1


def test_who_answered_it_singly_keeps_it(series, hidden, bob):
    following.follow(series, bob.person, now=START)
    rsvps.answer(hidden, bob.person, answer=Answer.MAYBE, now=START)
    assert hidden.id in shown_to(bob)

    over = hidden.ends_at + timedelta(hours=1)
    assert [s.id for s in mine.past_for(bob.person, over).rows] == [hidden.id]


def test_taking_a_single_answer_back_leaves_it_out_again(series, hidden, bob):
    answer_series(series, bob.person, answer=Answer.GOING, now=START)
    rsvps.answer(hidden, bob.person, answer=Answer.MAYBE, now=START)

    assert rsvps.withdraw(hidden, bob.person, now=START) is None
    assert hidden.id not in shown_to(bob)


def test_one_hidden_after_the_series_was_answered_leaves_the_calendar(series, bob):
    answer_series(series, bob.person, answer=Answer.GOING, now=START)
    late = sittings_of_series(series, START)[3]
    assert late.id in shown_to(bob)

    hide(late.call)

    assert late.id not in shown_to(bob)
    over = late.ends_at + timedelta(hours=1)
    assert late.id not in {s.id for s in mine.past_for(bob.person, over).rows}


def test_one_hidden_later_still_follows_the_answer_for_the_series(series, bob):
    answer_series(series, bob.person, answer=Answer.GOING, now=START)
    late = sittings_of_series(series, START)[3]
    hide(late.call)

    answer_series(series, bob.person, answer=Answer.CANNOT, now=START)
    assert rsvps.answer(late, bob.person, answer=Answer.GOING, now=START).by_series is False
    withdraw_series_answer(series, bob.person, now=START)

    assert shown_to(bob) == [late.id]


def test_one_that_is_shown_again_has_the_answers_given_for_the_series(series, hidden, bob):
    answer_series(series, bob.person, answer=Answer.GOING, now=START)
    assert hidden.id not in shown_to(bob)

    shown = Details(title="Open", visibility=Visibility.PUBLIC)
    changing.change_call(hidden.call, shown, version=hidden.call.version, now=START)

    assert hidden.id in shown_to(bob)
    given = answers_of(bob.person, [hidden])[hidden.id]
    assert (given.answer, given.by_series) == (Answer.GOING, True)


def test_where_the_whole_series_is_by_link_its_dates_come_along(ada, bob):
    series = begin(ada, visibility=HIDDEN)
    dates = sittings_of_series(series, START)
    hide(dates[1].call)

    following.follow(series, bob.person, now=START)

    assert shown_to(bob) == [s.id for s in dates][:50]


def test_a_call_by_link_without_a_series_is_shown_to_who_answered_it(bob):
    sitting = make_sitting(make_call(own_visibility=HIDDEN))
    rsvps.answer(sitting, bob.person, answer=Answer.GOING, now=START)

    assert shown_to(bob) == [sitting.id]
