"""Whoever was erased since a backup was made is erased again once it is put back."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import and_, select

from community import engines, work
from community.db import db, transaction
from community.erasures import Erasure, Was, erasures_in, missing, note
from community.errors import trace_of
from community.holdings import erase_all
from community.outbox import files

from .models import Guest, Member, Person

UNREADABLE = (
    "The list of who was erased cannot be read or written ({why}): whoever a restore brings back"
    " stays until it can."
)
_AT_ONCE = 500
_log = logging.getLogger(__name__)


class ListUnreadable(work.Unfinished):
    """Nobody knows who was erased; it is tried again."""


def note_member(number: int, came_at: datetime, at: datetime, was: Was = Was.MEMBER) -> None:
    """Keep beside the database that the member with this number was erased `at`. After the
    transaction and `leave_no_trace`: of whom is still there nothing is noted. Where the disk is
    full they are erased all the same, and `note_missing` does it later.
    """
    try:
        note([Erasure(number, came_at, at, was)], _folder())
    except OSError as error:
        _log.error("An erasure could not be noted.\n%s", trace_of(error))


def note_guest(number: int, came_at: datetime, at: datetime) -> None:
    """The same for a guest, of whom nothing is left to be noted by later: before the transaction
    ends. Where that fails nevertheless, what they asked for is done within the hour.
    """
    note_member(number, came_at, at, Was.GUEST)


def note_missing() -> None:
    """Note every member who left, where the process died before it could: then it may not have come
    to the letters to others, either. Whoever was brought in without an account never left. Raises
    `ListUnreadable`.
    """
    query = (
        select(Person.id, Person.created_at, Member.erased_at)
        .join(Member, Member.person_id == Person.id)
        .where(Member.erased_at > Member.joined_at)
        .order_by(Member.erased_at, Member.id)
    )
    rows = db.session.execute(query).all()
    db.session.rollback()  # reading is over
    left = [Erasure(number, came, at, Was.MEMBER) for number, came, at in rows if at]
    with _said_where_unreadable():
        is_any = bool(missing(left, _folder()))
    if is_any:
        files.write_all_again()
    with _said_where_unreadable():
        note(left, _folder())


@contextmanager
def _said_where_unreadable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        words = UNREADABLE.format(why=error.strerror)
        _log.error("%s\n%s", words, trace_of(error))
        raise ListUnreadable(words) from error


def names_of(person_id: int) -> tuple[str, ...]:
    """What a person may be called in letters to others: by their name and, a member, their handle.
    To be asked before they are erased.
    """
    query = select(Person.name, Member.handle).outerjoin(Member, Member.person_id == Person.id)
    rows = db.session.execute(query.where(Person.id == person_id)).all()
    return tuple(name for row in rows for name in row if name)


def leave_no_trace(names: Collection[str]) -> None:
    """Keep nothing of those who were just erased outside of what the database holds: neither their
    letters, nor these names in letters to others, nor what SQLite wrote beside its file.
    """
    files.forget_files()
    files.forget_names(names)
    engines.write_through(db.engine)


def erase_again(now: datetime, *, is_restored: bool = False) -> int:
    """Erase those on the list who are here nevertheless, since a backup was put back; gives how
    many that were. Each in a transaction of their own. Of whom the list does not say whether they
    were a guest or a member, it does so only where one has just been restored. Raises
    `ListUnreadable`, and `community.work.Unfinished`.
    """
    with _said_where_unreadable():
        noted = sorted(erasures_in(_folder()))
    here = _who_are_here([one for one in noted if is_restored or one.was is not Was.EITHER])
    db.session.rollback()  # reading is over

    names: list[str] = []

    def take_out(number: int) -> None:
        with transaction():
            theirs = names_of(number)
            erase_all(current_app.extensions["holdings"], number, now=now)
        names.extend(theirs)

    if not here and not is_restored:
        return 0
    try:
        work.each(here, take_out, what="erasing again person")
    finally:
        leave_no_trace(names)
    return len(here)


def _who_are_here(noted: Sequence[Erasure]) -> list[int]:
    """The numbers of those among `noted` who have an account, or are a guest without one."""
    found = set[int]()
    is_member = and_(Member.id.is_not(None), Member.erased_at.is_(None))
    is_guest = and_(Member.id.is_(None), Guest.id.is_not(None))
    for first in range(0, len(noted), _AT_ONCE):
        some = noted[first : first + _AT_ONCE]
        query = (
            select(Person.id, Person.created_at, is_member, is_guest)
            .outerjoin(Member, Member.person_id == Person.id)
            .outerjoin(Guest, Guest.person_id == Person.id)
            .where(Person.id.in_([one.number for one in some]))
        )
        here = set[tuple[int, datetime, Was]]()
        for number, came_at, as_member, as_guest in db.session.execute(query):
            if as_member or as_guest:
                was = Was.MEMBER if as_member else Was.GUEST
                here |= {(number, came_at, was), (number, came_at, Was.EITHER)}
        found |= {one.number for one in some if (one.number, one.came_at, one.was) in here}
    return sorted(found)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].instance_path
    return folder
