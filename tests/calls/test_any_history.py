"""Whatever is done to a series in whatever order, its dates stay right: on SQLite."""
# ruff: noqa: D102 - the name of a step is its sentence

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

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

from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.calendars import feeds, rendering
from community.calls import changing, removing, scheduling
from community.calls.drafts import Place, SlotDraft, Times
from community.calls.expansion import last_date
from community.calls.grammar import parse_rule
from community.calls.rescheduling import change_times
from community.calls.rules import RuleRefused
from community.calls.rules import Slot as Hour
from community.calls.times import Recurrence, Sitting
from community.calls.writing import rule_of, skipped_days
from community.db import db
from community.errors import Refusal
from tests.calendars.readers import READERS
from tests.calls.build import begin, hour, times
from tests.factories import START, make_community, make_member, make_person

RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=WEEKLY;COUNT=9",
    "FREQ=YEARLY",
)
HOURS = (hour(), hour("09:00", minutes=90), hour("20:30", "America/New_York", 45))
FAR = timedelta(days=200)  # how far ahead the feed is compared, where so much is written
LATE = timedelta(days=60)  # of the time that is written ahead so little is never left

steps = st.sampled_from([timedelta(0), timedelta(hours=5), timedelta(days=3), timedelta(days=24)])
some_date = st.integers(0, 12)
hours = st.lists(st.sampled_from(HOURS), min_size=1, max_size=2).map(tuple)
weeks = st.integers(-2, 8)


class History(RuleBasedStateMachine):
    """One series, a few people who come, and facilitators who change their minds."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        make_community()
        self.fay, self.ben = make_member("Fay"), make_person("Ben")
        self.now: datetime = START
        self.series = begin(self.fay, times("FREQ=WEEKLY", "2026-02-03", hour()))
        self.answered: set[int] = set()
        self.begun: dict[int, tuple[object, ...]] = {}

    def teardown(self) -> None:
        """Leave nothing behind for the next run."""
        self.savepoint.rollback()
        db.session.expunge_all()

    def attempt(self, act) -> bool:
        """Do it; a refusal leaves everything as it was."""
        try:
            with db.session.begin_nested():
                act()
        except (Refusal, RuleRefused):
            db.session.expire_all()
            return False
        return True

    def sittings(self) -> list[Sitting]:
        query = select(Sitting).order_by(Sitting.starts_at, Sitting.id)
        return list(db.session.scalars(query).unique())

    def coming(self, number: int) -> Sitting | None:
        ahead = [s for s in self.sittings() if s.starts_at > self.now]
        return ahead[number] if number < len(ahead) else None

    def change(self, given: Times, since: date | None = None) -> None:
        who = {"version": self.series.version, "by": self.fay, "now": self.now}
        self.attempt(lambda: change_times(self.series, given, since=since, **who))

    def present(self) -> Recurrence:
        return scheduling.present_recurrence(self.series)

    def present_times(self, skipped: set[date] | None = None) -> Times:
        recurrence = self.present()
        slots = scheduling.slots_of(recurrence)
        return Times(
            rule=rule_of(recurrence),
            slots=tuple(SlotDraft(hour=Hour(s.zone, s.time, s.minutes)) for s in slots),
            skipped=tuple(sorted(skipped_days(recurrence) if skipped is None else skipped)),
        )

    @rule(step=steps)
    def let_time_pass(self, step):
        self.now += step
        if self.present().written_until < (self.now + LATE).date():
            self.write_further_ahead()

    @rule(number=some_date)
    def answer(self, number):
        sitting = self.coming(number)
        if sitting is not None and self.attempt(
            lambda: rsvps.answer(sitting, self.ben, answer=Answer.GOING, now=self.now)
        ):
            self.answered.add(sitting.id)

    @rule(number=some_date, days=st.integers(-20, 20), at=st.sampled_from(HOURS))
    def move(self, number, days, at):
        sitting = self.coming(number)
        if sitting is not None:
            there = datetime.combine(sitting.local_start.date() + timedelta(days), at.time)
            self.attempt(
                lambda: changing.move(
                    sitting, local_start=there, zone=at.zone, minutes=at.minutes, now=self.now
                )
            )

    @rule(number=some_date)
    def cancel(self, number):
        sitting = self.coming(number)
        if sitting is not None:
            self.attempt(lambda: changing.cancel(sitting, by=self.fay, reason="Ill", now=self.now))

    @rule(number=some_date)
    def uncancel(self, number):
        sitting = self.coming(number)
        if sitting is not None:
            self.attempt(lambda: changing.uncancel(sitting, by=self.fay, now=self.now))

    @rule(number=some_date, capacity=st.sampled_from([1, None]))
    def change_place(self, number, capacity):
        sitting = self.coming(number)
        if sitting is not None:
            place = Place(capacity=capacity)
            self.attempt(lambda: changing.change_place(sitting, place, by=self.fay, now=self.now))

    @rule(text=st.sampled_from(RULES), at=hours, starts=weeks, follows=st.none() | weeks)
    def change_the_times(self, text, at, starts, follows):
        tuesday = self.now.date() - timedelta(days=self.now.weekday() - 1)
        since = None if follows is None else tuesday + timedelta(weeks=follows)
        first = tuesday + timedelta(weeks=starts)
        slots = tuple(SlotDraft(hour=each) for each in at)
        self.change(Times(rule=parse_rule(text, first), slots=slots), since)

    @rule(at=hours, follows=st.none() | weeks)
    def change_the_hours_alone(self, at, follows):
        since = None if follows is None else self.now.date() + timedelta(weeks=follows)
        given = self.present_times()
        slots = tuple(SlotDraft(hour=each) for each in at)
        self.change(Times(rule=given.rule, slots=slots, skipped=given.skipped), since)

    @rule(number=some_date)
    def leave_a_date_out(self, number):
        sitting = self.coming(number)
        if sitting is not None and sitting.original_start is not None:
            day = sitting.original_start.date()
            self.change(self.present_times(skipped_days(self.present()) | {day}))

    @rule()
    def leave_nothing_out(self):
        self.change(self.present_times(set()))

    @rule()
    def write_further_ahead(self):
        for recurrence in scheduling.extend_horizons(self.now):
            scheduling.extend(recurrence, self.now)

    @rule()
    def delete_for_a_while(self):
        removing.remove_series(self.series, by=self.fay, reason="Oops", now=self.now)
        self.dates_are_right()
        removing.restore_series(self.series, by=self.fay, now=self.now)

    @invariant()
    def dates_are_right(self):
        sittings = self.sittings()
        there = {s.id: s for s in sittings}
        for number, held in self.begun.items():
            assert self.as_held(there[number]) == held, "What has begun is not rewritten."
        self.begun = {s.id: self.as_held(s) for s in sittings if s.has_begun(self.now)}

        assert self.answered <= there.keys()
        assert set(db.session.scalars(select(Rsvp.sitting_id))) == self.answered

        starts = [(s.slot_id, s.original_start) for s in sittings if s.slot_id is not None]
        assert len(starts) == len(set(starts))
        days = {s.call_id: s.call.rule_date for s in sittings if s.call.rule_date}
        assert len(days) == len(set(days.values()))

    @invariant()
    def one_rule_holds_at_a_time(self):
        query = select(Recurrence).order_by(Recurrence.starts_on)
        chain = list(db.session.scalars(query))
        assert chain[-1] is self.present()
        for older, newer in pairwise(chain):
            last = last_date(rule_of(older))
            assert last is not None
            assert last < newer.starts_on

    @invariant()
    def a_reader_sees_what_the_program_knows(self):
        db.session.expire_all()
        feed = feeds.series_feed(self.series.slug, feeds.Query())
        assert feed is not None
        file = rendering.render(feed, base_url="https://calls.example", now=self.now)
        assert file is not None
        written = datetime.combine(self.present().written_until, time(), UTC)
        until = min(self.now + FAR, written)
        seen = sorted(
            (each.start.astimezone(UTC), each.end.astimezone(UTC), each.status)
            for each in READERS["icalendar"](file, START, until)
        )
        known = sorted(
            (s.starts_at, s.ends_at, "CANCELLED" if s.is_cancelled else "CONFIRMED")
            for s in self.sittings()
            if not (s.cancellation is not None and s.cancellation.by_change) and s.starts_at < until
        )
        assert seen == known

    def as_held(self, held: Sitting) -> tuple[object, ...]:
        times = held.starts_at, held.ends_at, held.zone
        return *times, held.is_cancelled, held.capacity, held.uid, held.call_id


@pytest.mark.long
@pytest.mark.engines("sqlite")
def test_dates_are_right_whatever_happens(db_session):
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            phases=[Phase.generate],  # shrinking would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
