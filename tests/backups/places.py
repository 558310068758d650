"""Databases to back up and to restore into, and what stands in them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app import create_app
from community import schema
from community.attendance import rsvps
from community.attendance.models import Answer
from community.backups.archive import Reader
from community.backups.writing import Written, write
from community.calendars.models import ImportFile
from community.calls.times import Sitting
from community.db import db, migrating
from community.front import sample
from community.outbox.owing import owe
from tests.conduct.build import publish
from tests.databases import settings_for
from tests.factories import START, make_community, make_member, make_person, make_sitting

Open = Callable[[str], Flask]


def empty_place(folder: Path, url: str) -> Flask:
    """An application on a database without tables, with `folder` as its instance."""
    folder.mkdir(exist_ok=True)
    return create_app(settings_for(url, folder))


def settle() -> Sitting:
    """Write some of everything: the sample, a file's bytes, a letter's facts, and a sitting that
    holds more people than it has places since they were fewer; gives that sitting.
    """
    make_community(description_source="naïve “words”\n\t\\ and a 🌳")
    steward = make_member("Stew")
    sample.write(steward=steward, now=START)
    publish(steward)  # a version of the code that nobody may write into any more
    file = ImportFile(
        member_id=steward.id, name="a.ics", content=bytes(range(256)), zone="UTC", made_at=START
    )
    db.session.add(file)
    owe("role_granted", about="role 1", now=START, person_id=steward.person_id, facts={"a": [1]})
    crowded = make_sitting(capacity=3, starts=datetime(2027, 3, 13, 17))
    for name in ("Ann", "Ben", "Cem", "Dee"):  # the last one waits
        rsvps.answer(crowded, make_person(name), answer=Answer.GOING, now=START)
    db.session.flush()
    crowded.capacity = 1
    db.session.flush()
    return crowded


def begin_at(app: Flask, revision: str) -> None:
    """Bring an empty database to an older revision."""
    with app.app_context(), migrating(), db.engine.connect() as connection, connection.begin():
        schema.migrate(connection, revision)


def run(app: Flask, *statements: str) -> None:
    """Run statements as they are, in one transaction."""
    with app.app_context(), migrating(), db.engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def content(app: Flask, path: Path) -> dict[str, tuple[int, str]]:
    """How many rows each table has and their digest; `path` is a file to write them to."""
    with app.app_context():
        written = write(path, app.config["SETTINGS"], now=START)
    return digests(written.path)


def digests(path: Path) -> dict[str, tuple[int, str]]:
    """How many rows each table in a backup has and their digest, but for the notes of backups."""
    with Reader(path) as backup:
        return {
            table.name: (table.rows, table.sha256)
            for table in backup.manifest.tables
            if table.name != "backup"
        }


def kept(app: Flask, path: Path) -> Written:
    """A backup of what `app` holds."""
    with app.app_context():
        return write(path, app.config["SETTINGS"], now=START)
