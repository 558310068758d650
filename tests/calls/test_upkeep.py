"""What the worker does for calls: dates written far enough ahead, instants that stay right."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select, update

from community.accounts.models import Member
from community.calls import removing, scheduling, upkeep
from community.calls.models import Call, Series
from community.calls.queries import sittings_of_series
from community.calls.rescheduling import change_times
from community.calls.times import Sitting
from community.calls.writing import HORIZON
from community.db import db, transaction
from tests.attendance.crowd import at_once
from tests.calls.build import begin, times
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.real_horizon
LATER = START + timedelta(days=100)
WAITS = "waits for the series"


@pytest.fixture
def series_id(writing):
    """A weekly series, written in January as far ahead as it should be then."""
    with writing():
        make_community()
        return begin(make_member("Fay")).id


@pytest.fixture
def begun_to_wait(app):
    """Set once the thread called `WAITS` asks for a row that another transaction may hold."""
    asked = threading.Event()

    def look(_connection, _cursor, statement, *_rest) -> None:
        if threading.current_thread().name == WAITS and "FOR UPDATE" in statement:
            asked.set()

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    yield asked
    event.remove(engine, "before_cursor_execute", look)


def days(reading) -> list:
    with reading():
        return list(db.session.scalars(select(Call.rule_date).order_by(Call.rule_date)))


def test_dates_are_written_as_they_come_within_the_horizon(series_id, app, reading):
    before = days(reading)
    with app.app_context():
        for _ in range(2):
            upkeep.extend_all(LATER)

    after = days(reading)

    assert after[: len(before)] == before
    assert len(after) == len(set(after)) > len(before) + 10
    assert after[-1] < (LATER + HORIZON).date() <= after[-1] + timedelta(days=14)


def test_two_workers_at_once_write_each_date_once(series_id, app, reading):
    def work() -> None:
        with app.app_context():
            upkeep.extend_all(LATER)

    assert at_once(work, work, work) == [None] * 3
    after = days(reading)
    assert len(after) == len(set(after))


@pytest.mark.engines("postgresql")
def test_a_rule_that_changes_while_the_worker_waits_is_the_one_it_writes_by(
    series_id, app, reading, begun_to_wait
):
    changing_it = threading.Event()

    def change() -> None:
        with app.app_context(), transaction():
            series = scheduling.locked_series(series_id)
            fay = db.session.scalars(select(Member)).one()
            changing_it.set()
            begun_to_wait.wait(timeout=20)
            thursdays = times("FREQ=WEEKLY", "2026-02-05")
            change_times(series, thursdays, since=None, version=series.version, by=fay, now=START)

    def work() -> None:
        changing_it.wait(timeout=20)
        threading.current_thread().name = WAITS
        with app.app_context():
            upkeep.extend_all(LATER)

    assert at_once(change, work) == [None, None]
    assert {day.strftime("%a") for day in days(reading)} == {"Thu"}
    assert days(reading)[-1] > (START + HORIZON).date() + timedelta(days=60)


def test_a_deleted_series_gets_no_more_dates(series_id, app, reading, writing):
    with writing():
        series = db.session.get_one(Series, series_id)
        removing.remove_series(series, by=make_member("Gus"), reason="Over", now=START)
    before = days(reading)

    with app.app_context():
        upkeep.extend_all(LATER)

    assert days(reading) == before


def test_a_series_that_ends_gets_no_more_dates(app, reading, writing):
    with writing():
        make_community()
        begin(make_member("Fay"), times("FREQ=WEEKLY;COUNT=3", "2026-02-03"))

    with app.app_context():
        upkeep.extend_all(LATER)

    assert len(days(reading)) == 3


def test_an_instant_that_the_rules_of_zones_have_changed_is_put_right(
    series_id, app, reading, writing
):
    with writing():
        series = db.session.get_one(Series, series_id)
        first, second = (s.id for s in sittings_of_series(series, START)[:2])
        hour = timedelta(hours=1)
        wrong = update(Sitting).where(Sitting.id == first)
        db.session.execute(
            wrong.values(
                starts_at=datetime(2026, 2, 3, 16, tzinfo=UTC) + hour,
                ends_at=datetime(2026, 2, 3, 17, tzinfo=UTC) + hour,
            )
        )

    with app.app_context():
        for _ in range(2):
            upkeep.derive_again(START)

    with reading():
        right, untouched = (db.session.get_one(Sitting, n) for n in (first, second))
        assert right.starts_at == datetime(2026, 2, 3, 16, tzinfo=UTC)
        assert right.ends_at - right.starts_at == hour
        assert (right.sequence, right.updated_at) == (1, START)
        assert untouched.sequence == 0


def test_what_has_begun_is_not_rewritten(series_id, app, reading, writing):
    begun = datetime(2026, 2, 3, 15, tzinfo=UTC)
    with writing():
        first = sittings_of_series(db.session.get_one(Series, series_id), START)[0].id
        db.session.execute(update(Sitting).where(Sitting.id == first).values(starts_at=begun))

    with app.app_context():
        upkeep.derive_again(begun + timedelta(minutes=1))

    with reading():
        assert db.session.get_one(Sitting, first).starts_at == begun


def test_every_sitting_is_looked_at_however_many_there_are(series_id, app, reading, writing):
    with writing():
        for n in range(7):
            begin(make_member(f"P{n}"), times("FREQ=WEEKLY", "2026-02-04"))
        db.session.execute(update(Sitting).values(starts_at=Sitting.ends_at))
        assert (db.session.scalar(select(func.count()).select_from(Sitting)) or 0) > upkeep._BATCH

    with app.app_context():
        upkeep.derive_again(START)

    with reading():
        wrong = select(func.count()).where(Sitting.starts_at == Sitting.ends_at)
        assert db.session.scalar(wrong) == 0
