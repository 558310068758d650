"""What SQLite has prepared stays prepared while reading and writing take turns."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from community.db import db, transaction
from community.work import Turn

pytestmark = pytest.mark.engines("sqlite")


def prepared_again(driver):
    """How often a statement of this connection had to be prepared once more."""
    try:
        asked = "SELECT sum(reprep), count(*) FROM sqlite_stmt"
        return driver.execute(asked).fetchone()
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not tell of its statements (SQLITE_ENABLE_STMTVTAB)")


def read_and_write(number):
    assert db.session.scalar(text("SELECT count(*) FROM turn")) == number
    with transaction():
        db.session.add(Turn(name=f"the {number}th"))


def test_nothing_is_prepared_twice_however_often_they_take_turns(app):
    with app.app_context():
        db.engine.dispose()  # what earlier tests did to the tables had statements prepared again
        for number in range(4):
            read_and_write(number)
        reading = prepared_again(db.session.connection().connection.dbapi_connection)
        with transaction():
            writing = prepared_again(db.session.connection().connection.dbapi_connection)

    assert reading[0] == writing[0] == 0
    assert min(reading[1], writing[1]) > 2


def test_what_reads_cannot_write_after_something_was_written(app):
    with app.app_context():
        read_and_write(0)
        with pytest.raises(OperationalError, match="readonly"):
            db.session.execute(text("DELETE FROM turn"))
        db.session.rollback()
        read_and_write(1)


def test_nor_can_what_asks_the_driver_itself(app):
    with app.app_context():
        read_and_write(0)
        db.session.remove()
        raw = db.engine.raw_connection()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            raw.dbapi_connection.execute("DELETE FROM turn")
        raw.close()
