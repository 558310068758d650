"""Whoever was erased since a backup was made is erased again once it is put back."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from community import engines
from community.db import db, transaction
from community.erasures import Erasure, erasures_in, note
from community.holdings import erase_all
from community.outbox import posting

from .guests import guest_of, member_of
from .models import Member, Person


def note_erased(number: int, came_at: datetime, at: datetime) -> None:
    """Keep beside the database that the person with this number was erased `at`. After the
    transaction: of whom is still there nothing is noted.
    """
    note([Erasure(number, came_at, at)], _folder())


def note_missing() -> None:
    """The same for every member who left, where the process died before it could. Whoever was
    brought in without an account never left.
    """
    query = (
        select(Person.id, Person.created_at, Member.erased_at)
        .join(Member, Member.person_id == Person.id)
        .where(Member.erased_at > Member.joined_at)
        .order_by(Member.erased_at, Member.id)
    )
    rows = db.session.execute(query).all()
    db.session.rollback()  # reading is over
    note([Erasure(number, came_at, at) for number, came_at, at in rows if at], _folder())


def erase_again(since: datetime, now: datetime) -> int:
    """Erase those who were erased after `since`, when the backup was made that is here now; gives
    how many that were.
    """
    again = 0
    for one in sorted(erasures_in(_folder())):
        if one.at >= since:
            with transaction():
                again += _erase(one, now)
    posting.forget_files()
    engines.write_through(db.engine)
    return again


def _erase(one: Erasure, now: datetime) -> int:
    person = db.session.get(Person, one.number)
    if person is None or person.created_at != one.came_at:
        return 0
    member = member_of(person.id)
    is_here = member.erased_at is None if member else guest_of(person.id) is not None
    if is_here:
        erase_all(current_app.extensions["holdings"], person.id, now=now)
    return int(is_here)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].instance_path
    return folder
