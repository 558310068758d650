"""Whether letters are well: how many wait and for how long, and how many were given up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from community.condition import Finding, Measure, Part, Weight, in_words, pieces
from community.db import db

from . import posting
from .models import UNLISTED, Letter, Outcome

_ABOUT = "Letters"
_COUNTED = Letter.kind.not_in(UNLISTED)  # which stand in no list, and so in no number
_SOON = timedelta(minutes=15)  # what is due is posted within


def _waiting(now: datetime) -> tuple[int, datetime | None]:
    """How many letters should have gone by now, and since when the first of them should have."""
    query = select(func.count(Letter.id), func.min(Letter.due_at))
    count, first = db.session.execute(
        query.where(_COUNTED, Letter.closed_at.is_(None), Letter.due_at <= now)
    ).one()
    return count, first


def _tried_in_vain() -> int:
    """How many letters wait because a try to post them failed."""
    query = select(func.count(Letter.id)).where(_COUNTED, Letter.fault.is_not(None))
    return db.session.scalar(query.where(Letter.closed_at.is_(None))) or 0


def _given_up() -> int:
    query = select(func.count(Letter.id)).where(_COUNTED, Letter.outcome == Outcome.GIVEN_UP)
    return db.session.scalar(query) or 0


def examine(now: datetime) -> Iterator[Finding]:
    """How letters stand at `now`."""
    waiting, first = _waiting(now)
    failing, given_up = _tried_in_vain(), _given_up()
    is_late = first is not None and first + _SOON < now
    if waiting and is_late and first is not None:
        words = f"{pieces(waiting, 'letter waits', 'letters wait')}, the first for "
        yield Finding(
            Weight.BAD,
            _ABOUT,
            f"{words}{in_words(now - first)}.",
            "See that a worker runs, and that the mail server takes letters.",
        )
    if failing:
        words = f"{pieces(failing, 'letter', 'letters')} could not be posted yet."
        advice = "They are tried again. Where they grow more, look at COMMUNITY_SMTP_URL."
        yield Finding(Weight.WORRY, _ABOUT, words, advice)
    if given_up:
        words = f"{pieces(given_up, 'letter was', 'letters were')} given up in the last 30 days."
        yield Finding(
            Weight.WORRY,
            _ABOUT,
            words,
            "Look at them on the page Letters: the addresses may be wrong.",
        )
    if posting.folder() is not None:
        yield Finding(
            Weight.WORRY,
            _ABOUT,
            "No mail server is set: letters are written into a folder and reach nobody.",
            "Set COMMUNITY_SMTP_URL.",
        )
    elif not (failing or given_up or is_late):
        yield Finding(Weight.WELL, _ABOUT, "Every letter that was due has been posted.")


def measure(now: datetime) -> Iterator[Measure]:
    """Letters that wait, the age of the oldest, and those that were given up."""
    waiting, first = _waiting(now)
    age = (now - first).total_seconds() if first else 0
    yield Measure("letters_waiting", "Letters that are due and not posted.", waiting)
    yield Measure("letters_oldest_seconds", "How long the first letter that is due has been.", age)
    yield Measure("letters_failing", "Letters to be tried again after a failure.", _tried_in_vain())
    yield Measure("letters_given_up", "Letters given up in the last 30 days.", _given_up())


PART = Part(_ABOUT, examine, measure)
