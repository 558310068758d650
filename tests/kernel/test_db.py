"""One transaction that commits or leaves nothing; nothing written outside of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app import create_app
from community.calls.times import Sitting
from community.db import db, locked, transaction
from community.work import Turn
from tests.factories import START, make_community, make_sitting

NAIVE = datetime(2026, 1, 15, 12)


def names() -> list[str]:
    return list(db.session.scalars(text("SELECT name FROM turn ORDER BY name")))


def add(name: str, **given: datetime) -> None:
    db.session.add(Turn(name=name, **given))
    db.session.flush()


def end_badly(error: type[BaseException]) -> None:
    with transaction():
        add("lost")
        raise error


def open_two() -> None:
    with transaction():
        add("outer")
        with transaction():
            add("inner")


def test_what_a_transaction_does_is_there_after_it(app, reading):
    with app.app_context(), transaction():
        add("kept")

    with reading():
        assert names() == ["kept"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_transaction_that_ends_badly_leaves_nothing(app, error):
    with app.app_context():
        with pytest.raises(error):
            end_badly(error)
        assert names() == []
        with transaction():
            add("next")
        assert names() == ["next"]


def test_a_transaction_inside_another_is_refused_and_undoes_the_outer(app):
    with app.app_context():
        with pytest.raises(RuntimeError, match="already open"):
            open_two()
        assert names() == []


def test_nothing_is_written_outside_a_transaction(app):
    with app.app_context():
        with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
            db.session.execute(text("INSERT INTO turn (name) VALUES ('sly')"))
        db.session.rollback()
        assert names() == []


def test_after_writing_reading_is_reading_again(app):
    with app.app_context():
        with transaction():
            add("first")
        with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
            db.session.execute(text("DELETE FROM turn"))
        db.session.rollback()
        assert names() == ["first"]


def test_a_transaction_reads_anew_what_was_read_before(app):
    with app.app_context():
        with transaction():
            add("job")
        turn = db.session.get_one(Turn, "job")
        assert turn.done_at is None
        with app.app_context(), transaction():
            db.session.get_one(Turn, "job").done_at = START
        with transaction():
            assert turn.done_at == START


def test_a_naive_instant_is_refused(db_session):
    with pytest.raises(StatementError, match="An instant needs a time zone"):
        add("naive", done_at=NAIVE)


def test_an_aware_wall_clock_is_refused(db_session):
    sitting = make_sitting()

    sitting.local_start = NAIVE.replace(tzinfo=UTC)
    with pytest.raises(StatementError, match="A wall-clock time has no time zone"):
        db_session.flush()


def test_an_instant_comes_back_in_utc_to_the_microsecond(db_session):
    there = datetime(2026, 1, 15, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    add("aware", done_at=there)
    db_session.expire_all()

    back = db_session.get_one(Turn, "aware").done_at

    assert (back, back.tzinfo) == (there, UTC)


def test_instants_are_found_by_when_they_are_not_by_how_they_are_written(db_session):
    add("aware", done_at=START)
    elsewhere = START.astimezone(timezone(timedelta(hours=-8)))

    assert db_session.query(Turn).filter(Turn.done_at == elsewhere).count() == 1


def test_a_row_that_points_nowhere_is_refused(db_session):
    orphan = "INSERT INTO ownership (series_id, member_id, since) VALUES (99999, 99999, :now)"

    with pytest.raises(IntegrityError):
        db_session.execute(text(orphan), {"now": "2026-01-15 12:00:00"})


def test_a_row_is_locked_and_read_again(app, writing):
    with writing():
        make_community()
        sitting_id = make_sitting().id

    with app.app_context(), transaction():
        assert locked(Sitting, sitting_id).id == sitting_id


@pytest.mark.engines("sqlite")
def test_sqlite_keeps_what_it_acknowledged(settings):
    asked = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 15000}
    with create_app(settings).app_context():  # not in the hurry of tests
        for _ in range(3):
            found = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in asked}
            assert found == asked
            db.session.remove()
            db.engine.dispose()


@pytest.mark.engines("postgresql")
def test_postgresql_keeps_what_it_acknowledged_whatever_it_is_set_to(app):
    with app.app_context():
        careless = "ALTER ROLE CURRENT_USER {} synchronous_commit"
        with transaction():
            db.session.execute(text(careless.format("SET") + " = off"))
        db.session.remove()
        db.engine.dispose()
        try:
            assert db.session.scalar(text("SHOW synchronous_commit")) == "on"
        finally:
            db.session.remove()
            with transaction():
                db.session.execute(text(careless.format("RESET")))


@pytest.mark.engines("postgresql")
def test_postgresql_plans_once_what_is_asked_again(app):
    """Though each request ends what it read, one of them by an error."""
    again = text("SELECT 'asked again'")
    plans = text("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%asked again%'")
    with app.app_context():
        for _request in range(4):
            assert db.session.scalar(again) == "asked again"
            db.session.remove()
        assert len(db.session.scalars(plans).all()) == 1
        db.session.remove()
        with pytest.raises(DBAPIError):
            db.session.execute(text("SELECT nothing"))
        db.session.remove()
        assert db.session.scalar(again) == "asked again"
        with pytest.raises(ValueError, match="badly"):
            end_badly(ValueError("badly"))
        assert names() == []


def test_a_page_that_is_read_sends_no_write(app, writing, client, queries):
    with writing():
        make_community()
        make_sitting()

    with queries() as sent:
        for page in ("/", "/calls", "/series", "/subscribe", "/sign-in"):
            assert client.get(page).status_code == 200

    assert [s for s in sent if not s.lstrip().upper().startswith("SELECT")] == []
