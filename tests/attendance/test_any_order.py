"""Whatever people do in whatever order, places are neither given twice nor lost: on SQLite."""
# ruff: noqa: D102 - the name of a step is its sentence

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from community.attendance import places, rsvps
from community.attendance.models import Answer, Rsvp
from community.calls import changing
from community.calls.drafts import Place
from community.db import db
from community.errors import Refusal
from tests.attendance.invariants import faults
from tests.factories import START, make_call, make_member, make_person, make_sitting

# The sitting starts on 13 March at 16:00 UTC, eight weeks after the machine begins.
steps = st.sampled_from(
    [timedelta(0), timedelta(minutes=20), timedelta(hours=7), timedelta(days=5)]
)
wishes = st.sampled_from([Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.CANNOT])
someone = st.integers(0, 3)


class Places(RuleBasedStateMachine):
    """One sitting, a few people, and a facilitator who changes their mind."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.fay = make_member("Fay")
        self.sitting = make_sitting(make_call(self.fay), capacity=1)
        self.people = [make_person(name) for name in ("Ada", "Ben", "Cleo", "Dora")]
        self.now: datetime = START
        self.going = 0  # how many were, a step ago

    def teardown(self) -> None:
        """Leave nothing behind for the next run."""
        self.savepoint.rollback()
        db.session.expunge_all()

    @rule(number=someone)
    def ask_for_a_place(self, number):
        self.answer(number, Answer.GOING, timedelta(0))

    def attempt(self, act) -> None:
        """Do it; a refusal leaves everything as it was."""
        try:
            with db.session.begin_nested():
                act()
        except Refusal:
            db.session.expire_all()

    @rule(number=someone, wish=wishes, step=steps)
    def answer(self, number, wish, step):
        self.now += step
        self.attempt(
            lambda: rsvps.answer(self.sitting, self.people[number], answer=wish, now=self.now)
        )

    @rule(number=someone, step=steps)
    def withdraw(self, number, step):
        self.now += step
        self.attempt(lambda: rsvps.withdraw(self.sitting, self.people[number], now=self.now))

    @rule(number=someone, step=steps, accepts=st.booleans())
    def answer_an_offer(self, number, step, accepts):
        self.now += step
        rsvp = places.rsvp_of(self.sitting, self.people[number])
        if rsvp is not None:
            act = rsvps.accept_offer if accepts else rsvps.decline_offer
            self.attempt(lambda: act(rsvp, now=self.now))

    @rule(capacity=st.sampled_from([1, 1, 2, 3, None]))
    def change_capacity(self, capacity):
        place = Place(capacity=capacity)
        self.attempt(lambda: changing.change_place(self.sitting, place, by=self.fay, now=self.now))

    @rule(step=steps)
    def call_it_off_for_a_while(self, step):
        by, sitting = self.fay, self.sitting
        self.attempt(lambda: changing.cancel(sitting, by=by, reason="Ill", now=self.now))
        self.places_are_right()
        self.now += step
        self.attempt(lambda: changing.uncancel(sitting, by=by, now=self.now))

    @rule(step=steps)
    def let_time_pass(self, step):
        self.now += step
        places.settle(places.lock(self.sitting), now=self.now)

    @invariant()
    def places_are_right(self):
        answers = list(db.session.scalars(select(Rsvp.answer)))
        going, capacity = answers.count(Answer.GOING), self.sitting.capacity
        allowed = max(self.going, capacity or 0)  # fewer places evict nobody, and let nobody in
        assert faults(self.now, most={self.sitting.id: allowed}) == []
        self.going = going


@pytest.mark.long
@pytest.mark.engines("sqlite")
def test_places_are_right_whatever_happens(db_session):
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],  # shrinking would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
