"""Whatever people do in whatever order, places are neither given twice nor lost: on SQLite."""
# ruff: noqa: D102 - the name of a step is its sentence

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
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
wishes = st.sampled_from([Answer.GOING, Answer.MAYBE, Answer.CANNOT])


class Places(RuleBasedStateMachine):
    """One sitting, a few people, and a facilitator who changes their mind."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.fay = make_member("Fay")
        self.sitting = make_sitting(make_call(self.fay), capacity=1)
        self.now: datetime = START
        self.going = 0  # how many were, a step ago

    def teardown(self) -> None:
        """Leave nothing behind for the next run."""
        self.savepoint.rollback()
        db.session.expunge_all()

    @initialize(target=people)
    def somebody(self):
        return make_person("Ada")

    @rule(target=people)
    def somebody_else(self):
        return make_person("Ben")

    def attempt(self, act) -> None:
        """Do it; a refusal leaves everything as it was."""
        try:
            with db.session.begin_nested():
                act()
        except Refusal:
            db.session.expire_all()

    @rule(person=people, wish=wishes, step=steps)
    def answer(self, person, wish, step):
        self.now += step
        self.attempt(lambda: rsvps.answer(self.sitting, person, answer=wish, now=self.now))

    @rule(person=people, step=steps)
    def withdraw(self, person, step):
        self.now += step
        self.attempt(lambda: rsvps.withdraw(self.sitting, person, now=self.now))

    @rule(person=people, step=steps, accepts=st.booleans())
    def answer_an_offer(self, person, step, accepts):
        self.now += step
        rsvp = places.rsvp_of(self.sitting, person)
        if rsvp is not None:
            act = rsvps.accept_offer if accepts else rsvps.decline_offer
            self.attempt(lambda: act(rsvp, now=self.now))

    @rule(capacity=st.none() | st.integers(1, 4))
    def change_capacity(self, capacity):
        place = Place(capacity=capacity)
        self.attempt(lambda: changing.change_place(self.sitting, place, by=self.fay, now=self.now))

    @rule()
    def cancel(self):
        self.attempt(lambda: changing.cancel(self.sitting, by=self.fay, reason="Ill", now=self.now))

    @rule()
    def hold_after_all(self):
        self.attempt(lambda: changing.uncancel(self.sitting, by=self.fay, now=self.now))

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


@pytest.mark.engines("sqlite")
def test_places_are_right_whatever_happens(db_session):
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
