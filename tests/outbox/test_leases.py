"""A letter is in the hand of one worker, and what becomes of it where that one dies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.outbox import posting
from community.outbox.models import Letter, Outcome
from community.outbox.owing import owe
from tests.engines import ENGINES
from tests.factories import START, make_member

pytestmark = pytest.mark.engines(*ENGINES)


@pytest.fixture
def letters(reading):
    """A function that gives every letter as it stands."""

    def read() -> list[Letter]:
        with reading() as session:
            return list(session.scalars(select(Letter).order_by(Letter.id)))

    return read


def test_a_letter_in_the_hand_of_a_worker_that_died_is_taken_over(app, owed, post, at, letters):
    with app.app_context(), at(START):
        assert posting._claim() is not None
    almost = START + posting.LEASE - timedelta(seconds=1)
    with at(almost):
        assert post() == 0
    with at(START + posting.LEASE):
        assert post() == 1


@pytest.fixture
def owe_one(writing):
    """A function that owes a letter which gathers, always to the same person."""

    def owe_it(now) -> None:
        with writing() as session:
            someone = session.scalars(select(Person).order_by(Person.id)).first()
            given = {"person_id": someone.id, "due_at": START + 60 * (now - START)}
            owe("call_changed", about="call 1", now=now, gathers=True, **given)

    return owe_it


def test_one_that_may_have_gone_with_its_worker_takes_nothing_later_in(
    app, writing, owe_one, at, letters
):
    with writing():
        make_member("Ada")
    owe_one(START)
    with app.app_context(), at(START):
        posting._claim()
    owe_one(START + timedelta(minutes=1))
    with app.app_context(), at(START + posting.LEASE):
        claim = posting._claim()
        posting._put_off(claim, "nobody there")

    assert [one.closed_at for one in letters()] == [None, None]
    with app.app_context(), at(START + posting.LEASE + timedelta(minutes=5)):
        posting._claim()
    assert [one.outcome for one in letters()] == [None, None]


@pytest.mark.engines("sqlite")
def test_one_that_is_tried_for_the_last_time_takes_nothing_later_in(
    app, writing, owe_one, at, letters
):
    with writing():
        make_member("Ada")
    owe_one(START)
    with app.app_context(), at(START):
        posting._put_off(posting._claim(), "nobody there")
    with writing() as session:
        session.scalars(select(Letter)).one().tries = posting.MOST_TRIES - 1
    owe_one(START + timedelta(hours=1))
    with app.app_context(), at(START + timedelta(minutes=5)):
        posting._put_off(posting._claim(), "nobody there")

    assert [one.outcome for one in letters()] == [Outcome.GIVEN_UP, None]


def test_who_lost_a_letter_to_another_worker_writes_nothing_about_it(app, owed, at, letters):
    with app.app_context(), at(START):
        first = posting._claim()
    with app.app_context(), at(START + posting.LEASE):
        assert posting._claim() is not None
        posting._close(first, Outcome.SENT)

    assert letters()[0].is_open
