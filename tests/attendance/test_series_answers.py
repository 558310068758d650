"""One answer for a series: each date to come that has none, and never against one of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.attendance import following, rsvps, stopping
from community.attendance.models import Answer, Follow, Offer, Rsvp, SeriesAnswer
from community.attendance.series_answers import NoSuchTime, answer_series, withdraw_series_answer
from community.calls import changing, scheduling
from community.calls.drafts import Place
from community.calls.models import Call, Series
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from community.calls.rules import Slot as Hour
from community.calls.times import Sitting
from community.conduct import emergencies
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole
from community.db import db
from tests.calls.build import WEEKLY, begin, hour, times
from tests.engines import ENGINES
from tests.factories import START, make_member, make_person

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines(*ENGINES)]

HOUR = timedelta(hours=1)


def answers(series: Series, person: Person) -> list[Answer]:
    """In the order of the dates."""
    query = (
        select(Rsvp.answer)
        .join(Rsvp.sitting)
        .join(Sitting.call)
        .where(Rsvp.person_id == person.id, Call.series_id == series.id)
        .order_by(Rsvp.sitting_id)
    )
    return list(db.session.scalars(query))


def make_series(*hours: Hour) -> Series:
    return begin(make_member("Fay"), times(WEEKLY, "2026-02-03", *hours))


def limit(sitting: Sitting, capacity: int) -> None:
    changing.change_place(sitting, Place(capacity=capacity), by=make_member("Gus"), now=START)


def test_an_answer_for_the_series_answers_every_date_to_come():
    series, ada = make_series(), make_person()
    sittings = sittings_of_series(series, START)
    later = sittings[3].starts_at

    answer_series(series, ada, answer=Answer.GOING, now=later)

    rows = db.session.scalars(select(Rsvp).where(Rsvp.person_id == ada.id)).all()
    assert {row.sitting_id for row in rows} == {s.id for s in sittings[4:]}
    assert all(row.answer is Answer.GOING and row.by_series for row in rows)


def test_an_answer_for_one_date_wins_whether_it_came_before_or_after():
    series, ada = make_series(), make_person()
    first, second, third, *_ = sittings_of_series(series, START)

    rsvps.answer(first, ada, answer=Answer.CANNOT, now=START)
    answer_series(series, ada, answer=Answer.GOING, now=START)
    rsvps.answer(second, ada, answer=Answer.MAYBE, now=START)
    answer_series(series, ada, answer=Answer.GOING, now=START)

    assert answers(series, ada)[:3] == [Answer.CANNOT, Answer.MAYBE, Answer.GOING]
    assert third.starts_at > START


def test_withdrawing_the_answer_for_one_date_brings_back_the_one_for_the_series():
    series, ada = make_series(), make_person()
    first = sittings_of_series(series, START)[0]
    answer_series(series, ada, answer=Answer.GOING, now=START, access_needs="Captions")
    rsvps.answer(first, ada, answer=Answer.CANNOT, now=START, note="Away")

    rsvp = rsvps.withdraw(first, ada, now=START)

    assert rsvp is not None
    assert (rsvp.answer, rsvp.by_series, rsvp.note, rsvp.access_needs) == (
        Answer.GOING,
        True,
        "",
        "Captions",
    )


def test_an_answer_that_came_from_the_series_cannot_be_withdrawn_for_one_date():
    series, ada = make_series(), make_person()
    first = sittings_of_series(series, START)[0]
    answer_series(series, ada, answer=Answer.GOING, now=START)

    with pytest.raises(rsvps.AnsweredForSeries):
        rsvps.withdraw(first, ada, now=START)


def test_where_a_date_is_full_the_answer_for_the_series_waits():
    series, ada, ben = make_series(), make_person("Ada"), make_person("Ben")
    first = sittings_of_series(series, START)[0]
    limit(first, 1)

    answer_series(series, ada, answer=Answer.GOING, now=START)
    answer_series(series, ben, answer=Answer.GOING, now=START)

    assert answers(series, ada)[:2] == [Answer.GOING, Answer.GOING]
    assert answers(series, ben)[:2] == [Answer.WAITING, Answer.GOING]


def test_withdrawing_the_answer_for_the_series_passes_its_places_on_and_keeps_own_answers():
    series, ada, ben = make_series(), make_person("Ada"), make_person("Ben")
    first, second, *_ = sittings_of_series(series, START)
    limit(first, 1)
    answer_series(series, ada, answer=Answer.GOING, now=START)
    rsvps.answer(second, ada, answer=Answer.MAYBE, now=START)
    rsvps.answer(first, ben, answer=Answer.GOING, now=START)

    for _ in range(2):
        withdraw_series_answer(series, ada, now=START)

    offer = db.session.scalars(select(Offer)).one()
    assert answers(series, ada) == [Answer.MAYBE]
    assert offer.rsvp.person is ben
    assert db.session.scalars(select(SeriesAnswer)).all() == []


def test_changing_the_answer_for_the_series_gives_its_places_back():
    series, ada, ben = make_series(), make_person("Ada"), make_person("Ben")
    first = sittings_of_series(series, START)[0]
    limit(first, 1)
    answer_series(series, ada, answer=Answer.GOING, now=START)
    answer_series(series, ben, answer=Answer.GOING, now=START)

    answer_series(series, ada, answer=Answer.MAYBE, now=START + HOUR)
    answer_series(series, ben, answer=Answer.GOING, now=START + 2 * HOUR)

    assert answers(series, ada)[0] is Answer.MAYBE
    assert answers(series, ben)[0] is Answer.GOING
    assert len(db.session.scalars(select(SeriesAnswer)).all()) == 2


def test_dates_written_later_are_answered_for_those_who_answered_for_the_series():
    ada, ben, owner = make_person("Ada"), make_person("Ben"), make_member("Fay")
    series = begin(owner)
    answer_series(series, ada, answer=Answer.GOING, now=START)
    answer_series(series, ben, answer=Answer.MAYBE, now=START + HOUR)
    before = len(answers(series, ada))
    much_later = datetime(2026, 9, 1, tzinfo=UTC)

    for recurrence_id in scheduling.extend_horizons(much_later):
        scheduling.extend(recurrence_id, much_later)

    added = answers(series, ada)[before:]
    assert len(added) > 10
    assert set(added) == {Answer.GOING}
    assert answers(series, ben)[before:] == [Answer.MAYBE] * len(added)


def test_one_of_several_times_of_day_is_answered_alone():
    series, ada = make_series(hour("09:00"), hour("17:00")), make_person()

    answer_series(series, ada, answer=Answer.GOING, position=1, now=START)

    sittings = db.session.scalars(select(Rsvp)).all()
    assert {row.sitting.position for row in sittings} == {1}


def test_answers_stay_with_their_hour_when_times_of_day_change_places():
    early, late = hour("09:00"), hour("17:00")
    series, ada = make_series(early, late), make_person()
    answer_series(series, ada, answer=Answer.GOING, position=0, now=START)
    swapped = times(WEEKLY, "2026-02-03", late, hour("09:00", minutes=90))

    change_times(
        series, swapped, since=None, version=series.version, by=make_member("Gus"), now=START
    )

    hours = {rsvp.sitting.local_start.hour for rsvp in db.session.scalars(select(Rsvp))}
    assert hours == {9}


def test_a_time_of_day_the_series_does_not_have_is_refused():
    with pytest.raises(NoSuchTime):
        answer_series(make_series(), make_person(), answer=Answer.GOING, position=2, now=START)


@pytest.mark.real_horizon
def test_a_year_and_a_half_of_dates_is_answered_in_a_few_statements(queries):
    series, ada = make_series(), make_person()
    limit(sittings_of_series(series, START)[0], 1)
    db.session.expire_all()

    with queries() as sent:
        answer_series(series, ada, answer=Answer.GOING, now=START)

    assert len(answers(series, ada)) > 60
    assert len(sent) < 25


def test_following_is_separate_from_answering_and_doing_it_twice_does_no_harm():
    series, ada = make_series(), make_person()

    for _ in range(2):
        following.follow(series, ada, now=START)
    followed = len(db.session.scalars(select(Follow)).all())
    for _ in range(2):
        following.unfollow(series, ada)

    assert followed == 1
    assert db.session.scalars(select(Follow)).all() == []
    assert answers(series, ada) == []


def test_a_place_that_was_kept_and_taken_is_not_given_away_with_the_series():
    series, ada, ben = make_series(), make_person("Ada"), make_person("Ben")
    first = sittings_of_series(series, START)[0]
    limit(first, 1)
    rsvps.answer(first, ada, answer=Answer.GOING, now=START)
    answer_series(series, ben, answer=Answer.GOING, now=START)
    rsvps.answer(first, ada, answer=Answer.CANNOT, now=START)
    kept = db.session.scalars(select(Offer)).one().rsvp
    rsvps.accept_offer(kept, now=START)

    answer_series(series, ben, answer=Answer.MAYBE, now=START)

    assert kept.answer is Answer.GOING


def test_while_answers_are_paused_no_cannot_turns_back_into_the_answer_for_the_series():
    series, ada = make_series(), make_person()
    first, second, *_ = sittings_of_series(series, START)
    answer_series(series, ada, answer=Answer.GOING, now=START)
    for sitting in (first, second):
        rsvps.answer(sitting, ada, answer=Answer.CANNOT, now=START)
    given = {"act": Act.PAUSE_ANSWERS, "why": "Shouting.", "role": ActingRole.FACILITATOR}
    emergencies.take(Measure(call_id=first.call_id, **given), by=make_member("Gus"), now=START)

    with pytest.raises(stopping.AnswersArePaused):
        rsvps.withdraw(first, ada, now=START)
    rsvps.withdraw(second, ada, now=START)

    assert answers(series, ada)[:2] == [Answer.CANNOT, Answer.GOING]
