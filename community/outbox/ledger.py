"""Reads about letters, for the steward: which wait, which were given up, which were sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from community.db import db
from community.pages import Page, page_of

from . import files, posting
from .models import UNLISTED, Letter, Outcome


class Shelf(StrEnum):
    """Where a letter lies."""

    WAITING = "waiting"
    GIVEN_UP = "given-up"
    SENT = "sent"
    NOT_NEEDED = "not-needed"


_OUTCOMES = {
    Shelf.WAITING: None,
    Shelf.GIVEN_UP: Outcome.GIVEN_UP,
    Shelf.SENT: Outcome.SENT,
    Shelf.NOT_NEEDED: Outcome.NOT_NEEDED,
}


_LISTED = Letter.kind.not_in(UNLISTED)


def letters_on(shelf: Shelf, cursor: str | None = None) -> Page[Letter]:
    """The letters of a shelf: what waits by when it is due, what has ended latest first."""
    outcome = _OUTCOMES[shelf]
    if outcome is None:
        waiting = select(Letter).where(Letter.closed_at.is_(None), _LISTED)
        return page_of(waiting, (Letter.due_at, Letter.id), _by_due, cursor=cursor)
    ended = select(Letter).where(Letter.outcome == outcome, _LISTED)
    keys = (Letter.closed_at, Letter.id)
    return page_of(ended, keys, _by_end, cursor=cursor, backwards=True)


def counts() -> dict[Shelf, int]:
    """How many letters lie on each shelf."""
    query = select(Letter.outcome, func.count()).where(_LISTED).group_by(Letter.outcome)
    found = dict(db.session.execute(query).all())
    return {shelf: found.get(outcome, 0) for shelf, outcome in _OUTCOMES.items()}


def letter_numbered(number: int) -> Letter | None:
    """The letter with this number, if it is one that is listed."""
    return db.session.scalars(select(Letter).where(Letter.id == number, _LISTED)).first()


def read(letter: Letter) -> files.Written | None:
    """What a letter says, where letters are kept in a folder and this one is there."""
    folder = posting.folder()
    return files.read(folder, posting.file_name(letter)) if folder else None


def _by_due(letter: Letter) -> tuple[datetime, int]:
    return letter.due_at, letter.id


def _by_end(letter: Letter) -> tuple[datetime | None, int]:
    return letter.closed_at, letter.id
